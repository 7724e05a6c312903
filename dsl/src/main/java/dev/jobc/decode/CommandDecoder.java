package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.CodeDoc.CaptureDoc;
import dev.jobc.model.CodeDoc.EnvDoc;
import dev.jobc.model.CodeDoc.ExitCodeDoc;
import dev.jobc.model.TemplateDoc;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.TaskSpec.Capture;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What goes into and comes out of a process: args, stdin, env, capture, exit codes. */
final class CommandDecoder {
  private static final String RESERVED_PREFIX = "JOBC_";
  private static final int MAX_EXIT_CODE = 255;
  private static final Map<String, Capture.Mode> MODES =
      new TreeMap<>(
          Map.of(
              "text", Capture.Mode.TEXT,
              "json", Capture.Mode.JSON,
              "lines", Capture.Mode.LINES,
              "lastLine", Capture.Mode.LAST_LINE));

  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;

  CommandDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
  }

  List<TemplateDoc> args(YamlNode.@Nullable Entry entry) {
    List<TemplateDoc> args = new ArrayList<>();
    if (entry == null) {
      return args;
    }
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      decoding.add(
          decoding
              .wrongKind(entry.key().span(), entry.name(), entry.value(), "a list of texts")
              .help("write one entry an argument: `args: [--from, \"${{ inputs.day }}\"]`"));
      return args;
    }
    for (YamlNode item : list.items()) {
      TemplateDoc arg = values.template(item.span(), "args", item);
      if (arg != null) {
        args.add(arg);
      }
    }
    return args;
  }

  @Nullable TemplateDoc stdin(YamlNode.@Nullable Entry entry) {
    return entry == null ? null : values.template(entry.key().span(), entry.name(), entry.value());
  }

  List<EnvDoc> env(YamlNode.@Nullable Entry entry) {
    List<EnvDoc> env = new ArrayList<>();
    for (YamlNode.Entry variable : entries(entry, "a map from variable to text")) {
      Located<String> name =
          scalars.key(variable, Names.Kind.VARIABLE, "the name of an environment variable");
      TemplateDoc value = values.template(variable.key().span(), variable.name(), variable.value());
      if (name != null && !reserved(name) && value != null) {
        env.add(new EnvDoc(name, value));
      }
    }
    return env;
  }

  private boolean reserved(Located<String> name) {
    if (!name.value().startsWith(RESERVED_PREFIX)) {
      return false;
    }
    decoding.add(
        decoding
            .at(
                name.span(),
                DiagnosticCode.BAD_NAME,
                "`" + name.value() + "` cannot be set: `JOBC_` variables belong to jobc")
            .help("choose a name without `JOBC_`"));
    return true;
  }

  @Nullable CaptureDoc capture(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding.wrongKind(
              entry.key().span(),
              entry.name(),
              entry.value(),
              "a map such as `{ stdout: text, as: name }`"));
      return null;
    }
    Fields fields = Fields.of(decoding, map, CodeKeys.Capture.TABLE);
    new MissingKeys(decoding, fields, entry.key().span(), "`capture`")
        .key("stdout", "add `stdout: text`, `json`, `lines` or `lastLine`")
        .key("as", "add `as: name`, the output that it becomes")
        .report();
    Located<Capture.Mode> mode = scalars.choice(fields.get("stdout"), MODES);
    Located<String> as = scalars.name(fields.get("as"), Names.Kind.FIELD);
    return mode == null || as == null ? null : new CaptureDoc(mode, as);
  }

  List<ExitCodeDoc> exitCodes(YamlNode.@Nullable Entry entry) {
    List<ExitCodeDoc> codes = new ArrayList<>();
    for (YamlNode.Entry code : entries(entry, "a map such as `{ 75: TempFail }`")) {
      Located<Integer> number = exitCode(code);
      Located<String> text = scalars.text(code);
      Located<String> meaning =
          text == null || text.value().equals(TaskSpec.SKIP)
              ? text
              : scalars.name(text, Names.Kind.TYPE, "the name of an error");
      if (number != null && meaning != null) {
        codes.add(new ExitCodeDoc(number, meaning));
      }
    }
    return codes;
  }

  private @Nullable Located<Integer> exitCode(YamlNode.Entry entry) {
    String text = entry.name();
    boolean number =
        !text.isEmpty()
            && text.length() <= 3
            && text.charAt(0) != '0'
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int code = number ? Integer.parseInt(text) : 0;
    if (code >= 1 && code <= MAX_EXIT_CODE) {
      return new Located<>(code, entry.key().span());
    }
    decoding.add(
        decoding
            .at(
                entry.key().span(),
                DiagnosticCode.OUT_OF_RANGE,
                "`" + text + "` is no exit code that can have a meaning")
            .caption("expected 1 to " + MAX_EXIT_CODE));
    return null;
  }

  private List<YamlNode.Entry> entries(YamlNode.@Nullable Entry entry, String expected) {
    if (entry == null) {
      return List.of();
    }
    if (entry.value() instanceof YamlNode.Mapping map) {
      return map.entries();
    }
    decoding.add(decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), expected));
    return List.of();
  }
}
