package dev.jobc.model;

import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.plan.Trigger.Completion;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.TypeExpr;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What starts runs by itself. */
public sealed interface TriggerDoc {

  /** Values for the inputs of the workflow. */
  List<ArgDoc> with();

  /** The key or item that says it. */
  Span span();

  /** A person, or a call of the API. */
  record Manual(List<ArgDoc> with, Span span) implements TriggerDoc {}

  /**
   * Times of a calendar.
   *
   * @param cron five fields, or six with seconds first; names are resolved
   * @param timezone a name of the tz database; null for UTC
   */
  record Schedule(
      Located<String> cron,
      @Nullable Located<String> timezone,
      RecurrenceDoc recurrence,
      List<ArgDoc> with,
      Span span)
      implements TriggerDoc {}

  /**
   * A fixed distance of time.
   *
   * @param every at least a second
   */
  record Interval(Located<Duration> every, RecurrenceDoc recurrence, List<ArgDoc> with, Span span)
      implements TriggerDoc {}

  /**
   * An HTTP request.
   *
   * @param body null for any JSON
   * @param secret name of the secret that signs requests
   */
  record Webhook(
      Located<String> path,
      @Nullable TypeExpr body,
      @Nullable Located<String> secret,
      List<ArgDoc> with,
      Span span)
      implements TriggerDoc {}

  /**
   * A message.
   *
   * @param body null for any JSON
   * @param when null for every message
   */
  record Event(
      Located<String> topic,
      @Nullable TypeExpr body,
      @Nullable ValueDoc when,
      List<ArgDoc> with,
      Span span)
      implements TriggerDoc {}

  /**
   * The end of a run of another workflow.
   *
   * @param states how it must have ended; none for succeeded
   */
  record OfWorkflow(
      Located<WorkflowName> workflow,
      List<Located<Completion.State>> states,
      List<ArgDoc> with,
      Span span)
      implements TriggerDoc {}

  /**
   * Something that is asked again and again.
   *
   * @param every at least a second
   */
  record Condition(Question question, Located<Duration> every, List<ArgDoc> with, Span span)
      implements TriggerDoc {}

  /** What a condition asks. */
  sealed interface Question {
    /** {@code that:} an expression. */
    record That(ValueDoc that) implements Question {}

    /** {@code run:} or {@code command:}. */
    record Program(CodeDoc code) implements Question {}
  }

  /**
   * How times become runs; a member is null when the author left it to its default.
   *
   * @param start RFC 3339, or a date
   * @param end RFC 3339, or a date
   */
  record RecurrenceDoc(
      @Nullable Located<Recurrence.Catchup> catchup,
      @Nullable Located<Recurrence.Overlap> overlap,
      @Nullable Located<Duration> jitter,
      @Nullable Located<Boolean> dependsOnPast,
      @Nullable Located<Boolean> waitForDownstream,
      @Nullable Located<Integer> maxActiveRuns,
      @Nullable Located<String> start,
      @Nullable Located<String> end,
      @Nullable Located<Recurrence.Semantics> semantics) {}
}
