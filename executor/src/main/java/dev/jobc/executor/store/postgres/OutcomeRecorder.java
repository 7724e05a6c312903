package dev.jobc.executor.store.postgres;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.FencedException;
import dev.jobc.executor.store.LeaseBook;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Room;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Records batches of outcomes for a session.
 *
 * <ol>
 *   <li>A batch is one transaction: fence, state, history, releases, leases.
 *   <li>The fence is taken first and held to the commit: an heir that has moved the epoch can't
 *       meet a transaction of ours that began before.
 *   <li>When the connection dies at the commit, nothing is repeated before the server has said, by
 *       the transaction's number, whether it committed.
 *   <li>What is no longer the session's, because it was recorded before, is refused.
 *   <li>Successors start only after the commit.
 * </ol>
 */
final class OutcomeRecorder {
  private static final int MAX_ODD_FAILURES = 5;

  /** So many tries fail within a second without anybody being told. */
  private static final int UNTIL_TOLD = 5;

  private final SessionKey session;
  private final Link link;
  private final PlanTable plans;
  private final LeaseBook book;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Trouble trouble;

  /** A commit whose answer was lost. */
  private record Unsure(long xid, Recorded recorded) {}

  /** A transaction that is ready to commit. */
  private record Prepared(long xid, Recorded recorded) {}

  OutcomeRecorder(
      SessionKey session,
      Link link,
      PlanTable plans,
      LeaseBook book,
      InstantSource clock,
      Backoff backoff,
      Trouble trouble) {
    this.session = session;
    this.link = link;
    this.plans = plans;
    this.book = book;
    this.clock = clock;
    this.backoff = backoff;
    this.trouble = trouble;
  }

  Recorded record(List<Completion> batch, Supplier<Room> room) {
    Unsure unsure = null;
    int odd = 0;
    for (int tries = 0; ; tries++) {
      Prepared prepared = null;
      boolean committing = false;
      try {
        if (unsure != null && wasCommitted(unsure.xid())) {
          return settle(batch, unsure.recorded());
        }
        unsure = null;
        Connection connection = link.connection();
        connection.setAutoCommit(false);
        prepared = prepare(connection, batch, room.get());
        committing = true;
        connection.commit();
        connection.setAutoCommit(true);
        return settle(batch, prepared.recorded());
      } catch (FencedException e) {
        link.rollback();
        throw e;
      } catch (SQLException e) {
        boolean lost = Failures.isConnectionLost(e);
        if (lost) {
          link.drop();
        } else {
          link.rollback();
        }
        if (committing && prepared != null) {
          unsure = new Unsure(prepared.xid(), prepared.recorded());
        }
        if (tries >= UNTIL_TOLD) {
          trouble.met(Failures.describe(e));
        }
        boolean expected = lost || Failures.isConflict(e) || Failures.isStorage(e);
        if (!expected && ++odd >= MAX_ODD_FAILURES || !backoff.pause(tries)) {
          throw Failures.describe(e);
        }
      } catch (RuntimeException e) {
        link.rollback();
        throw e;
      }
    }
  }

  private Recorded settle(List<Completion> batch, Recorded recorded) {
    trouble.over();
    book.add(recorded.claimed());
    book.settle(batch.stream().map(Completion::claimed).toList());
    return recorded;
  }

  private boolean wasCommitted(long xid) throws SQLException {
    for (int tries = 0; ; tries++) {
      String status = status(xid);
      if (status == null || status.equals("aborted")) {
        return false;
      }
      if (status.equals("committed")) {
        return true;
      }
      if (!backoff.pause(tries)) {
        throw new SQLException("closed before transaction " + xid + " ended", "08003");
      }
    }
  }

  private @Nullable String status(long xid) throws SQLException {
    try (PreparedStatement statement =
        link.connection().prepareStatement("select pg_xact_status(?::text::xid8)")) {
      statement.setString(1, Long.toString(xid));
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getString(1);
      }
    }
  }

  private Prepared prepare(Connection connection, List<Completion> batch, Room room)
      throws SQLException {
    long xid = fence(connection);
    long now = Micros.now(clock);
    OutcomeTransaction outcomes = new OutcomeTransaction(connection, plans, session.worker(), now);
    LeaseBook.Split split = book.split(batch);
    split.strays().forEach(outcomes::refuse);
    outcomes.run(split.held());
    List<Release> taken = new ArrayList<>();
    List<Release> enqueued = new ArrayList<>();
    List<Release> deferred = new ArrayList<>();
    for (Release release : outcomes.releases()) {
      if (release.delay() > 0) {
        deferred.add(release);
      } else if (room.take(release.queue())) {
        taken.add(release);
      } else {
        enqueued.add(release);
      }
    }
    Releases.enqueue(connection, enqueued);
    Releases.defer(connection, deferred);
    List<Claimed> claimed =
        Releases.lease(connection, session.worker(), session.epoch(), now, taken);
    settleLeases(connection, split.held(), outcomes.unended());
    return new Prepared(xid, recorded(outcomes, claimed, enqueued, deferred));
  }

  private static Recorded recorded(
      OutcomeTransaction outcomes,
      List<Claimed> claimed,
      List<Release> enqueued,
      List<Release> deferred) {
    Set<Integer> queues = new HashSet<>(outcomes.queues());
    enqueued.forEach(release -> queues.add(release.queue()));
    long next =
        LongStream.concat(
                deferred.stream().mapToLong(Release::delay),
                LongStream.of(outcomes.nextChore()).filter(chore -> chore >= 0))
            .min()
            .orElse(-1);
    return new Recorded(
        claimed,
        outcomes.ended(),
        queues,
        next,
        outcomes.refused(),
        outcomes.halts(),
        outcomes.history().settled());
  }

  private void settleLeases(Connection connection, List<Completion> batch, List<Claimed> unended)
      throws SQLException {
    LeaseBook.Change change =
        book.change(batch.stream().map(Completion::claimed).toList(), unended);
    Releases.deleteLeases(connection, change.finished());
    for (var lease : change.shrunk().entrySet()) {
      Releases.shrinkLease(connection, lease.getKey(), lease.getValue());
    }
  }

  /** Takes the fence for this transaction; its number tells later whether it committed. */
  private long fence(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.FENCE)) {
      Arguments.of(statement)
          .all(Sql.LOCK_CLASS, session.worker(), session.worker(), session.epoch());
      statement.execute();
      statement.getMoreResults();
      try (ResultSet rs = statement.getResultSet()) {
        if (rs == null) {
          throw new EngineException(EngineException.Kind.INTERNAL, "the fence gave no answer");
        }
        if (!rs.next()) {
          throw new FencedException(session.name());
        }
        return rs.getLong(1);
      }
    }
  }
}
