package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.BAD_TIME;

import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.types.expr.Foregone;
import dev.jobc.compiler.types.expr.Globals;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.Starts;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.model.TriggerDoc;
import dev.jobc.model.TriggerDoc.Question;
import dev.jobc.model.TriggerDoc.RecurrenceDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.model.WorkflowName;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Completion;
import dev.jobc.plan.Trigger.Probe;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.source.Located;
import dev.jobc.syntax.TypeExpr;
import dev.jobc.type.TimeText;
import dev.jobc.type.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types triggers: what each tells its runs, and the inputs it gives them. */
final class TriggerTyper {
  private static final Foregone.Effects WHEN =
      new Foregone.Effects(
          "always true",
          "always false, so no message starts a run",
          "leave the line out, or compare with `trigger.body`");

  private static final Foregone.Effects THAT =
      new Foregone.Effects(
          "always true, so every look starts a run",
          "always false, so it never starts a run",
          "ask for something that changes, with `run` or `command`");

  private static final Type TEXTS = new Type.MapOf(Type.Simple.STRING);

  private final UnitTyper own;
  private final Unit unit;
  private final List<TriggerDoc> docs;
  private final List<Starts> starts;

  TriggerTyper(UnitTyper own, Unit unit) {
    this.own = own;
    this.unit = unit;
    this.docs = unit.doc().run().triggers();
    this.starts = docs.stream().map(this::starts).toList();
  }

  /** What is known of the start of any run. */
  Starts any() {
    return Starts.any(starts.isEmpty() ? List.of(Starts.of("manual", Map.of())) : starts);
  }

  private Starts starts(TriggerDoc doc) {
    return switch (doc) {
      case TriggerDoc.Manual manual -> Starts.of("manual", Map.of());
      case TriggerDoc.Schedule schedule ->
          Starts.of("schedule", Map.of("scheduledAt", Type.Simple.TIMESTAMP));
      case TriggerDoc.Interval interval ->
          Starts.of("interval", Map.of("scheduledAt", Type.Simple.TIMESTAMP));
      case TriggerDoc.Webhook hook ->
          Starts.of("webhook", Map.of("body", body(hook.body()), "headers", TEXTS));
      case TriggerDoc.Event event ->
          Starts.of("event", Map.of("body", body(event.body()), "topic", Type.Simple.STRING));
      case TriggerDoc.OfWorkflow completion ->
          Starts.of(
              "workflow",
              Map.of(
                  "workflow",
                  Type.Simple.STRING,
                  "runId",
                  Type.Simple.STRING,
                  "state",
                  new Type.EnumOf("", List.of("succeeded", "failed", "cancelled")),
                  "outputs",
                  Type.Simple.JSON));
      case TriggerDoc.Condition condition -> Starts.of("condition", Map.of());
    };
  }

  /** What a trigger may have put into an input. */
  Taint flowsInto(String input) {
    Taint taint = Taint.NONE;
    for (int i = 0; i < docs.size(); i++) {
      ValueChecker checker = own.quiet(Scope.trigger().with(starts.get(i)));
      for (ArgDoc arg : docs.get(i).with()) {
        if (arg.name().value().equals(input)) {
          taint = taint.and(checker.infer(arg.value()).taint());
        }
      }
    }
    return taint;
  }

  private Type body(@Nullable TypeExpr type) {
    return type == null ? Type.Simple.JSON : own.types().resolve(type);
  }

  /**
   * The triggers with the inputs they give.
   *
   * @param params the inputs of the workflow
   * @param globals the secrets it lists
   */
  List<TypedTrigger> type(List<Param> params, Globals globals) {
    List<TypedTrigger> typed = new ArrayList<>();
    for (int i = 0; i < docs.size(); i++) {
      typed.add(trigger(docs.get(i), starts.get(i), params, globals, i + 1));
    }
    return typed;
  }

  private TypedTrigger trigger(
      TriggerDoc doc, Starts start, List<Param> params, Globals globals, int number) {
    ValueChecker checker = own.checker(Scope.trigger().with(start));
    Map<String, PlanExpr> inputs = inputs(doc, params, checker);
    String source = unit.source(doc.span());
    return switch (doc) {
      case TriggerDoc.Manual manual -> plain(new Trigger.Manual(inputs, source));
      case TriggerDoc.Schedule schedule -> plain(schedule(schedule, inputs, source));
      case TriggerDoc.Interval interval ->
          plain(
              new Trigger.Interval(
                  interval.every().value().toMillis(),
                  recurrence(interval.recurrence(), null),
                  inputs,
                  source));
      case TriggerDoc.Webhook hook -> plain(webhook(hook, inputs, globals, source));
      case TriggerDoc.Event event -> {
        Type body = body(event.body());
        PlanExpr when =
            event.when() == null ? null : condition(checker, event.when(), "`when`", WHEN);
        yield plain(new Trigger.Event(event.topic().value(), body, when, inputs, source));
      }
      case TriggerDoc.OfWorkflow of -> plain(completion(of, inputs, source));
      case TriggerDoc.Condition condition -> condition(condition, inputs, source, number);
    };
  }

  private PlanExpr condition(
      ValueChecker checker, ValueDoc doc, String what, Foregone.Effects effects) {
    Typed condition = checker.check(doc, Type.Simple.BOOL, what);
    Foregone.warn(own.problems(), checker.exprs().scope(), doc, condition, effects);
    return condition.expr();
  }

  private static TypedTrigger plain(Trigger trigger) {
    return new TypedTrigger(trigger, null);
  }

  /** A person is asked for what is missing; nobody else can be. */
  private Map<String, PlanExpr> inputs(TriggerDoc doc, List<Param> params, ValueChecker checker) {
    List<Param> wanted =
        doc instanceof TriggerDoc.Manual
            ? params.stream().map(TriggerTyper::open).toList()
            : params;
    return Typed.exprs(
        new Arguments("the workflow", wanted, unit, unit.doc().inputs())
            .check(doc.span(), doc.with(), checker, own.problems()));
  }

  private static Param open(Param param) {
    PlanExpr any = new PlanExpr.Const(Json.NULL);
    return new Param(param.name(), param.type(), any, param.constraints());
  }

  private Trigger schedule(TriggerDoc.Schedule doc, Map<String, PlanExpr> inputs, String source) {
    String zone = doc.timezone() == null ? "UTC" : doc.timezone().value();
    return new Trigger.Schedule(
        doc.cron().value(), zone, recurrence(doc.recurrence(), doc.timezone()), inputs, source);
  }

  private Trigger webhook(
      TriggerDoc.Webhook doc, Map<String, PlanExpr> inputs, Globals globals, String source) {
    Located<String> secret = doc.secret();
    if (secret != null) {
      globals.secret(secret, own.problems());
    }
    return new Trigger.Webhook(
        doc.path().value(),
        body(doc.body()),
        secret == null ? null : secret.value(),
        inputs,
        source);
  }

  private Trigger completion(
      TriggerDoc.OfWorkflow doc, Map<String, PlanExpr> inputs, String source) {
    WorkflowName name = doc.workflow().value();
    String namespace = name.namespace() == null ? unit.namespace() : name.namespace();
    List<Completion.State> states = doc.states().stream().map(Located::value).toList();
    return new Completion(
        namespace + "/" + name.name(),
        states.isEmpty() ? List.of(Completion.State.SUCCEEDED) : states,
        inputs,
        source);
  }

  private TypedTrigger condition(
      TriggerDoc.Condition doc, Map<String, PlanExpr> inputs, String source, int number) {
    ValueChecker checker = own.checker(Scope.trigger());
    long every = doc.every().value().toMillis();
    return switch (doc.question()) {
      case Question.That(var that) ->
          plain(
              new Trigger.Condition(
                  new Probe.Holds(condition(checker, that, "`that`", THAT)),
                  every,
                  inputs,
                  source));
      case Question.Program(var code) -> {
        PolicyTyper programs = new PolicyTyper(own, checker, "Trigger", false);
        TypedTask task = programs.program(code, "condition" + number, doc.span());
        yield new TypedTrigger(
            new Trigger.Condition(new Probe.Program(0), every, inputs, source), task);
      }
    };
  }

  private Recurrence recurrence(RecurrenceDoc doc, @Nullable Located<String> timezone) {
    ZoneId zone = ZoneId.of(timezone == null ? "UTC" : timezone.value());
    Instant start = instant(doc.start(), zone);
    Instant end = instant(doc.end(), zone);
    if (start != null && end != null && doc.end() != null && !start.isBefore(end)) {
      own.problems()
          .report(BAD_TIME, doc.end().span(), "`end` is not after `start`: it never fires");
    }
    Recurrence plain = Recurrence.PLAIN;
    return new Recurrence(
        or(doc.catchup(), plain.catchup()),
        or(doc.overlap(), plain.overlap()),
        doc.jitter() == null ? 0 : doc.jitter().value().toMillis(),
        or(doc.dependsOnPast(), false),
        or(doc.waitForDownstream(), false),
        or(doc.maxActiveRuns(), 0),
        start == null ? null : start.toString(),
        end == null ? null : end.toString(),
        or(doc.semantics(), plain.semantics()));
  }

  private static <T> T or(@Nullable Located<T> written, T otherwise) {
    return written == null ? otherwise : written.value();
  }

  /** A date is its first moment in the trigger's time zone. */
  private static @Nullable Instant instant(@Nullable Located<String> text, ZoneId zone) {
    if (text == null) {
      return null;
    }
    LocalDate day = TimeText.date(text.value());
    return day == null ? TimeText.timestamp(text.value()) : day.atStartOfDay(zone).toInstant();
  }
}
