package dev.jobc.bench;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Submission;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Keeps an engine busy. */
final class Load {
  private static final int BATCH = 500;

  /** Tasks under way at the most; whole batches of runs. */
  private static final int BACKLOG = 20_000;

  private final Engine engine;
  private final Connection database;

  Load(Engine engine, Connection database) {
    this.engine = engine;
    this.database = database;
  }

  /**
   * Submits and waits until all has ended; keeps a bounded backlog, as a busy system would.
   *
   * @return how many tasks that were
   */
  int drain(Shape shape, int tasks) throws SQLException, InterruptedException {
    return drain(shape, tasks, List.of("default"));
  }

  /** The same with runs of several queues by turns. */
  int drain(Shape shape, int tasks, List<String> queues) throws SQLException, InterruptedException {
    List<Submission> turns = new ArrayList<>();
    for (String queue : queues) {
      String plan = engine.storePlan(shape.plan(RegisteredRunner.RUNTIME, queue), Map.of());
      turns.add(new Submission(plan, new Json.Obj(Map.of())));
    }
    int runs = Math.max(1, tasks / shape.tasks());
    int window = Math.max(1, BACKLOG / BATCH / shape.tasks());
    Deque<RunId> ends = new ArrayDeque<>();
    long first = Long.MAX_VALUE;
    for (int submitted = 0; submitted < runs; ) {
      int batch = Math.min(BATCH, runs - submitted);
      int from = submitted;
      List<RunId> ids =
          engine.submitAll(
              IntStream.range(from, from + batch)
                  .mapToObj(run -> turns.get(run % turns.size()))
                  .toList());
      first = Math.min(first, ids.getFirst().value());
      ends.add(ids.getLast());
      submitted += batch;
      if (ends.size() > window) {
        await(ends.remove());
      }
    }
    for (RunId end : ends) {
      await(end);
    }
    // By the index: a count over all runs ever made would be part of what is measured.
    String under = "select count(*) from jobc.run where status = 0 and run_id >= " + first;
    while (!text(database, under).equals("0")) {
      LockSupport.parkNanos(5_000_000);
    }
    return runs * shape.tasks();
  }

  private void await(RunId run) throws InterruptedException {
    if (!engine.awaitEnd(run, Duration.ofMinutes(5))) {
      throw new IllegalStateException("run " + run + " has not ended in five minutes");
    }
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
