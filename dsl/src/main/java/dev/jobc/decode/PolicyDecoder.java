package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.PolicyDoc.CacheDoc;
import dev.jobc.model.PolicyDoc.QueueDoc;
import dev.jobc.model.TemplateDoc;
import dev.jobc.plan.PlanWords;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskPolicy.QueueChoice;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a task is tried, limited, placed and looked after. */
final class PolicyDecoder {
  static final int MAX_PRIORITY = 9;

  private static final Map<String, QueueChoice.By> BY = PlanWords.words(QueueChoice.By.values());
  private static final Map<String, TaskPolicy.DeadLetter> DEAD_LETTERS =
      PlanWords.words(TaskPolicy.DeadLetter.values());
  private static final Map<String, TaskPolicy.OnShutdown> ON_SHUTDOWN =
      PlanWords.words(TaskPolicy.OnShutdown.values());
  private static final Map<String, TaskPolicy.OnLost> ON_LOST =
      PlanWords.words(TaskPolicy.OnLost.values());
  private static final Map<String, TaskPolicy.Trace> TRACES =
      PlanWords.words(TaskPolicy.Trace.values());
  private static final Map<String, TaskPolicy.Cache.Scope> SCOPES =
      PlanWords.words(TaskPolicy.Cache.Scope.values());

  private final Decoding decoding;
  private final Scalars scalars;
  private final Maps maps;
  private final TriesDecoder tries;
  private final LimitsDecoder limits;
  private final IsolationDecoder isolations;
  private final CheckDecoder checks;
  private final MetaDecoder meta;

  PolicyDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.maps = new Maps(decoding);
    this.tries = new TriesDecoder(decoding);
    this.limits = new LimitsDecoder(decoding);
    this.isolations = new IsolationDecoder(decoding);
    this.checks = new CheckDecoder(decoding);
    this.meta = new MetaDecoder(decoding);
  }

  PolicyDoc policy(Fields fields) {
    if (fields.entries().stream().noneMatch(entry -> PolicyKeys.ALL.contains(entry.name()))) {
      return PolicyDoc.NONE;
    }
    return new PolicyDoc(
        tries.retry(fields.get("retry")),
        tries.timeout(fields.get("timeout")),
        queue(fields.get("queue")),
        scalars.integer(fields.get("priority"), 0, MAX_PRIORITY),
        runsOn(fields.get("runsOn")),
        limits.concurrency(fields.get("concurrency")),
        limits.pool(fields.get("pool")),
        limits.rateLimit(fields.get("rateLimit")),
        isolations.isolation(fields),
        checks.checks(fields.get("checks")),
        scalars.choice(fields.get("deadLetter"), DEAD_LETTERS),
        scalars.choice(fields.get("onShutdown"), ON_SHUTDOWN),
        scalars.choice(fields.get("onLost"), ON_LOST),
        scalars.choice(fields.get("trace"), TRACES),
        cache(fields.get("cache")),
        limits.template(fields.get("idempotencyKey")),
        meta.labels(fields.get("labels")),
        meta.owner(fields.get("owner")));
  }

  /** What a workflow sets for all its tasks; its other keys concern its runs. */
  PolicyDoc defaults(Fields fields) {
    return new PolicyDoc(
        null,
        null,
        queue(fields.get("queue")),
        scalars.integer(fields.get("priority"), 0, MAX_PRIORITY),
        runsOn(fields.get("runsOn")),
        null,
        null,
        null,
        isolations.isolation(fields),
        null,
        scalars.choice(fields.get("deadLetter"), DEAD_LETTERS),
        scalars.choice(fields.get("onShutdown"), ON_SHUTDOWN),
        scalars.choice(fields.get("onLost"), ON_LOST),
        scalars.choice(fields.get("trace"), TRACES),
        null,
        null,
        null,
        null);
  }

  private @Nullable List<Located<String>> runsOn(YamlNode.@Nullable Entry entry) {
    return entry == null ? null : scalars.names(entry, Names.Kind.QUEUE, "a label of a worker");
  }

  private @Nullable QueueDoc queue(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    if (entry.value() instanceof YamlNode.Mapping map) {
      return choice(entry, Fields.of(decoding, map, PolicyKeys.Queue.TABLE));
    }
    Located<String> name = scalars.name(entry, Names.Kind.QUEUE);
    return name == null ? null : new QueueDoc(List.of(name), null, null, entry.span());
  }

  private @Nullable QueueDoc choice(YamlNode.Entry entry, Fields fields) {
    maps.missing(fields, "`queue`")
        .key("of", "add `of: [a, b]`, the queues to choose from")
        .key("by", "add `by: roundRobin`, `random` or `hash`")
        .report();
    List<Located<String>> of = scalars.names(fields.get("of"), Names.Kind.QUEUE, "a queue");
    Located<QueueChoice.By> by = scalars.choice(fields.get("by"), BY);
    TemplateDoc key = limits.template(fields.get("key"));
    YamlNode.Entry list = fields.get("of");
    if (list != null && list.value() instanceof YamlNode.Sequence s && s.items().size() < 2) {
      decoding.add(
          decoding
              .at(list.value().span(), DiagnosticCode.EMPTY_VALUE, "`of` leaves no choice")
              .caption("expected at least two queues"));
      return null;
    }
    if (by == null || of.size() < 2) {
      return null;
    }
    if (by.value() == QueueChoice.By.HASH) {
      maps.require(fields, "`queue`", "key", "add `key:`; equal keys go to the same queue");
    } else {
      maps.misplaced(fields, "key", "`key` means nothing without `by: hash`", "leave it out");
    }
    return new QueueDoc(of, by, key, entry.span());
  }

  private @Nullable CacheDoc cache(YamlNode.@Nullable Entry entry) {
    Fields fields = maps.fields(entry, PolicyKeys.Cache.TABLE, "{ ttl: 1h }");
    if (fields == null || entry == null) {
      return null;
    }
    maps.require(fields, "`cache`", "ttl", "add `ttl: 1h`, how long a result may be reused");
    Located<Duration> ttl = scalars.duration(fields.get("ttl"), 1);
    TemplateDoc key = limits.template(fields.get("key"));
    Located<TaskPolicy.Cache.Scope> scope = scalars.choice(fields.get("scope"), SCOPES);
    return ttl == null ? null : new CacheDoc(ttl, key, scope, entry.span());
  }
}
