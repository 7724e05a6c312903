package dev.jobc.executor.telemetry.otel;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Settled.Verdict;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.telemetry.AttemptSpan;
import dev.jobc.executor.telemetry.SpanIds;
import dev.jobc.executor.telemetry.Telemetry;
import dev.jobc.plan.Plan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Spans of submissions, runs and attempts. They are made when all is over, with the times that the
 * database has: what becomes of a process in between changes nothing.
 */
final class Spans {
  private static final String PIPELINE = "cicd.pipeline.name";
  private static final String RUN_ID = "cicd.pipeline.run.id";

  private final Tracer tracer;
  private final Sampler sampler;
  private final FixedIds ids;
  private final BooleanSupplier spent;

  /** The submission of a run that nobody traces. */
  private static final Telemetry.Submit UNTRACED =
      new Telemetry.Submit() {
        @Override
        public Optional<TraceContext> context() {
          return Optional.empty();
        }

        @Override
        public void created(RunId run) {}

        @Override
        public void failed() {}
      };

  /**
   * @param spent whether a trace that began now would not be taken; asked before anything is made,
   *     because most submissions of a busy engine are not traced
   */
  Spans(Tracer tracer, Sampler sampler, FixedIds ids, BooleanSupplier spent) {
    this.tracer = tracer;
    this.sampler = sampler;
    this.ids = ids;
    this.spent = spent;
  }

  private static String name(Plan plan) {
    return plan.namespace() + "/" + plan.name();
  }

  /** Begins at once; see {@link Telemetry#submitting}. */
  Telemetry.Submit submitting(Plan plan, @Nullable TraceContext caller) {
    boolean goesOn = caller != null || Span.current().getSpanContext().isValid();
    if (!goesOn && spent.getAsBoolean()) {
      return UNTRACED;
    }
    Span span =
        tracer
            .spanBuilder("submit " + name(plan))
            .setParent(caller == null ? Context.current() : context(caller))
            .setSpanKind(SpanKind.PRODUCER)
            .startSpan();
    SpanContext made = span.getSpanContext();
    Optional<TraceContext> kept =
        span.isRecording()
            ? Optional.of(
                new TraceContext(made.getTraceId(), made.getSpanId(), true, state(caller)))
            : goesOn ? Optional.of(unrecorded(caller)) : Optional.empty();
    if (span.isRecording()) {
      span.setAttribute(PIPELINE, name(plan));
      span.setAttribute("messaging.system", "jobc");
      span.setAttribute("messaging.operation.type", "send");
    }
    return new Submitted(span, kept);
  }

  private static String state(@Nullable TraceContext caller) {
    return caller == null ? "" : caller.state();
  }

  /** A trace that others have begun goes on, even if nothing is recorded here. */
  private static TraceContext unrecorded(@Nullable TraceContext caller) {
    SpanContext current = Span.current().getSpanContext();
    return caller != null
        ? caller
        : new TraceContext(current.getTraceId(), current.getSpanId(), current.isSampled(), "");
  }

  private record Submitted(Span span, Optional<TraceContext> context) implements Telemetry.Submit {
    @Override
    public void created(RunId run) {
      span.setAttribute(RUN_ID, run.toString());
      span.end();
    }

    @Override
    public void failed() {
      span.setStatus(StatusCode.ERROR);
      span.end();
    }
  }

  /** Asks the sampler as a span would; see {@link Telemetry#begin}. */
  Optional<TraceContext> begin(Plan plan) {
    String trace = ids.generateTraceId();
    SamplingDecision decision =
        sampler
            .shouldSample(
                Context.root(),
                trace,
                "run " + name(plan),
                SpanKind.SERVER,
                Attributes.empty(),
                List.of())
            .getDecision();
    return decision == SamplingDecision.RECORD_AND_SAMPLE
        ? Optional.of(new TraceContext(trace, TraceContext.NO_SPAN, true, ""))
        : Optional.empty();
  }

  void ended(RunSummary run, TraceContext trace) {
    String name = run.namespace() + "/" + run.workflow();
    boolean first = trace.spanId().equals(TraceContext.NO_SPAN);
    SpanBuilder builder =
        tracer
            .spanBuilder("run " + name)
            .setParent(first ? Context.root() : context(trace))
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(run.createdAt())
            .setAttribute(PIPELINE, name)
            .setAttribute(RUN_ID, run.id().toString())
            .setAttribute("cicd.pipeline.result", result(run.state()));
    Span span = ids.start(builder, trace.traceId(), SpanIds.run(run.id().value()));
    if (run.state() == RunState.FAILED) {
      span.setStatus(StatusCode.ERROR);
    }
    Instant end = run.finishedAt();
    if (end == null) {
      span.end();
    } else {
      span.end(end);
    }
  }

  private static String result(RunState state) {
    return switch (state) {
      case SUCCEEDED -> "success";
      case FAILED -> "failure";
      case CANCELLED -> "cancellation";
      case RUNNING -> "error";
    };
  }

  void ended(AttemptSpan attempt) {
    Completion completion = attempt.settled().completion();
    Work work = completion.claimed().work();
    long claimed = completion.claimed().claimedAt();
    long started = completion.startedAt() == 0 ? claimed : completion.startedAt();
    SpanBuilder builder = describe(attempt, work, Math.min(started, completion.finishedAt()));
    int number = work.tries().attempt();
    if (number > 1) {
      String before = SpanIds.attempt(work.runId(), work.ref(), number - 1);
      builder.addLink(spanContext(attempt.parent().at(before)));
    }
    String id = SpanIds.attempt(work.runId(), work.ref(), number);
    Span span = ids.start(builder, attempt.parent().traceId(), id);
    String error = attempt.error();
    if (error != null) {
      span.setAttribute("error.type", error);
      span.setStatus(StatusCode.ERROR, error);
    }
    span.end(completion.finishedAt(), TimeUnit.MICROSECONDS);
    if (attempt.phases()) {
      phase(attempt, id, "queued", work.readyAt(), claimed);
      phase(attempt, id, "prepared", claimed, started);
    }
  }

  private SpanBuilder describe(AttemptSpan attempt, Work work, long started) {
    return tracer
        .spanBuilder("process " + attempt.step())
        .setParent(context(attempt.parent()))
        .setSpanKind(SpanKind.CONSUMER)
        .setStartTimestamp(started, TimeUnit.MICROSECONDS)
        .setAttribute(PIPELINE, attempt.labels().workflow())
        .setAttribute(RUN_ID, attempt.run().toString())
        .setAttribute("cicd.pipeline.task.name", attempt.labels().task())
        .setAttribute("cicd.pipeline.task.run.result", result(attempt.settled().verdict()))
        .setAttribute("messaging.system", "jobc")
        .setAttribute("messaging.operation.type", "process")
        .setAttribute("messaging.destination.name", attempt.labels().queue())
        .setAttribute("jobc.workflow.version", attempt.labels().version())
        .setAttribute("jobc.step", attempt.instance())
        .setAttribute("jobc.attempt", work.tries().attempt())
        .setAttribute("jobc.status", TaskCounts.status(attempt.settled().verdict()))
        .setAttribute("jobc.role", attempt.labels().role())
        .setAttribute("jobc.worker", attempt.worker())
        .setAttribute("jobc.source", attempt.source());
  }

  private static String result(Verdict verdict) {
    return switch (verdict) {
      case SUCCEEDED -> "success";
      case SKIPPED -> "skip";
      case FAILED, RETRIED -> "failure";
      case LOST, ABANDONED -> "error";
      case CANCELLED -> "cancellation";
    };
  }

  /** A wait on the way of an attempt to its start. */
  private void phase(AttemptSpan attempt, String of, String name, long from, long to) {
    tracer
        .spanBuilder(name)
        .setParent(context(attempt.parent().at(of)))
        .setSpanKind(SpanKind.INTERNAL)
        .setStartTimestamp(Math.min(from, to), TimeUnit.MICROSECONDS)
        .setAttribute("jobc.step", attempt.instance())
        .startSpan()
        .end(to, TimeUnit.MICROSECONDS);
  }

  private static Context context(TraceContext place) {
    return Context.root().with(Span.wrap(spanContext(place)));
  }

  private static SpanContext spanContext(TraceContext place) {
    return SpanContext.createFromRemoteParent(
        place.traceId(),
        place.spanId(),
        place.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        States.of(place.state()));
  }
}
