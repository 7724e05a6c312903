package dev.jobc.executor.store.postgres;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Entry;
import dev.jobc.executor.store.FencedException;
import dev.jobc.executor.store.LeaseBook;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Room;
import dev.jobc.executor.store.WorkSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A session in PostgreSQL: one connection to claim, one to record, the pool for its heartbeat. */
final class PostgresSession implements WorkSession {
  private static final String BEAT =
      "update jobc.worker set beat = beat + 1 where worker_id = ? and epoch = ? and state = 0";

  private static final String END =
      """
      update jobc.worker set state = 1, epoch = epoch + 1, ended_at = ?
      where worker_id = ? and epoch = ? and state = 0\
      """;

  private static final String OWN_LEASES =
      """
      select lease_id, worker, claimed_at, run_ids, scopes, steps, attempts, lost, streaks, since
      from jobc.lease where worker = ? and epoch = ?\
      """;

  private final SessionKey key;
  private final Database database;
  private final PlanTable plans;
  private final InstantSource clock;
  private final LeaseBook book = new LeaseBook();
  private final Backoff backoff = new Backoff();
  private final Trouble claims = new Trouble();
  private final Trouble records = new Trouble();
  private final Link claiming;
  private final Link recording;
  private final ReadyClaimer claimer;
  private final OutcomeRecorder recorder;

  /** Held while recording makes leases: one that is not in the book yet is not a lost claim. */
  private final ReentrantLock leases = new ReentrantLock();

  private boolean claimInDoubt;

  PostgresSession(SessionKey key, Database database, PlanTable plans, InstantSource clock) {
    this.key = key;
    this.database = database;
    this.plans = plans;
    this.clock = clock;
    claiming = new Link(database);
    recording = new Link(database);
    claimer = new ReadyClaimer(key, clock);
    recorder = new OutcomeRecorder(key, recording, plans, book, clock, backoff, records);
  }

  @Override
  public int worker() {
    return key.worker();
  }

  @Override
  public List<Claimed> claimReady(List<Integer> queues, int limit) {
    if (claimInDoubt) {
      returnUntold();
      claimInDoubt = false;
    }
    List<Integer> all = new ArrayList<>(queues.size() + 1);
    all.add(Codes.CONTROL_QUEUE);
    all.addAll(queues);
    try {
      List<Claimed> claimed = claiming.call(connection -> claim(connection, all, limit));
      book.add(claimed);
      claims.over();
      return claimed;
    } catch (EngineException e) {
      claimInDoubt = true;
      claims.met(e);
      throw e;
    }
  }

  /** Claims until there is something to do, or nothing to claim. */
  private List<Claimed> claim(Connection connection, List<Integer> all, int limit)
      throws SQLException {
    while (true) {
      ReadyClaimer.Taken taken = claimer.claim(connection, all, limit);
      if (taken.suspects().isEmpty()) {
        return taken.claimed();
      }
      List<Claimed> alive = withoutDead(connection, taken);
      if (!alive.isEmpty()) {
        return alive;
      }
    }
  }

  /** Lets go of work that is over, before anybody was told of it. */
  private List<Claimed> withoutDead(Connection connection, ReadyClaimer.Taken taken)
      throws SQLException {
    Set<Claimed> over = Halts.over(connection, taken.suspects());
    List<Claimed> alive = taken.claimed().stream().filter(one -> !over.contains(one)).toList();
    long fence = taken.claimed().get(0).fence();
    giveUpPermits(over);
    if (alive.isEmpty()) {
      Releases.deleteLeases(connection, List.of(fence));
    } else if (!over.isEmpty()) {
      Releases.shrinkLease(connection, fence, alive);
    }
    return alive;
  }

  /** Before the lease goes: whoever inherits it would do the same. */
  private void giveUpPermits(Set<Claimed> over) {
    if (!over.isEmpty()) {
      database.transaction(
          connection -> {
            Permits permits = new Permits(connection, plans, Micros.now(clock));
            permits.settled(over);
            permits.settle();
            return over;
          });
    }
  }

  /** Gives back what a claim took whose answer never came. */
  private void returnUntold() {
    leases.lock();
    try {
      Set<Long> told = book.fences();
      List<Completion> untold = claiming.call(connection -> untold(connection, told));
      if (!untold.isEmpty()) {
        book.add(untold.stream().map(Completion::claimed).toList());
        new OutcomeRecorder(key, claiming, plans, book, clock, backoff, records)
            .record(untold, () -> Room.NONE);
      }
    } finally {
      leases.unlock();
    }
  }

  private List<Completion> untold(Connection connection, Set<Long> told) throws SQLException {
    List<Completion> untold = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(OWN_LEASES)) {
      Arguments.of(statement).all(key.worker(), key.epoch());
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          Releases.LeaseRow row = Releases.LeaseRow.read(rs);
          if (!told.contains(row.fence())) {
            LeaseEntries.claimed(connection, List.of(row)).stream()
                .map(one -> completion(one, new Outcome.GivenBack(false)))
                .forEach(untold::add);
          }
        }
      }
    }
    return untold;
  }

  @Override
  public Map<Claimed, Entry> begin(List<Claimed> claimed) {
    return database.pooled(connection -> Entries.begin(connection, key, claimed));
  }

  private Completion completion(Claimed claimed, Outcome outcome) {
    return new Completion(claimed, 0, Micros.now(clock), outcome, TaskResult.Output.NONE);
  }

  @Override
  public Recorded recordOutcomes(List<Completion> batch, Supplier<Room> room) {
    leases.lock();
    try {
      return recorder.record(batch, room);
    } finally {
      leases.unlock();
    }
  }

  @Override
  public void recordRefused(List<Completion> batch) {
    History history = new History();
    batch.forEach(completion -> history.refused(completion, key.worker()));
    database.transaction(
        connection -> {
          history.write(connection);
          return batch.size();
        });
  }

  @Override
  public List<Claimed> halted() {
    List<Claimed> held = book.unsettled();
    return held.isEmpty()
        ? List.of()
        : List.copyOf(database.pooled(connection -> Halts.among(connection, held)));
  }

  @Override
  public void beat() {
    int alive =
        database.pooled(
            connection -> Arguments.update(connection, BEAT, key.worker(), key.epoch()));
    if (alive == 0) {
      throw new FencedException(key.name());
    }
  }

  @Override
  public Optional<String> trouble() {
    return records.now().or(claims::now);
  }

  @Override
  public void end() {
    int ended =
        database.pooled(
            connection ->
                Arguments.update(
                    connection, END, Arguments.time(Micros.now(clock)), key.worker(), key.epoch()));
    if (ended == 0) {
      throw new FencedException(key.name());
    }
  }

  @Override
  public void close() {
    backoff.close();
    claiming.close();
    recording.close();
  }
}
