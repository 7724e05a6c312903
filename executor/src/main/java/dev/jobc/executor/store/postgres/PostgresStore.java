package dev.jobc.executor.store.postgres;

import dev.jobc.executor.Invariant;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.store.Answers;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.store.LetterStore;
import dev.jobc.executor.store.PlanStore;
import dev.jobc.executor.store.QueueStore;
import dev.jobc.executor.store.ResultStore;
import dev.jobc.executor.store.RunStore;
import dev.jobc.executor.store.ScheduleStore;
import dev.jobc.executor.store.Signals;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.Upkeep;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.store.WorkSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.InstantSource;
import java.util.List;

/** The store in one PostgreSQL database, schema {@code jobc}. */
public final class PostgresStore implements Store {
  private static final String REGISTER =
      """
      insert into jobc.worker (name, epoch, beat, lease_millis, slots, started_at, state)
      values (?, 1, 0, ?, ?, ?, 0) returning worker_id, epoch\
      """;

  private final Database database;
  private final ServerClock clock;
  private final PlanTable plans;
  private final RunTable runs;
  private final ScheduleTable schedules;
  private final Values values;
  private final AnswerBook answers;
  private final PostgresUpkeep upkeep;
  private final QueueTable queues;
  private final LetterTable letters;
  private final ResultTable results;

  private PostgresStore(Database database, ServerClock clock) {
    this.database = database;
    this.clock = clock;
    plans = new PlanTable(database, clock);
    RunCreator creator = new RunCreator(database, plans, clock);
    Canceller canceller = new Canceller(database, plans, clock);
    runs = new RunTable(database, plans, creator, canceller);
    schedules = new ScheduleTable(database, plans, creator, canceller);
    values = new Values(database);
    answers = new AnswerBook(database, plans, clock);
    queues = new QueueTable(database, plans, clock);
    letters = new LetterTable(database, plans, creator, runs);
    results = new ResultTable(database);
    upkeep = new PostgresUpkeep(database, plans, clock);
  }

  /**
   * Opens a database and brings its schema up to date.
   *
   * @param machine the clock of this machine; the server's counts as soon as it has been asked
   * @throws dev.jobc.executor.EngineException when it can't be reached or is not fit
   */
  public static PostgresStore open(DatabaseSettings settings, InstantSource machine) {
    return open(settings, new ServerClock(machine));
  }

  static PostgresStore open(DatabaseSettings settings, ServerClock clock) {
    Database database = new Database(settings);
    try {
      Migrations.run(database, settings);
      database.pooled(clock::look);
      return new PostgresStore(database, clock);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public PlanStore plans() {
    return plans;
  }

  @Override
  public RunStore runs() {
    return runs;
  }

  @Override
  public ValueStore values() {
    return values;
  }

  @Override
  public Answers answers() {
    return answers;
  }

  @Override
  public ScheduleStore schedules() {
    return schedules;
  }

  @Override
  public QueueStore queues() {
    return queues;
  }

  @Override
  public LetterStore letters() {
    return letters;
  }

  @Override
  public ResultStore results() {
    return results;
  }

  @Override
  public Upkeep upkeep() {
    return upkeep;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public List<Invariant> invariants(int newest) {
    return InvariantQueries.ask(database, newest);
  }

  @Override
  public Signals signals() {
    return new PostgresSignals(database);
  }

  @Override
  public WorkSession openSession(WorkerSettings settings) {
    SessionKey key =
        database.pooled(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(REGISTER)) {
                Arguments.of(statement)
                    .all(
                        settings.name(),
                        (int) settings.lease().toMillis(),
                        settings.slots(),
                        Arguments.time(Micros.now(clock)));
                try (ResultSet rs = statement.executeQuery()) {
                  rs.next();
                  return new SessionKey(rs.getInt(1), rs.getLong(2), settings.name());
                }
              }
            });
    return new PostgresSession(key, database, plans, clock);
  }

  @Override
  public void close() {
    schedules.close();
    upkeep.close();
    database.close();
  }
}
