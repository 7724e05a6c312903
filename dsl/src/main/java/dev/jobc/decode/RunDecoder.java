package dev.jobc.decode;

import dev.jobc.model.CheckDoc;
import dev.jobc.model.RunDoc;
import dev.jobc.model.RunDoc.BudgetDoc;
import dev.jobc.model.RunDoc.VarDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a workflow that concern its runs as a whole. */
final class RunDecoder {
  /** The keys that mean something only where there are steps. */
  static final List<String> KEYS =
      List.of(
          "secrets",
          "vars",
          "timeout",
          "retry",
          "concurrency",
          "rateLimit",
          "checks",
          "budget",
          "triggers");

  private static final int MAX_TASKS = 100_000_000;
  private static final int MAX_PARALLEL = 1_000_000;

  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;
  private final Maps maps;

  RunDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
    this.maps = new Maps(decoding);
  }

  RunDoc run(Fields fields) {
    LimitsDecoder limits = new LimitsDecoder(decoding);
    List<CheckDoc> checks = new CheckDecoder(decoding).checks(fields.get("checks"));
    return new RunDoc(
        new MetaDecoder(decoding).owner(fields.get("owner")),
        scalars.names(fields.get("secrets"), Names.Kind.VARIABLE, "the name of a secret"),
        vars(fields.get("vars")),
        timeout(fields.get("timeout")),
        new TriesDecoder(decoding).retry(fields.get("retry")),
        limits.concurrency(fields.get("concurrency")),
        limits.rateLimit(fields.get("rateLimit")),
        checks == null ? List.of() : checks,
        budget(fields.get("budget")),
        new TriggerDecoder(decoding).triggers(fields.get("triggers")),
        keys(fields));
  }

  private static Map<String, Span> keys(Fields fields) {
    Map<String, Span> keys = new LinkedHashMap<>();
    for (String key : KEYS) {
      YamlNode.Entry entry = fields.get(key);
      if (entry != null) {
        keys.put(key, entry.key().span());
      }
    }
    return keys;
  }

  private List<VarDoc> vars(YamlNode.@Nullable Entry entry) {
    List<VarDoc> vars = new ArrayList<>();
    if (entry == null) {
      return vars;
    }
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding.wrongKind(
              entry.key().span(), entry.name(), entry.value(), "a map from name to value"));
      return vars;
    }
    for (YamlNode.Entry written : map.entries()) {
      Located<String> name = scalars.key(written, Names.Kind.FIELD, "the name of a value");
      if (name != null) {
        vars.add(new VarDoc(name, values.value(written.value())));
      }
    }
    return vars;
  }

  /** A run has one limit, from its submission to its end. */
  private @Nullable Located<Duration> timeout(YamlNode.@Nullable Entry entry) {
    if (entry != null && entry.value() instanceof YamlNode.Mapping map) {
      decoding.add(
          decoding
              .wrongKind(entry.key().span(), entry.name(), map, "a duration")
              .note("a run has one limit, from its submission to its end")
              .help("write `timeout: 2h`; the parts belong to tasks and steps"));
      return null;
    }
    return scalars.duration(entry, 1);
  }

  private @Nullable BudgetDoc budget(YamlNode.@Nullable Entry entry) {
    Fields fields = maps.fields(entry, PolicyKeys.Budget.TABLE, "{ maxTasks: 1000 }");
    if (fields == null || entry == null) {
      return null;
    }
    maps.requireSome(fields, entry, "`maxTasks`, `worstCase` or `maxParallel`");
    return new BudgetDoc(
        scalars.integer(fields.get("maxTasks"), 1, MAX_TASKS),
        scalars.duration(fields.get("worstCase"), 1),
        scalars.integer(fields.get("maxParallel"), 1, MAX_PARALLEL),
        entry.span());
  }
}
