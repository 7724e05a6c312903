package dev.jobc.executor.store.postgres;

import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Question;
import dev.jobc.executor.store.SignalValues;
import dev.jobc.executor.store.Work;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Pause;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What steps wait for and signals nobody has taken yet. Everything here is under the run's lock.
 */
final class Questions {
  static final short SIGNAL = 1;
  static final short APPROVAL = 2;
  static final short HELD = 3;

  private static final String ASK =
      """
      insert into jobc.question
        (run_id, scope, step, kind, name, place, prompt, defaults, asked_at, since, attempt, lost,
          timed)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict do nothing\
      """;

  private static final String KEPT =
      "select signal_id, body from jobc.signal where run_id = ? and name = ? order by signal_id";

  private static final String KEEP =
      "insert into jobc.signal (run_id, name, body, at) values (?, ?, ?, ?)";

  private static final String TAKE = "delete from jobc.signal where signal_id = ?";

  private static final String WAITING =
      """
      select run_id, scope, step, since, attempt, lost, timed from jobc.question
      where run_id = ? and kind = ? and name = ? order by asked_at, scope, step\
      """;

  private static final String FORGET =
      "delete from jobc.question where run_id = ? and scope = ? and step = ?";

  private static final String FORGET_RUNS =
      """
      with s as (delete from jobc.signal where run_id = any(?))
      delete from jobc.question where run_id = any(?)\
      """;

  private Questions() {}

  /** A step that waits. */
  record Waiting(StepRef ref, long since, Tries tries, boolean timed) {
    /** Reads scope, step, since, attempt, lost, timed from the second column on. */
    static Waiting read(ResultSet rs) throws SQLException {
      return new Waiting(
          new StepRef(rs.getInt(2), rs.getInt(3)),
          rs.getLong(4),
          new Tries(rs.getInt(5), rs.getInt(6), 0),
          rs.getBoolean(7));
    }
  }

  static short code(OpenQuestion.Kind kind) {
    return switch (kind) {
      case SIGNAL -> SIGNAL;
      case APPROVAL -> APPROVAL;
      case HELD -> HELD;
    };
  }

  static OpenQuestion.Kind kind(short code) {
    return switch (code) {
      case SIGNAL -> OpenQuestion.Kind.SIGNAL;
      case APPROVAL -> OpenQuestion.Kind.APPROVAL;
      case HELD -> OpenQuestion.Kind.HELD;
      default -> throw new IllegalStateException("no kind of question is " + code);
    };
  }

  /**
   * Writes down what a step waits for.
   *
   * @param timed whether the step will also be looked at when its time is over
   */
  static void ask(
      Connection connection, Work work, Tries next, Question question, boolean timed, long now)
      throws SQLException {
    Arguments.update(
        connection,
        ASK,
        work.runId(),
        work.ref().scope(),
        work.ref().step(),
        code(question.kind()),
        question.name(),
        question.place(),
        question.prompt(),
        question.defaults(),
        Arguments.time(now),
        work.since(),
        (short) next.attempt(),
        (short) next.lost(),
        timed);
  }

  /**
   * Takes the oldest kept signal that fits, as the outputs of the step; null when there is none.
   */
  static byte @Nullable [] takeKept(Connection connection, long runId, Pause.WaitFor wait)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEPT)) {
      Arguments.of(statement).all(runId, wait.signal());
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          var outputs = SignalValues.outputs(wait, object(rs.getBytes(2)));
          if (outputs.isPresent()) {
            Arguments.update(connection, TAKE, rs.getLong(1));
            return JsonText.writeBytes(outputs.get());
          }
        }
      }
    }
    return null;
  }

  static void keep(Connection connection, long runId, String name, Json.Obj values, long now)
      throws SQLException {
    Arguments.update(
        connection, KEEP, runId, name, JsonText.writeBytes(values), Arguments.time(now));
  }

  /** The steps of a run that wait for a signal, longest first. */
  static List<Waiting> waiting(Connection connection, long runId, String signal)
      throws SQLException {
    List<Waiting> waiting = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
      Arguments.of(statement).all(runId, SIGNAL, signal);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          waiting.add(Waiting.read(rs));
        }
      }
    }
    return waiting;
  }

  /** The step no longer waits. */
  static void forget(Connection connection, long runId, StepRef ref) throws SQLException {
    Arguments.update(connection, FORGET, runId, ref.scope(), ref.step());
  }

  /** The runs have ended. */
  static void forgetRuns(Connection connection, Collection<Long> runs) throws SQLException {
    if (!runs.isEmpty()) {
      long[] ids = runs.stream().mapToLong(Long::longValue).toArray();
      Arguments.update(connection, FORGET_RUNS, ids, ids);
    }
  }

  static Json.Obj object(byte[] body) {
    return JsonText.parse(body) instanceof Json.Obj object ? object : Json.object().build();
  }
}
