package dev.jobc.bench;

import dev.jobc.executor.Engine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How rate and cost change with more executors on one database, each with a session, threads and
 * connections of its own, and with more queues that one worker serves. Slots are shared out, so
 * that the load is the same.
 */
final class Growth {
  private static final List<Integer> EXECUTORS = List.of(1, 2, 3, 4);
  private static final List<Integer> QUEUES = List.of(1, 10, 50, 200);

  private final Rig rig;

  Growth(Rig rig) {
    this.rig = rig;
  }

  /** Measures all of it, with so many tasks each. */
  void measure(int tasks) throws SQLException, InterruptedException {
    Rig.OUT.println(
        "| shape | executors | queues | tasks/s | CPU µs a task (PostgreSQL + JVM) | WAL B a task"
            + " |");
    Rig.OUT.println("| --- | --: | --: | --: | --: | --: |");
    for (Shape shape : List.of(Shape.SINGLE, Shape.CHAIN)) {
      for (int executors : EXECUTORS) {
        measure(shape, executors, 1, tasks);
      }
      for (int queues : QUEUES.subList(1, QUEUES.size())) {
        measure(shape, 1, queues, tasks);
      }
    }
    Rig.OUT.printf(
        "%ntasks with more than one success: %s%n",
        rig.text(
            "select count(*) from (select 1 from jobc.attempt where outcome = 1"
                + " group by run_id, scope, step having count(*) > 1) d"));
  }

  private void measure(Shape shape, int executors, int queues, int tasks)
      throws SQLException, InterruptedException {
    List<String> names = IntStream.range(0, queues).mapToObj(queue -> "q" + queue).toList();
    List<Engine> engines = new ArrayList<>();
    try {
      for (int i = 0; i < executors; i++) {
        Engine engine = rig.engine(() -> {});
        engines.add(engine);
        engine.startWorker(rig.worker("bench-" + i, names, Rig.SLOTS / executors));
      }
      Load load = new Load(engines.getFirst(), rig.connection());
      load.drain(shape, tasks / 5, names);
      rig.execute("checkpoint");
      String lsn = rig.text("select pg_current_wal_lsn()");
      Cost before = rig.cost();
      long start = System.nanoTime();
      int done = load.drain(shape, tasks, names);
      double seconds = (System.nanoTime() - start) / 1e9;
      Cost cost = rig.cost().minus(before);
      String wal = rig.text("select pg_wal_lsn_diff(pg_current_wal_lsn(), '" + lsn + "')");
      Rig.OUT.printf(
          "| %s | %d | %d | %,.0f | %.1f + %.1f | %.0f |%n",
          shape.word(),
          executors,
          queues,
          done / seconds,
          cost.postgres() * 1e6 / done,
          cost.client() * 1e6 / done,
          Double.parseDouble(wal) / done);
    } finally {
      engines.forEach(Engine::close);
    }
  }
}
