package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.AdmissionRound;
import dev.jobc.executor.core.AdmissionRound.Asking;
import dev.jobc.executor.core.AdmissionRound.Stop;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one transaction changes about limits: what it gives back, and who asks. All of it is done at
 * the end of the transaction, under one lock that is held to the commit, so that what is counted is
 * true and nothing is taken twice.
 *
 * <ol>
 *   <li>A permit belongs to an attempt of a step, or to a run, not to a worker. The transaction
 *       that settles the lease of the attempt gives it back, whatever became of the attempt and
 *       whoever settles it: the worker, or whoever inherits from a dead one. A run's is given back
 *       when the run has ended and nothing of it is leased any more.
 *   <li>Who is not let through is kept in {@code held_back}; the transaction that makes room moves
 *       it to the job table.
 * </ol>
 */
final class Permits {
  private final Connection connection;
  private final PlanTable plans;
  private final long now;
  private final List<Work> settled = new ArrayList<>();
  private final Set<Long> ended = new LinkedHashSet<>();
  private final Set<Long> ending = new LinkedHashSet<>();
  private final Set<String> freed = new LinkedHashSet<>();
  private final List<Waiter> asking = new ArrayList<>();
  private final List<Release> own = new ArrayList<>();
  private final Set<Integer> queues = new HashSet<>();
  private boolean windows;
  private long nextWindow = -1;
  private boolean turns;

  Permits(Connection connection, PlanTable plans, long now) {
    this.connection = connection;
    this.plans = plans;
    this.now = now;
  }

  /**
   * One that waits, or is about to.
   *
   * @param id 0 when it has only just come
   */
  record Waiter(long id, String at, Release release, List<Need> needs)
      implements AdmissionRound.Asker {
    @Override
    public int prio() {
      return release.prio();
    }

    @Override
    public long since() {
      return release.work().since();
    }

    boolean isNew() {
      return id == 0;
    }

    boolean isRun() {
      return release.work().ref().step() == PermitRows.RUN;
    }
  }

  /** Their leases are settled by this transaction. */
  void settled(Collection<Claimed> claimed) {
    claimed.forEach(one -> settled.add(one.work()));
  }

  /** The runs end in this transaction; who follows them is told with {@link #settle}. */
  void ended(Collection<Long> runs) {
    ended.addAll(runs);
    ending.addAll(runs);
  }

  /** The runs have ended before, and may hold something still. */
  void endedBefore(Collection<Long> runs) {
    ended.addAll(runs);
  }

  /** More may fit from now on. */
  void changed(String key) {
    freed.add(key);
  }

  /** Starts may have ceased to count. */
  void windowsEnd() {
    windows = true;
  }

  /**
   * Milliseconds after which the chores have something to do: a start that somebody waits for may
   * cease to count, runs go on; -1 for nothing.
   */
  long nextChore() {
    return turns ? 0 : nextWindow;
  }

  /** Work that may go on only with permits. */
  void ask(Release release, List<Need> needs) {
    asking.add(new Waiter(0, "", release, needs));
  }

  /** Work that has asked in this transaction and was let through. */
  List<Release> own() {
    return own;
  }

  /** Queues that have got work which had waited. */
  Set<Integer> queues() {
    return queues;
  }

  /**
   * Whether anything is held or waits, and whether any runs are followed, as far as this
   * transaction sees. Asked together, because every transaction that ends something asks.
   */
  private record InUse(boolean limits, boolean followed) {
    static final InUse NOTHING = new InUse(false, false);

    static InUse read(Connection connection) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(PermitRows.IN_USE);
          ResultSet rs = statement.executeQuery()) {
        rs.next();
        return new InUse(rs.getBoolean(1), rs.getBoolean(2));
      }
    }
  }

  /** Before anything that is asked for in {@link #settle} is changed. */
  void lock() throws SQLException {
    new PermitRows(connection, now).lock();
  }

  /** Does what was said. Run rows may not be locked afterwards. */
  void settle() throws SQLException {
    boolean nothing = asking.isEmpty() && freed.isEmpty() && !windows;
    boolean asks = !ending.isEmpty() || nothing && !(settled.isEmpty() && ended.isEmpty());
    InUse inUse = asks ? InUse.read(connection) : InUse.NOTHING;
    if (inUse.followed() && !ending.isEmpty()) {
      Occasions.ended(connection, ending);
    }
    if (nothing && !inUse.limits()) {
      return;
    }
    PermitRows rows = new PermitRows(connection, now);
    if (nothing && !rows.concern(settled, ended)) {
      return;
    }
    rows.lock();
    HeldBackRows held = new HeldBackRows(connection, now);
    freed.addAll(rows.giveBack(settled, ended));
    freed.addAll(held.forget(settled, ended));
    freed.addAll(PermitLimits.read(connection, asking).keys());
    Set<String> keys = new LinkedHashSet<>(freed);
    while (!keys.isEmpty()) {
      keys = round(rows, held, keys);
    }
  }

  /** Lets through whom it can; returns the keys at which more may wait than were looked at. */
  private Set<String> round(PermitRows rows, HeldBackRows held, Set<String> keys)
      throws SQLException {
    HeldBackRows.Waiting waiting = held.waiting(keys);
    List<Waiter> order = new ArrayList<>(waiting.first());
    order.addAll(asking);
    asking.clear();
    order.sort(AdmissionRound.Asker.ORDER);
    PermitLimits limits = PermitLimits.read(connection, order);
    AdmissionRound<Waiter> round =
        AdmissionRound.of(
            order.stream().map(one -> new Asking<>(one, limits.needs(one))).toList(),
            rows.taken(limits.keys()));
    nextWindow = AdmissionRound.soonest(nextWindow, round.nextWindow());
    rows.take(round.through());
    rows.refuse(round.refused());
    List<Waiter> gone = new ArrayList<>();
    round.through().forEach(one -> gone.add(one.who()));
    round.refused().forEach(stop -> gone.add(stop.who()));
    held.leave(gone);
    held.keep(round.kept());
    for (Stop<Waiter> stop : round.pressing()) {
      rows.callOff(stop.by().key(), stop.missing());
    }
    let(gone);
    Set<String> again = new LinkedHashSet<>();
    gone.stream().map(Waiter::at).filter(waiting.more()::contains).forEach(again::add);
    return again;
  }

  /** A run goes on in a turn of its own, which begins with its row. */
  private void let(List<Waiter> through) throws SQLException {
    List<Release> ready = new ArrayList<>();
    List<Timers.Limit> runs = new ArrayList<>();
    for (Waiter one : through) {
      if (one.isNew()) {
        own.add(one.release());
      } else if (one.isRun()) {
        runs.add(new Timers.Limit(0, Timers.GO_ON, one.release().work()));
      } else {
        ready.add(one.release());
        queues.add(one.release().queue());
      }
    }
    Releases.enqueue(connection, ready);
    Timers.arm(connection, runs);
    turns |= !runs.isEmpty();
  }
}
