package dev.jobc.executor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Invariant;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.postgres.PostgresStore;
import java.time.InstantSource;

/**
 * What must hold of a database when nothing runs any more: what holds at any time ({@code jobc
 * doctor --invariants}), and that all is over.
 */
public final class Invariants {
  private Invariants() {}

  /** Every run has ended, and its history adds up. */
  public static void check(TestDatabase database) {
    none(database, "a run goes on", "select run_id from jobc.run where status = 0");
    none(
        database,
        "live work of a run that has ended",
        """
        select run_id, scope, step from jobc.ready where run_id not in (select run_id from jobc.halt)
        union all
        select run_id, scope, step from jobc.deferred where run_id not in (select run_id from jobc.halt)
        union all select run_id, scope, step from jobc.lease l,
          unnest(l.run_ids, l.scopes, l.steps) e(run_id, scope, step)\
        """);
    try (Store store = PostgresStore.open(database.settings(), InstantSource.system())) {
      hold(store);
    }
  }

  /** What holds at any time, whoever is busy. */
  public static void hold(Store store) {
    assertThat(store.invariants(Integer.MAX_VALUE))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one).matches(Invariant::holds, "holds"));
  }

  private static void none(TestDatabase database, String what, String query) {
    assertThat(database.query(query)).as(what).isEmpty();
  }
}
