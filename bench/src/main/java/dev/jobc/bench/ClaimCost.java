package dev.jobc.bench;

import dev.jobc.executor.store.WorkSession;
import dev.jobc.executor.store.postgres.PostgresStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * What a claim costs: rows are put into the job table and claimed, round after round; as they are,
 * while somebody holds a snapshot open, and with many more rows waiting in the same queue.
 */
final class ClaimCost {
  private static final int ROUNDS = 600;
  private static final int ROWS_A_ROUND = 200;
  private static final int CLAIM = 100;

  /** The server needs a moment until nothing is compiled, planned or read for the first time. */
  private static final int WARM_ROUNDS = 200;

  private final Rig rig;

  ClaimCost(Rig rig) {
    this.rig = rig;
  }

  void measure(int waiting) throws Exception {
    try (PostgresStore store = PostgresStore.open(rig.database(), InstantSource.system());
        WorkSession session = store.openSession(rig.worker())) {
      int queue = store.plans().queue("default");
      round(session, queue, WARM_ROUNDS);
      Rig.OUT.println(
          "| rows that wait | snapshot held | µs a claimed row, median | by the first |");
      Rig.OUT.println("| --: | --- | --: | --: |");
      clear();
      double plain = round(session, queue, ROUNDS);
      tell("0", "no", plain, plain);
      clear();
      try (Connection holder = rig.another();
          Statement statement = holder.createStatement()) {
        holder.setAutoCommit(false);
        holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        statement.execute("select 1 from jobc.ready");
        tell("0", "yes", round(session, queue, ROUNDS), plain);
        holder.rollback();
      }
      clear();
      fill(queue, waiting);
      rig.execute("vacuum analyze jobc.ready");
      round(session, queue, WARM_ROUNDS);
      tell("%,d".formatted(waiting), "no", round(session, queue, ROUNDS), plain);
      session.end();
    }
  }

  private static void tell(String waiting, String held, double micros, double plain) {
    Rig.OUT.printf("| %s | %s | %.2f | %.2f |%n", waiting, held, micros, micros / plain);
  }

  private void clear() throws SQLException {
    rig.execute("truncate jobc.ready, jobc.lease");
    rig.execute("checkpoint");
  }

  private void fill(int queue, int rows) throws SQLException {
    rig.execute(
        """
        insert into jobc.ready (run_id, ready_at, since, plan_id, scope, step, q, prio, attempt,
          lost, streak)
        select n, 0, 0, 1, 0, 0, %d, 9, 1, 0, 0 from generate_series(1, %d) n\
        """
            .formatted(queue, rows));
  }

  /**
   * Microseconds a claimed row, round trip and commit included, in the later half of the rounds.
   */
  private double round(WorkSession session, int queue, int rounds) throws SQLException {
    double[] micros = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      fill(queue, ROWS_A_ROUND);
      long nanos = 0;
      for (int claimed = 0; claimed < ROWS_A_ROUND; ) {
        long begin = System.nanoTime();
        int taken = session.claimReady(List.of(queue), CLAIM).size();
        nanos += System.nanoTime() - begin;
        if (taken == 0) {
          throw new IllegalStateException("nothing to claim");
        }
        claimed += taken;
      }
      micros[round] = nanos / 1e3 / ROWS_A_ROUND;
    }
    double[] later = Arrays.copyOfRange(micros, rounds / 2, rounds);
    Arrays.sort(later);
    return later[later.length / 2];
  }
}
