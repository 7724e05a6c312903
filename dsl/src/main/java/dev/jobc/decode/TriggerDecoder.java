package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.model.TriggerDoc;
import dev.jobc.model.TriggerDoc.Question;
import dev.jobc.model.WorkflowName;
import dev.jobc.plan.PlanWords;
import dev.jobc.plan.Trigger.Completion;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.TypeExpr;
import dev.jobc.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code triggers}. */
final class TriggerDecoder {
  private static final long SECOND = 1_000;
  private static final Map<String, Completion.State> STATES =
      PlanWords.words(Completion.State.values());

  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;
  private final Maps maps;
  private final RecurrenceDecoder recurrences;
  private final CheckDecoder checks;
  private final TriggerForms forms;
  private final Map<String, Span> paths = new HashMap<>();

  TriggerDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
    this.maps = new Maps(decoding);
    this.recurrences = new RecurrenceDecoder(decoding);
    this.checks = new CheckDecoder(decoding);
    this.forms = new TriggerForms(decoding);
  }

  List<TriggerDoc> triggers(YamlNode.@Nullable Entry entry) {
    List<TriggerDoc> triggers = new ArrayList<>();
    Fields kinds = maps.fields(entry, TriggerKeys.KINDS, "{ manual: {} }");
    if (kinds == null || entry == null) {
      return triggers;
    }
    maps.requireSome(kinds, entry, "a trigger such as `manual: {}`");
    for (YamlNode.Entry kind : kinds.entries()) {
      for (YamlNode item : items(kind)) {
        TriggerDoc trigger = trigger(kind, item);
        if (trigger != null) {
          triggers.add(trigger);
        }
      }
    }
    return triggers;
  }

  /** One trigger, or a list of them; {@code manual:} may say nothing more. */
  private List<YamlNode> items(YamlNode.Entry kind) {
    if (kind.value() instanceof YamlNode.Sequence && !kind.name().equals("manual")) {
      return maps.items(kind, "a trigger");
    }
    return List.of(kind.value());
  }

  private @Nullable TriggerDoc trigger(YamlNode.Entry kind, YamlNode item) {
    boolean listed = item != kind.value();
    Span span = listed ? item.span() : kind.key().span();
    if (kind.name().equals("manual") && Decoding.isNothing(item)) {
      return new TriggerDoc.Manual(List.of(), span);
    }
    KeyTable table = table(kind.name());
    if (table == null) {
      return null;
    }
    if (!(item instanceof YamlNode.Mapping map)) {
      decoding.add(forms.wrong(kind, item));
      return null;
    }
    Fields fields = Fields.of(decoding, map, table);
    return trigger(kind.name(), fields, span, values.with(fields.get("with")));
  }

  private static @Nullable KeyTable table(String kind) {
    return switch (kind) {
      case "manual" -> TriggerKeys.MANUAL;
      case "schedule" -> TriggerKeys.SCHEDULE;
      case "interval" -> TriggerKeys.INTERVAL;
      case "webhook" -> TriggerKeys.WEBHOOK;
      case "event" -> TriggerKeys.EVENT;
      case "workflow" -> TriggerKeys.WORKFLOW;
      case "condition" -> TriggerKeys.CONDITION;
      default -> null;
    };
  }

  private @Nullable TriggerDoc trigger(String kind, Fields fields, Span span, List<ArgDoc> with) {
    return switch (kind) {
      case "schedule" -> schedule(fields, span, with);
      case "interval" -> interval(fields, span, with);
      case "webhook" -> webhook(fields, span, with);
      case "event" -> event(fields, span, with);
      case "workflow" -> workflow(fields, span, with);
      case "condition" -> condition(fields, span, with);
      default -> new TriggerDoc.Manual(with, span);
    };
  }

  private @Nullable TriggerDoc schedule(Fields fields, Span span, List<ArgDoc> with) {
    require(fields, span, "cron", "add `cron: \"15 2 * * *\"`");
    Located<String> cron = recurrences.cron(fields.get("cron"));
    Located<String> timezone = recurrences.timezone(fields.get("timezone"));
    var recurrence = recurrences.recurrence(fields);
    return cron == null ? null : new TriggerDoc.Schedule(cron, timezone, recurrence, with, span);
  }

  private @Nullable TriggerDoc interval(Fields fields, Span span, List<ArgDoc> with) {
    Located<Duration> every = every(fields, span);
    var recurrence = recurrences.recurrence(fields);
    return every == null ? null : new TriggerDoc.Interval(every, recurrence, with, span);
  }

  private @Nullable Located<Duration> every(Fields fields, Span span) {
    require(fields, span, "every", "add `every: 10m`");
    Located<Duration> every = scalars.duration(fields.get("every"), 1);
    if (every != null && every.value().toMillis() < SECOND) {
      decoding.add(
          decoding
              .at(every.span(), DiagnosticCode.BAD_TIME, "`every` is shorter than a second")
              .caption("expected `1s` or more"));
      return null;
    }
    return every;
  }

  private @Nullable TriggerDoc webhook(Fields fields, Span span, List<ArgDoc> with) {
    require(fields, span, "path", "add `path: orders`, the end of its address");
    Located<String> path = path(fields.get("path"));
    Located<String> secret = scalars.name(fields.get("secret"), Names.Kind.VARIABLE);
    TypeExpr body = body(fields.get("body"));
    return path == null || !scalars.isNew(paths, path, "webhook")
        ? null
        : new TriggerDoc.Webhook(path, body, secret, with, span);
  }

  private @Nullable Located<String> path(YamlNode.@Nullable Entry entry) {
    Located<String> path = scalars.text(entry);
    if (path == null) {
      return null;
    }
    for (String part : path.value().split("/", -1)) {
      if (!Names.fits(Names.Kind.QUEUE, part)) {
        decoding.add(
            decoding
                .at(
                    path.span(),
                    DiagnosticCode.BAD_NAME,
                    "`" + path.value() + "` cannot be the path of a webhook")
                .note("it is one or several names with `/` between them, such as `shop/orders`"));
        return null;
      }
    }
    return path;
  }

  private @Nullable TypeExpr body(YamlNode.@Nullable Entry entry) {
    return entry == null
        ? null
        : new TypeDecoder(decoding).type(entry.key().span(), entry.name(), entry.value());
  }

  private @Nullable TriggerDoc event(Fields fields, Span span, List<ArgDoc> with) {
    require(fields, span, "topic", "add `topic: orders`, the queue or topic it listens to");
    Located<String> topic = scalars.name(fields.get("topic"), Names.Kind.QUEUE);
    YamlNode.Entry when = fields.get("when");
    TypeExpr body = body(fields.get("body"));
    var condition = when == null ? null : checks.condition(when);
    return topic == null ? null : new TriggerDoc.Event(topic, body, condition, with, span);
  }

  private @Nullable TriggerDoc workflow(Fields fields, Span span, List<ArgDoc> with) {
    require(fields, span, "name", "add `name: finance/close`, the workflow whose runs it follows");
    Located<WorkflowName> name = name(scalars.text(fields.get("name")));
    List<Located<Completion.State>> states = states(fields.get("states"));
    return name == null ? null : new TriggerDoc.OfWorkflow(name, states, with, span);
  }

  private @Nullable Located<WorkflowName> name(@Nullable Located<String> text) {
    if (text == null) {
      return null;
    }
    int slash = text.value().indexOf('/');
    String namespace = slash < 0 ? null : text.value().substring(0, slash);
    String name = text.value().substring(slash + 1);
    if (Names.fits(Names.Kind.ID, name)
        && (namespace == null || Names.fits(Names.Kind.DOTTED, namespace))) {
      return text.as(new WorkflowName(namespace, name, null));
    }
    decoding.add(
        decoding
            .at(
                text.span(),
                DiagnosticCode.BAD_NAME,
                "`" + text.value() + "` cannot be the name of a workflow")
            .note("it is written `namespace/name`, without a revision"));
    return null;
  }

  private List<Located<Completion.State>> states(YamlNode.@Nullable Entry entry) {
    return entry == null ? List.of() : scalars.choices(entry, STATES);
  }

  private @Nullable TriggerDoc condition(Fields fields, Span span, List<ArgDoc> with) {
    YamlNode.Entry form = checks.form(fields, "the condition");
    Located<Duration> every = every(fields, span);
    if (form == null) {
      return null;
    }
    Question question = question(fields, form);
    return every == null ? null : new TriggerDoc.Condition(question, every, with, span);
  }

  private Question question(Fields fields, YamlNode.Entry form) {
    if (!form.name().equals("that")) {
      return new Question.Program(checks.program(fields, form));
    }
    for (String key : List.of("shell", "args", "stdin", "env")) {
      maps.misplaced(
          fields, key, "`" + key + "` means nothing beside `that`", "it goes with a program");
    }
    return new Question.That(checks.condition(form));
  }

  private void require(Fields fields, Span span, String key, String help) {
    new MissingKeys(decoding, fields, span, "the trigger").key(key, help).report();
  }
}
