package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunId;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Settled;
import dev.jobc.executor.store.Work;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the rows that a batch appends: attempts, outputs, logs and events. */
final class History {
  /** In place of a worker: an answer from outside. */
  static final int NOBODY = 0;

  /** A log row is at most this long, so that a reader can take a part of a long log. */
  private static final int LOG_ROW = 256 * 1024;

  private final CopyRows attempts = new CopyRows();
  private final CopyRows outputs = new CopyRows();
  private final CopyRows logs = new CopyRows();
  private final CopyRows events = new CopyRows();
  private final List<LetterRows.New> letters = new ArrayList<>();
  private final ResultRows results = new ResultRows();
  private final List<Settled> settled = new ArrayList<>();

  /** The end of an attempt, with everything it gave. */
  void attempt(Completion completion, int code, int worker) {
    attempt(completion, code, worker, null);
  }

  /**
   * The same.
   *
   * @param letter the task's name when it becomes a dead letter, otherwise null
   */
  void attempt(Completion completion, int code, int worker, @Nullable String letter) {
    Claimed claimed = completion.claimed();
    Work work = claimed.work();
    byte[] error = error(completion.outcome(), code);
    attempts
        .row(12)
        .int8(work.runId())
        .int8(claimed.fence())
        .time(work.readyAt())
        .time(claimed.claimedAt());
    if (completion.startedAt() == 0) {
      attempts.none();
    } else {
      attempts.time(completion.startedAt());
    }
    attempts
        .time(completion.finishedAt())
        .int4(work.ref().scope())
        .int4(work.ref().step())
        .int4(worker)
        .int2(work.tries().attempt())
        .int2(code)
        .bytesOrNull(error);
    byte[] body = Outcome.outputs(completion.outcome());
    if (body != null) {
      output(work, body);
    }
    if (completion.outcome() instanceof Outcome.Shared shared) {
      results.add(work.runId(), shared);
    } else if (completion.outcome() instanceof Outcome.Reused(byte[] given, RunId from)) {
      byte[] detail = JsonText.writeBytes(Json.object().put("run", from.toString()).build());
      event(work, Codes.EVENT_REUSED, worker, completion.finishedAt(), detail);
    }
    if (letter != null && error != null) {
      letters.add(new LetterRows.New(work, letter, completion.finishedAt(), error));
    }
    log(completion, false, completion.written().stdout());
    log(completion, true, completion.written().stderr());
    Settled.Verdict verdict = verdict(code);
    if (verdict != null) {
      settled.add(new Settled(completion, verdict, letter != null && error != null));
    }
  }

  /** Attempts that are over. */
  List<Settled> settled() {
    return settled;
  }

  /** Null when the attempt said something else than how its task went. */
  private static Settled.@Nullable Verdict verdict(int code) {
    return switch (code) {
      case Codes.SUCCEEDED, Codes.CALLED -> Settled.Verdict.SUCCEEDED;
      case Codes.DECLINED -> Settled.Verdict.SKIPPED;
      case Codes.FAILED -> Settled.Verdict.FAILED;
      case Codes.RETRIED -> Settled.Verdict.RETRIED;
      case Codes.LOST, Codes.HELD -> Settled.Verdict.LOST;
      case Codes.ABANDONED -> Settled.Verdict.ABANDONED;
      case Codes.CANCELLED -> Settled.Verdict.CANCELLED;
      default -> null;
    };
  }

  private static byte @Nullable [] error(Outcome outcome, int code) {
    if (outcome instanceof Outcome.Failed(TaskError error)) {
      return JsonText.writeBytes(error.toJson());
    }
    if (outcome instanceof Outcome.Late late) {
      return JsonText.writeBytes(late.error().toJson());
    }
    if (code == Codes.LOST || code == Codes.HELD || code == Codes.ABANDONED) {
      TaskError lost = new TaskError(TaskError.WORKER_LOST, "the worker that ran it died");
      return JsonText.writeBytes(lost.toJson());
    }
    return null;
  }

  private void output(Work work, byte[] body) {
    outputs
        .row(4)
        .int8(work.runId())
        .int4(work.ref().scope())
        .int4(work.ref().step())
        .bytes(body, 0, body.length);
  }

  private void log(Completion completion, boolean stderr, byte[] bytes) {
    Work work = completion.claimed().work();
    for (int start = 0; start < bytes.length; start += LOG_ROW) {
      logs.row(8)
          .int8(work.runId())
          .time(completion.finishedAt())
          .int8(start)
          .int4(work.ref().scope())
          .int4(work.ref().step())
          .int2(work.tries().attempt())
          .bool(stderr)
          .bytes(bytes, start, Math.min(LOG_ROW, bytes.length - start));
    }
  }

  /** A rare transition of a step. */
  void event(Work work, int kind, int worker, long at, byte @Nullable [] detail) {
    events
        .row(8)
        .int8(work.runId())
        .time(at)
        .int4(work.ref().scope())
        .int4(work.ref().step())
        .int4(worker)
        .int2(work.tries().attempt())
        .int2(kind)
        .bytesOrNull(detail);
  }

  /** A rare transition of a run as a whole. */
  void runEvent(long runId, int kind, long at, byte @Nullable [] detail) {
    events
        .row(8)
        .int8(runId)
        .time(at)
        .int4(0)
        .int4(-1)
        .int4(0)
        .int2(0)
        .int2(kind)
        .bytesOrNull(detail);
  }

  /** A result that came after others had been given the step, or after the step had ended. */
  void refused(Completion completion, int worker) {
    byte[] detail =
        switch (completion.outcome()) {
          case Outcome.Succeeded s -> s.outputs();
          case Outcome.Failed f -> JsonText.writeBytes(f.error().toJson());
          case Outcome.Declined d -> null;
          case Outcome.Unmet u -> null;
          case Outcome.Returned r -> null;
          case Outcome.Entered e -> null;
          case Outcome.Opened o -> null;
          case Outcome.Spawned s -> null;
          case Outcome.Called c -> c.outputs();
          case Outcome.Shared s -> s.outputs();
          case Outcome.Reused r -> r.outputs();
          case Outcome.Late l -> null;
          case Outcome.GivenBack g -> null;
          case Outcome.Cancelled c -> null;
          case Outcome.Paused p -> null;
          case Outcome.Routed r -> null;
          case Outcome.Held h -> null;
          case Outcome.Lost l -> null;
        };
    event(
        completion.claimed().work(),
        Codes.EVENT_LATE_RESULT_REFUSED,
        worker,
        completion.finishedAt(),
        detail);
  }

  void write(Connection connection) throws SQLException {
    attempts.send(connection, Sql.COPY_ATTEMPTS);
    outputs.send(connection, Sql.COPY_OUTPUTS);
    logs.send(connection, Sql.COPY_LOGS);
    events.send(connection, Sql.COPY_EVENTS);
    LetterRows.keep(connection, letters);
    results.keep(connection);
  }
}
