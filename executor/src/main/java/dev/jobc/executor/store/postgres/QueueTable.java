package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.HELD_BACK;
import static dev.jobc.executor.store.postgres.schema.Tables.PERMIT;
import static dev.jobc.executor.store.postgres.schema.Tables.POOL;
import static dev.jobc.executor.store.postgres.schema.Tables.QUEUE;
import static dev.jobc.executor.store.postgres.schema.Tables.READY;
import static dev.jobc.executor.store.postgres.schema.Tables.ROLE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;

import dev.jobc.executor.Queues;
import dev.jobc.executor.store.QueueStore;
import dev.jobc.executor.store.SetLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/** Pools, queues and roles as the operator has set them. */
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
  public Board board(List<String> names, List<String> roles) {
    return database.ask(
        jooq -> {
          Set<String> wanted = new LinkedHashSet<>(names);
          jooq.select(ROLE.QUEUES)
              .from(ROLE)
              .where(ROLE.NAME.in(roles))
              .orderBy(ROLE.NAME)
              .forEach(row -> wanted.addAll(List.of(row.value1())));
          List<Integer> served = new ArrayList<>();
          Set<Integer> limited = new HashSet<>();
          jooq.selectFrom(QUEUE)
              .forEach(
                  row -> {
                    int number = row.get(QUEUE.QUEUE_ID);
                    if (wanted.contains(row.get(QUEUE.NAME)) && !row.get(QUEUE.PAUSED)) {
                      served.add(number);
                    }
                    if (row.get(QUEUE.SLOTS) != null || row.get(QUEUE.RATE_LIMIT) != null) {
                      limited.add(number);
                    }
                  });
          return new Board(served, limited);
        });
  }

  @Override
  public List<Queues.Queue> queues() {
    Field<String> key = inline(SetLimits.slots("")).concat(QUEUE.NAME);
    Field<String> rate = inline(SetLimits.rate("")).concat(QUEUE.NAME);
    Field<Integer> ready = field(selectCount().from(READY).where(READY.Q.eq(QUEUE.QUEUE_ID)));
    Field<Integer> waiting =
        field(selectCount().from(HELD_BACK).where(HELD_BACK.WAITS_FOR.in(key, rate)));
    Field<Integer> taken = field(selectCount().from(PERMIT).where(PERMIT.KEY.eq(key)));
    return database.ask(
        jooq ->
            jooq.select(QUEUE.asterisk(), ready.as("r"), waiting.as("w"), taken.as("t"))
                .from(QUEUE)
                .orderBy(QUEUE.NAME)
                .fetch()
                .map(
                    row ->
                        new Queues.Queue(
                            row.get(QUEUE.NAME),
                            settings(row),
                            row.get("r", Integer.class),
                            row.get("w", Integer.class),
                            row.get("t", Integer.class))));
  }

  @Override
  public Map<Integer, String> names() {
    return database.ask(jooq -> jooq.selectFrom(QUEUE).fetchMap(QUEUE.QUEUE_ID, QUEUE.NAME));
  }

  private static Queues.Settings settings(Record row) {
    Integer slots = row.get(QUEUE.SLOTS);
    Integer rate = row.get(QUEUE.RATE_LIMIT);
    Long per = row.get(QUEUE.RATE_PER);
    return new Queues.Settings(
        slots == null ? 0 : slots,
        rate == null ? 0 : rate,
        per == null ? Duration.ZERO : Duration.ofMillis(per),
        row.get(QUEUE.PAUSED));
  }

  @Override
  public void setQueue(String name, UnaryOperator<Queues.Settings> change) {
    int number = plans.queue(name);
    database.transaction(
        connection -> {
          Permits permits = new Permits(connection, plans, Micros.now(clock));
          permits.changed(SetLimits.slots(name));
          permits.changed(SetLimits.rate(name));
          permits.lock();
          DSLContext jooq = Database.jooq(connection);
          Queues.Settings wanted =
              change.apply(
                  settings(jooq.selectFrom(QUEUE).where(QUEUE.QUEUE_ID.eq(number)).fetchSingle()));
          int changed =
              jooq.update(QUEUE)
                  .set(QUEUE.SLOTS, wanted.slots() == 0 ? null : wanted.slots())
                  .set(QUEUE.RATE_LIMIT, wanted.rate() == 0 ? null : wanted.rate())
                  .set(QUEUE.RATE_PER, wanted.rate() == 0 ? null : wanted.per().toMillis())
                  .set(QUEUE.PAUSED, wanted.paused())
                  .where(QUEUE.QUEUE_ID.eq(number))
                  .execute();
          permits.settle();
          return changed;
        });
  }

  @Override
  public List<Queues.Role> roles() {
    return database.ask(
        jooq ->
            jooq.selectFrom(ROLE)
                .orderBy(ROLE.NAME)
                .fetch()
                .map(row -> new Queues.Role(row.get(ROLE.NAME), List.of(row.get(ROLE.QUEUES)))));
  }

  @Override
  public void setRole(String name, List<String> queues) {
    // Workers know queues by their numbers.
    queues.forEach(plans::queue);
    String[] names = queues.toArray(String[]::new);
    database.ask(
        jooq ->
            jooq.insertInto(ROLE, ROLE.NAME, ROLE.QUEUES)
                .values(name, names)
                .onConflict(ROLE.NAME)
                .doUpdate()
                .set(ROLE.QUEUES, names)
                .execute());
  }

  @Override
  public boolean removeRole(String name) {
    return database.ask(jooq -> jooq.deleteFrom(ROLE).where(ROLE.NAME.eq(name)).execute() == 1);
  }

  @Override
  public List<Queues.Pool> pools() {
    Field<String> key = inline(SetLimits.pool("")).concat(POOL.NAME);
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
          permits.changed(SetLimits.pool(name));
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
