package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import dev.jobc.model.IsolationDoc;
import dev.jobc.model.IsolationDoc.ResourcesDoc;
import dev.jobc.plan.Isolation.Level;
import dev.jobc.plan.PlanWords;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a task's process is confined: level, user, directory, resources, network. */
final class IsolationDecoder {
  private static final int MAX_CORES = 10_000;
  private static final int MAX_PROCESSES = 1_000_000;
  private static final int MILLI = 1_000;
  private static final Map<String, Level> LEVELS = PlanWords.words(Level.values());

  private final Decoding decoding;
  private final Scalars scalars;
  private final Maps maps;
  private final LimitsDecoder limits;

  IsolationDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.maps = new Maps(decoding);
    this.limits = new LimitsDecoder(decoding);
  }

  IsolationDoc isolation(Fields fields) {
    return new IsolationDoc(
        scalars.choice(fields.get("isolation"), LEVELS),
        scalars.name(fields.get("user"), Names.Kind.QUEUE),
        scalars.name(fields.get("group"), Names.Kind.QUEUE),
        limits.template(fields.get("workingDirectory")),
        umask(fields.get("umask")),
        scalars.bool(fields.get("network")),
        resources(fields.get("resources")));
  }

  private @Nullable Located<Integer> umask(YamlNode.@Nullable Entry entry) {
    Located<String> text = scalars.text(entry);
    if (text == null) {
      return null;
    }
    String digits = text.value();
    boolean octal = digits.chars().allMatch(c -> c >= '0' && c <= '7');
    boolean long4 = digits.length() == 4 && digits.charAt(0) == '0';
    if (octal && (digits.length() == 3 || long4)) {
      return text.as(Integer.parseInt(digits, 8));
    }
    decoding.add(
        decoding
            .at(text.span(), DiagnosticCode.OUT_OF_RANGE, "`" + digits + "` is no umask")
            .caption("expected three octal digits, such as \"022\""));
    return null;
  }

  private @Nullable ResourcesDoc resources(YamlNode.@Nullable Entry entry) {
    Fields fields = maps.fields(entry, PolicyKeys.Resources.TABLE, "{ cpu: 1, memory: 512Mi }");
    if (fields == null || entry == null) {
      return null;
    }
    maps.requireSome(fields, entry, "`cpu`, `memory`, `disk` or `processes`");
    return new ResourcesDoc(
        cpu(fields.get("cpu")),
        size(fields.get("memory")),
        size(fields.get("disk")),
        scalars.integer(fields.get("processes"), 1, MAX_PROCESSES),
        entry.span());
  }

  /** Cores: {@code 2}, {@code 0.5}. */
  private @Nullable Located<Long> cpu(YamlNode.@Nullable Entry entry) {
    Located<Double> cores = scalars.number(entry, 0.001, MAX_CORES);
    return cores == null ? null : cores.as(Math.round(cores.value() * MILLI));
  }

  private @Nullable Located<Long> size(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    String expected = "a size such as `512Mi`";
    YamlNode.Scalar scalar =
        scalars.scalar(entry.key().span(), entry.name(), entry.value(), expected);
    if (scalar == null) {
      return null;
    }
    if (scalar.isNull() || scalar.value() instanceof Json.Bool) {
      decoding.add(decoding.wrongKind(entry.key().span(), entry.name(), scalar, expected));
      return null;
    }
    String text = scalar.text().value();
    long bytes = Sizes.parse(text);
    if (bytes > 0) {
      return new Located<>(bytes, scalar.span());
    }
    Diagnostic error =
        decoding
            .at(scalar.span(), DiagnosticCode.BAD_SIZE, "`" + text + "` is not a size")
            .note(
                "a size is written `512Mi` or `2Gi` (powers of 2), `500M` or `1G` (powers of 10)");
    decoding.add(
        scalar.value() instanceof Json.Int
            ? error.caption("which unit: `" + text + "Mi`, `" + text + "Gi`?")
            : error);
    return null;
  }
}
