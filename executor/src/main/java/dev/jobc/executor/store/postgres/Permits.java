package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Admission;
import dev.jobc.executor.core.Admission.Answer;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Work;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
  record Waiter(long id, String at, Release release, List<Need> needs) {
    static final Comparator<Waiter> ORDER =
        Comparator.<Waiter>comparingInt(one -> one.release().prio())
            .thenComparingLong(one -> one.release().work().since())
            .thenComparingLong(one -> one.id() == 0 ? Long.MAX_VALUE : one.id());

    boolean isNew() {
      return id == 0;
    }

    boolean isRun() {
      return release.work().ref().step() == PermitRows.RUN;
    }

    Waiter needing(List<Need> all) {
      return new Waiter(id, at, release, all);
    }
  }

  /** One that does not get through, at a limit that lacks so many slots. */
  record Stop(Waiter one, Need by, int missing) {}

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
    order.sort(Waiter.ORDER);
    PermitLimits limits = PermitLimits.read(connection, order);
    Map<String, Integer> taken = rows.taken(limits.keys());
    Admission admission = new Admission(taken);
    List<Waiter> through = new ArrayList<>();
    List<Stop> refused = new ArrayList<>();
    List<Stop> kept = new ArrayList<>();
    Set<String> again = new LinkedHashSet<>();
    for (Waiter one : order) {
      List<Need> needs = limits.needs(one);
      switch (admission.ask(needs)) {
        case Answer.Through t -> through.add(one.needing(needs));
        case Answer.Stopped(Need by, int missing) when isRefused(by) ->
            refused.add(new Stop(one, by, missing));
        case Answer.Stopped(Need by, int missing) -> {
          admission.waits(by);
          if (by.window() > 0) {
            nextWindow = nextWindow < 0 ? by.window() : Math.min(nextWindow, by.window());
          }
          kept.add(new Stop(one, by, missing));
          continue;
        }
      }
      if (waiting.more().contains(one.at())) {
        again.add(one.at());
      }
    }
    rows.take(through);
    rows.refuse(refused);
    refused.forEach(stop -> through.add(stop.one()));
    held.leave(through);
    held.keep(kept);
    makeWay(rows, kept);
    let(through);
    return again;
  }

  private static void makeWay(PermitRows rows, List<Stop> kept) throws SQLException {
    for (Stop stop : kept) {
      if (stop.by().onLimit() == OnLimit.CANCEL_RUNNING && stop.missing() > 0) {
        rows.callOff(stop.by().key(), stop.missing());
      }
    }
  }

  private static boolean isRefused(Need by) {
    return switch (by.onLimit()) {
      case FAIL, CANCEL_NEW -> true;
      case QUEUE, CANCEL_RUNNING -> false;
    };
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
