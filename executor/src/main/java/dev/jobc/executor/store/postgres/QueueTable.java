package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.HELD_BACK;
import static dev.jobc.executor.store.postgres.schema.Tables.PERMIT;
import static dev.jobc.executor.store.postgres.schema.Tables.POOL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;

import dev.jobc.executor.Queues;
import dev.jobc.executor.store.QueueStore;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Field;

/** Pools and queues as the operator has set them. */
final class QueueTable implements QueueStore {
  private final Database database;
  private final PlanTable plans;
  private final InstantSource clock;

  QueueTable(Database database, PlanTable plans, InstantSource clock) {
    this.database = database;
    this.plans = plans;
    this.clock = clock;
  }

  @Override
  public List<Queues.Pool> pools() {
    Field<String> key = inline("pool ").concat(POOL.NAME);
    Field<BigDecimal> taken =
        field(
            select(coalesce(sum(PERMIT.SLOTS), BigDecimal.ZERO))
                .from(PERMIT)
                .where(PERMIT.KEY.eq(key)));
    Field<Integer> waiting =
        field(selectCount().from(HELD_BACK).where(HELD_BACK.WAITS_FOR.eq(key)));
    return database.ask(
        jooq ->
            jooq.select(POOL.NAME, POOL.SLOTS, taken, waiting)
                .from(POOL)
                .orderBy(POOL.NAME)
                .fetch()
                .map(
                    row ->
                        new Queues.Pool(
                            row.value1(), row.value2(), row.value3().intValue(), row.value4())));
  }

  @Override
  public Set<String> missingPools(Set<String> names) {
    Set<String> missing = new HashSet<>(names);
    missing.removeAll(
        database.ask(
            jooq -> jooq.select(POOL.NAME).from(POOL).where(POOL.NAME.in(names)).fetch(POOL.NAME)));
    return missing;
  }

  @Override
  public void setPool(String name, int slots) {
    database.transaction(
        connection -> {
          Permits permits = new Permits(connection, plans, Micros.now(clock));
          permits.changed("pool " + name);
          permits.lock();
          int changed =
              Database.jooq(connection)
                  .insertInto(POOL, POOL.NAME, POOL.SLOTS)
                  .values(name, slots)
                  .onConflict(POOL.NAME)
                  .doUpdate()
                  .set(POOL.SLOTS, slots)
                  .execute();
          permits.settle();
          return changed;
        });
  }

  @Override
  public boolean removePool(String name) {
    return database.ask(jooq -> jooq.deleteFrom(POOL).where(POOL.NAME.eq(name)).execute() == 1);
  }
}
