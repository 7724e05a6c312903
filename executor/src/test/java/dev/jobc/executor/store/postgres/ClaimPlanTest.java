package dev.jobc.executor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How the server carries out the hot statements, and two of them at once. */
class ClaimPlanTest {
  private static final String FILL =
      """
      insert into jobc.ready (run_id, ready_at, since, plan_id, scope, step, q, prio, attempt, lost,
        streak)
      select n, 0, 0, 1, 0, 0, 1, 9, 1, 0, 0 from generate_series(1, %d) n\
      """;

  private static List<String> explain(Connection connection, String claim, long floor, int limit)
      throws SQLException {
    List<String> plan = new ArrayList<>();
    connection.setAutoCommit(false);
    try (PreparedStatement statement =
        connection.prepareStatement("explain (analyze, buffers, timing off) " + claim)) {
      Arguments.of(statement)
          .all(new int[] {1}, new short[] {9}, new long[] {floor}, 1, 1L, limit, limit)
          .all(1, 1L, 0L);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          plan.add(rs.getString(1));
        }
      }
    }
    connection.rollback();
    connection.setAutoCommit(true);
    return plan;
  }

  private static TestDatabase database() {
    TestDatabase database = TestDatabase.create();
    database.execute(
        "insert into jobc.worker (name, epoch, beat, lease_millis, slots, started_at, state)"
            + " values ('w', 1, 0, 1, 1, now(), 0)");
    return database;
  }

  @Test
  void aClaimGoesThroughTheIndexWhetherTheTableIsEmptyOrFull() throws Exception {
    TestDatabase database = database();
    try (Connection connection = new Database(database.settings()).connect(0)) {
      for (int rows : new int[] {0, 50_000}) {
        database.execute(FILL.formatted(Math.max(1, rows)));
        for (String claim : List.of(Sql.CLAIM, Sql.CLAIM_ALONE)) {
          String plan = String.join("\n", explain(connection, claim, 0, 100));
          assertThat(plan)
              .contains("Index Scan using ready_claim on ready", "Tid Scan on ready")
              .doesNotContain("Seq Scan on ready", "Sort");
          assertThat(plan.contains("LockRows")).isEqualTo(claim.equals(Sql.CLAIM));
        }
      }
    }
  }

  @Test
  void theFloorKeepsDeadRowsThatASnapshotHoldsOutOfTheWay() throws Exception {
    TestDatabase database = database();
    database.execute(FILL.formatted(40_000));
    try (Connection holder = database.connect();
        Connection connection = new Database(database.settings()).connect(0)) {
      holder.setAutoCommit(false);
      holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      holder.createStatement().execute("select count(*) from jobc.ready");
      database.execute("delete from jobc.ready where id <= 39000");
      int walking = buffers(explain(connection, Sql.CLAIM, 0, 1));
      int jumping = buffers(explain(connection, Sql.CLAIM, 38_900, 1));
      assertThat(jumping).isLessThan(walking / 5);
      holder.rollback();
    }
  }

  private static int buffers(List<String> plan) {
    Matcher matcher = Pattern.compile("shared hit=(\\d+)").matcher(String.join("\n", plan));
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  @Test
  void whoClaimsAloneLocksNothingAndTakesNothingThatAnotherHasTaken() throws Exception {
    TestDatabase database = database();
    database.execute(FILL.formatted(10));
    SessionKey key = new SessionKey(1, 1, "w");
    Database connections = new Database(database.settings());
    try (Connection one = connections.connect(0);
        Connection two = connections.connect(0);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      ReadyClaimer alone = new ReadyClaimer(key, InstantSource.system());
      one.setAutoCommit(false);
      List<Claimed> first = alone.claim(one, List.of(1), 4).claimed();
      Future<List<Claimed>> second =
          thread.submit(
              () ->
                  new ReadyClaimer(key, InstantSource.system())
                      .claim(two, List.of(1), 100)
                      .claimed());
      String waiting =
          "select count(*) from pg_stat_activity"
              + " where wait_event = 'transactionid' and datname = current_database()";
      while (!second.isDone() && !database.query(waiting).getFirst().equals("1")) {
        Thread.yield();
      }
      assertThat(second.isDone()).as("the second claim waits for the first").isFalse();
      one.commit();
      assertThat(second.get()).hasSize(6).doesNotContainAnyElementsOf(first);
    }
    connections.close();
  }

  @Test
  void twoClaimsAtOnceStepOverEachOther() throws Exception {
    TestDatabase database = database();
    database.execute(
        "insert into jobc.worker (name, epoch, beat, lease_millis, slots, started_at, state)"
            + " values ('v', 1, 0, 1, 1, now(), 0)");
    database.execute(FILL.formatted(10));
    SessionKey key = new SessionKey(1, 1, "w");
    Database connections = new Database(database.settings());
    try (Connection one = connections.connect(0);
        Connection two = connections.connect(0)) {
      one.setAutoCommit(false);
      ReadyClaimer claimer = new ReadyClaimer(key, InstantSource.system());
      var first = claimer.claim(one, List.of(1), 4).claimed();
      var second =
          new ReadyClaimer(key, InstantSource.system()).claim(two, List.of(1), 100).claimed();
      assertThat(first).hasSize(4);
      assertThat(second).hasSize(6).doesNotContainAnyElementsOf(first);
      one.rollback();
      assertThat(claimer.claim(two, List.of(1), 100).claimed())
          .as("what was let go is there again")
          .hasSize(4);
    }
    connections.close();
  }
}
