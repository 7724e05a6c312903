package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.BLOB;
import static dev.jobc.executor.store.postgres.schema.Tables.PLAN;
import static dev.jobc.executor.store.postgres.schema.Tables.PROVENANCE;
import static dev.jobc.executor.store.postgres.schema.Tables.QUEUE;
import static dev.jobc.executor.store.postgres.schema.Tables.REVISION;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.Revision;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.Spread;
import dev.jobc.executor.store.PlanStore;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanDigest;
import dev.jobc.plan.PlanJson;
import dev.jobc.plan.Provenance;
import java.sql.Connection;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jspecify.annotations.Nullable;

/** Plans, their files and their revisions; plans and queue names stay in memory once read. */
final class PlanTable implements PlanStore {
  private static final HexFormat HEX = HexFormat.of();

  private final Database database;
  private final InstantSource clock;
  private final Provenances provenances;
  private final Map<Integer, StoredPlan> byNumber = new ConcurrentHashMap<>();
  private final Map<String, StoredPlan> byDigest = new ConcurrentHashMap<>();
  private final Map<String, Integer> queues = new ConcurrentHashMap<>();
  private final Map<List<String>, AtomicLong> turns = new ConcurrentHashMap<>();

  PlanTable(Database database, InstantSource clock) {
    this.database = database;
    provenances = new Provenances(database);
    this.clock = clock;
  }

  @Override
  public StoredPlan keepPlan(
      Plan plan, Map<String, byte[]> blobs, @Nullable Provenance provenance) {
    byte[] body = JsonText.canonical(PlanJson.write(plan));
    String digest = PlanDigest.sha256(body);
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    Integer from = provenances.numberOf(provenance);
    int number =
        database.transaction(
            connection -> {
              DSLContext jooq = Database.jooq(connection);
              keepBlobs(jooq, blobs);
              int kept = keepBody(jooq, plan, digest, body, now);
              keepRevision(jooq, plan, kept, from, now);
              return kept;
            });
    return remember(new StoredPlan(number, digest, new PlanShape(plan)));
  }

  /** Keeps a plan that no name points to, in the transaction at hand. */
  StoredPlan keepUnnamed(Connection connection, Plan plan) {
    byte[] body = JsonText.canonical(PlanJson.write(plan));
    String digest = PlanDigest.sha256(body);
    StoredPlan known = byDigest.get(digest);
    if (known != null) {
      return known;
    }
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    int number = keepBody(Database.jooq(connection), plan, digest, body, now);
    return remember(new StoredPlan(number, digest, new PlanShape(plan)));
  }

  private static void keepBlobs(DSLContext jooq, Map<String, byte[]> blobs) {
    if (blobs.isEmpty()) {
      return;
    }
    var insert = jooq.insertInto(BLOB, BLOB.DIGEST, BLOB.CONTENT);
    for (var blob : new TreeMap<>(blobs).entrySet()) {
      insert = insert.values(HEX.parseHex(blob.getKey()), blob.getValue());
    }
    insert.onConflictDoNothing().execute();
  }

  private static int keepBody(
      DSLContext jooq, Plan plan, String digest, byte[] body, OffsetDateTime now) {
    byte[] key = HEX.parseHex(digest);
    jooq.insertInto(PLAN, PLAN.DIGEST, PLAN.NAMESPACE, PLAN.NAME, PLAN.BODY, PLAN.CREATED_AT)
        .values(key, plan.namespace(), plan.name(), body, now)
        .onConflictDoNothing()
        .execute();
    return jooq.select(PLAN.PLAN_ID).from(PLAN).where(PLAN.DIGEST.eq(key)).fetchSingle().value1();
  }

  /** Two deployments at once could want the same number; the loser takes the next. */
  private static void keepRevision(
      DSLContext jooq, Plan plan, int number, @Nullable Integer provenance, OffsetDateTime now) {
    var name = REVISION.NAMESPACE.eq(plan.namespace()).and(REVISION.NAME.eq(plan.name()));
    for (int tries = 0; tries < 10; tries++) {
      var newest =
          jooq.select(REVISION.REVISION_, REVISION.PLAN_ID)
              .from(REVISION)
              .where(name)
              .orderBy(REVISION.REVISION_.desc())
              .limit(1)
              .fetchOptional();
      if (newest.isPresent() && newest.get().value2() == number) {
        return;
      }
      int made =
          jooq.insertInto(
                  REVISION,
                  REVISION.NAMESPACE,
                  REVISION.NAME,
                  REVISION.REVISION_,
                  REVISION.PLAN_ID,
                  REVISION.PROVENANCE_ID,
                  REVISION.CREATED_AT)
              .values(
                  plan.namespace(),
                  plan.name(),
                  newest.map(row -> row.value1() + 1).orElse(1),
                  number,
                  provenance,
                  now)
              .onConflictDoNothing()
              .execute();
      if (made == 1) {
        return;
      }
    }
    throw new EngineException(
        EngineException.Kind.INTERNAL, "too many deployments of " + plan.name() + " at once");
  }

  @Override
  public Optional<StoredPlan> findPlan(String digest) {
    StoredPlan known = byDigest.get(digest);
    if (known != null) {
      return Optional.of(known);
    }
    if (!digest.matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    return database
        .ask(jooq -> plans(jooq).where(PLAN.DIGEST.eq(HEX.parseHex(digest))).fetchOptional())
        .map(this::read);
  }

  @Override
  public Optional<Revision> findRevision(
      String namespace, String name, @Nullable Integer revision) {
    Condition which = named(namespace, name);
    return revisions(revision == null ? which : which.and(REVISION.REVISION_.eq(revision)), 1)
        .stream()
        .findFirst();
  }

  @Override
  public List<Revision> revisions(String namespace, String name) {
    return revisions(named(namespace, name), Integer.MAX_VALUE);
  }

  @Override
  public List<Revision> newest() {
    var r = REVISION.as("r");
    Condition last =
        REVISION.REVISION_.eq(
            select(max(r.REVISION_))
                .from(r)
                .where(r.NAMESPACE.eq(REVISION.NAMESPACE).and(r.NAME.eq(REVISION.NAME))));
    return revisions(last, Integer.MAX_VALUE);
  }

  private static Condition named(String namespace, String name) {
    return REVISION.NAMESPACE.eq(namespace).and(REVISION.NAME.eq(name));
  }

  /** By name, newest first. */
  private List<Revision> revisions(Condition which, int limit) {
    return database
        .ask(
            jooq ->
                jooq.select(
                        REVISION.NAMESPACE,
                        REVISION.NAME,
                        REVISION.REVISION_,
                        PLAN.DIGEST,
                        REVISION.CREATED_AT,
                        PROVENANCE.REPOSITORY,
                        PROVENANCE.COMMIT_ID)
                    .from(REVISION)
                    .join(PLAN)
                    .on(PLAN.PLAN_ID.eq(REVISION.PLAN_ID))
                    .leftJoin(PROVENANCE)
                    .on(PROVENANCE.PROVENANCE_ID.eq(REVISION.PROVENANCE_ID))
                    .where(which)
                    .orderBy(REVISION.NAMESPACE, REVISION.NAME, REVISION.REVISION_.desc())
                    .limit(limit)
                    .fetch())
        .map(
            row ->
                new Revision(
                    row.value1() + "/" + row.value2(),
                    row.value3(),
                    HEX.formatHex(row.value4()),
                    row.value5().toInstant(),
                    Provenances.read(row)));
  }

  Provenances provenances() {
    return provenances;
  }

  @Override
  public StoredPlan plan(int number) {
    StoredPlan known = byNumber.get(number);
    if (known != null) {
      return known;
    }
    return database
        .ask(jooq -> plans(jooq).where(PLAN.PLAN_ID.eq(number)).fetchOptional())
        .map(this::read)
        .orElseThrow(
            () ->
                new EngineException(
                    EngineException.Kind.NOT_FOUND, "no plan has the number " + number));
  }

  PlanShape shape(int number) {
    return plan(number).shape();
  }

  private static org.jooq.SelectJoinStep<Record3<Integer, byte[], byte[]>> plans(DSLContext jooq) {
    return jooq.select(PLAN.PLAN_ID, PLAN.DIGEST, PLAN.BODY).from(PLAN);
  }

  private StoredPlan read(Record3<Integer, byte[], byte[]> row) {
    Plan plan = PlanJson.read(JsonText.parse(row.value3()));
    return remember(new StoredPlan(row.value1(), HEX.formatHex(row.value2()), new PlanShape(plan)));
  }

  private StoredPlan remember(StoredPlan plan) {
    byNumber.put(plan.number(), plan);
    byDigest.put(plan.digest(), plan);
    return plan;
  }

  @Override
  public Map<String, byte[]> blobs(Set<String> digests) {
    List<byte[]> keys = digests.stream().map(HEX::parseHex).toList();
    Map<String, byte[]> contents = new HashMap<>();
    database
        .ask(
            jooq ->
                jooq.select(BLOB.DIGEST, BLOB.CONTENT)
                    .from(BLOB)
                    .where(BLOB.DIGEST.in(keys))
                    .fetch())
        .forEach(row -> contents.put(HEX.formatHex(row.value1()), row.value2()));
    return contents;
  }

  @Override
  public int queue(String name) {
    Integer known = queues.get(name);
    if (known != null) {
      return known;
    }
    int number =
        database.ask(
            jooq -> {
              jooq.insertInto(QUEUE, QUEUE.NAME).values(name).onConflictDoNothing().execute();
              return jooq.select(max(QUEUE.QUEUE_ID))
                  .from(QUEUE)
                  .where(QUEUE.NAME.eq(name))
                  .fetchSingle()
                  .value1();
            });
    queues.put(name, number);
    return number;
  }

  /**
   * Whose turn it is of some queues. Each process deals for itself and begins anywhere: processes
   * that start one run each would all begin with the same queue.
   */
  int turn(List<String> of, long anywhere) {
    AtomicLong turn =
        turns.computeIfAbsent(of, queue -> new AtomicLong(Spread.mix(anywhere) >>> 1));
    return Spread.among(turn.getAndIncrement(), of.size());
  }
}
