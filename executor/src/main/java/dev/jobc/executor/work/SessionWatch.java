package dev.jobc.executor.work;

import dev.jobc.executor.store.Upkeep.SessionBeat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells which sessions stand still, by this process's own monotonic clock alone.
 *
 * <ol>
 *   <li>A session is overdue only when its counter was seen unmoved for at least its lease, from
 *       the first sight of that value to now.
 *   <li>No other clock matters: a jump of the database's or a worker's clock expires nothing.
 *   <li>A new watcher starts from nothing, which delays an expiry by at most one lease.
 * </ol>
 */
final class SessionWatch {
  private final Map<Integer, Seen> seen = new HashMap<>();

  private record Seen(long epoch, long beat, long sinceNanos) {}

  /** The sessions of a look around that are overdue. */
  List<SessionBeat> overdue(List<SessionBeat> sessions, long nanos) {
    List<SessionBeat> overdue = new ArrayList<>();
    Map<Integer, Seen> now = new HashMap<>();
    for (SessionBeat session : sessions) {
      Seen before = seen.get(session.worker());
      boolean still =
          before != null && before.epoch() == session.epoch() && before.beat() == session.beat();
      long since = before != null && still ? before.sinceNanos() : nanos;
      Seen current = new Seen(session.epoch(), session.beat(), since);
      now.put(session.worker(), current);
      if (TimeUnit.NANOSECONDS.toMillis(nanos - since) >= session.leaseMillis()) {
        overdue.add(session);
      }
    }
    seen.clear();
    seen.putAll(now);
    return overdue;
  }

  /** Forgets everything: somebody else watched in between. */
  void reset() {
    seen.clear();
  }
}
