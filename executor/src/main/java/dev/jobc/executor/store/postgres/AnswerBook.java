package dev.jobc.executor.store.postgres;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Answers;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.SignalValues;
import dev.jobc.executor.store.Work;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers in PostgreSQL: the row of the run is locked first, then the step is ended by the same
 * rules as if a worker had done it.
 */
final class AnswerBook implements Answers {
  private static final String OPEN =
      """
      select q.run_id, q.scope, q.step, q.kind, q.name, q.place, q.prompt, q.defaults, q.asked_at,
        r.plan_id, coalesce(s.graph, 0)
      from jobc.question q
      join jobc.run r on r.run_id = q.run_id and r.status = 0
      left join jobc.scope s on s.run_id = q.run_id and s.scope = q.scope
      left join jobc.segment g
        on g.run_id = q.run_id and g.scope = q.scope and g.segment = q.step / 64
      where (?::bigint is null or q.run_id = ?::bigint)
        and case when q.scope = 0 and q.step < 64 then r.done else coalesce(g.done, 0) end
          >> (q.step % 64) & 1 = 0
      order by q.asked_at, q.run_id, q.scope, q.step\
      """;

  private static final String WAITS =
      """
      select run_id, scope, step, since, attempt, lost, timed from jobc.question
      where run_id = ? and scope = ? and step = ?\
      """;

  private static final String GRAPH = "select graph from jobc.scope where run_id = ? and scope = ?";
  private static final String FENCE = "select nextval('jobc.lease_id')";

  private static final Given UNTAKEN = new Given(false, List.of(), Set.of());

  private final Database database;
  private final PlanTable plans;
  private final InstantSource clock;

  AnswerBook(Database database, PlanTable plans, InstantSource clock) {
    this.database = database;
    this.plans = plans;
    this.clock = clock;
  }

  @Override
  public List<Asked> open(Optional<RunId> run) {
    @Nullable Long id = run.map(RunId::value).orElse(null);
    return database.pooled(
        connection -> {
          List<Asked> open = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
            statement.setObject(1, id, java.sql.Types.BIGINT);
            statement.setObject(2, id, java.sql.Types.BIGINT);
            try (ResultSet rs = statement.executeQuery()) {
              while (rs.next()) {
                open.add(asked(rs));
              }
            }
          }
          return open;
        });
  }

  private Asked asked(ResultSet rs) throws SQLException {
    StepRef ref = new StepRef(rs.getInt(2), rs.getInt(3));
    PlanShape plan = plans.shape(rs.getInt(10));
    Node node = plan.node(rs.getInt(11), ref.step());
    OpenQuestion question =
        new OpenQuestion(
            new RunId(rs.getLong(1)),
            plan.plan().name(),
            rs.getString(6),
            Questions.kind(rs.getShort(4)),
            rs.getString(5),
            rs.getString(7),
            node instanceof Pause.Approval approval ? approval.form() : List.of(),
            rs.getTimestamp(9).toInstant());
    return new Asked(question, ref, rs.getBytes(8));
  }

  @Override
  public Given signal(RunId run, String name, Json.Obj values) {
    return database.transaction(
        connection -> {
          RunRow row = lock(connection, run);
          checkFits(plans.shape(row.planId()).plan(), name, values);
          long now = Micros.now(clock);
          for (Questions.Waiting waiting : Questions.waiting(connection, run.value(), name)) {
            if (node(connection, row, waiting.ref()) instanceof Pause.WaitFor wait) {
              Optional<Json.Obj> outputs = SignalValues.outputs(wait, values);
              if (outputs.isPresent()) {
                byte[] body = JsonText.writeBytes(outputs.get());
                Given given = end(connection, row, waiting, new Outcome.Succeeded(body), now);
                if (given.taken()) {
                  return given;
                }
              }
            }
          }
          Questions.keep(connection, run.value(), name, values, now);
          return UNTAKEN;
        });
  }

  @Override
  public Given answer(RunId run, StepRef ref, Outcome outcome) {
    return database.transaction(
        connection -> {
          RunRow row = lock(connection, run);
          try (PreparedStatement statement = connection.prepareStatement(WAITS)) {
            Arguments.of(statement).all(run.value(), ref.scope(), ref.step());
            try (ResultSet rs = statement.executeQuery()) {
              return rs.next()
                  ? end(connection, row, Questions.Waiting.read(rs), outcome, Micros.now(clock))
                  : UNTAKEN;
            }
          }
        });
  }

  private static RunRow lock(Connection connection, RunId run) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.LOCK_RUNS)) {
      statement.setObject(1, new long[] {run.value()});
      try (ResultSet rs = statement.executeQuery()) {
        if (!rs.next()) {
          throw new EngineException(EngineException.Kind.NOT_FOUND, "no run `" + run + "`");
        }
        RunRow row = RunRow.read(rs);
        if (row.status() != RunState.RUNNING) {
          throw new EngineException(
              EngineException.Kind.TOO_LATE,
              "run " + run + " has ended already: " + row.status().word());
        }
        return row;
      }
    }
  }

  private static void checkFits(Plan plan, String name, Json.Obj values) {
    List<Pause.WaitFor> named = SignalValues.waits(plan, name);
    if (named.stream().allMatch(wait -> SignalValues.outputs(wait, values).isEmpty())) {
      throw new InvalidInputException(SignalValues.problems(named.getFirst(), values));
    }
  }

  private Node node(Connection connection, RunRow row, StepRef ref) throws SQLException {
    return plans.shape(row.planId()).node(graph(connection, row.runId(), ref), ref.step());
  }

  private static int graph(Connection connection, long runId, StepRef ref) throws SQLException {
    if (ref.scope() == StepRef.ROOT) {
      return 0;
    }
    try (PreparedStatement statement = connection.prepareStatement(GRAPH)) {
      Arguments.of(statement).all(runId, ref.scope());
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getInt(1);
      }
    }
  }

  private Given end(
      Connection connection, RunRow row, Questions.Waiting waiting, Outcome outcome, long now)
      throws SQLException {
    boolean givenUp = outcome instanceof Outcome.Lost;
    Tries tries = givenUp ? waiting.tries().lastStraw() : waiting.tries();
    Work work = new Work(row.runId(), row.planId(), waiting.ref(), tries, waiting.since(), now);
    Claimed claimed = new Claimed(work, fence(connection), now);
    if (!Halts.over(connection, List.of(claimed)).isEmpty()) {
      // What is around it has ended early.
      Questions.forget(connection, row.runId(), waiting.ref());
      return UNTAKEN;
    }
    OutcomeTransaction outcomes = new OutcomeTransaction(connection, plans, History.NOBODY, now);
    if (givenUp || outcome instanceof Outcome.GivenBack) {
      int event = givenUp ? Codes.EVENT_STEP_GIVEN_UP : Codes.EVENT_STEP_RELEASED;
      outcomes.history().event(work, event, History.NOBODY, now, null);
    }
    outcomes.run(List.of(new Completion(claimed, now, now, outcome, TaskResult.Output.NONE)));
    if (waiting.timed()) {
      Halts.add(connection, List.of(row.runId()));
    }
    Set<Integer> queues = new HashSet<>(outcomes.queues());
    queues.addAll(Releases.release(connection, outcomes.releases()));
    return new Given(true, outcomes.ended(), queues);
  }

  private static long fence(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FENCE);
        ResultSet rs = statement.executeQuery()) {
      rs.next();
      return rs.getLong(1);
    }
  }
}
