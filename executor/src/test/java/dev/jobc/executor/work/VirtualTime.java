package dev.jobc.executor.work;

import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Time that passes when something happens, and what will happen. What is due at the same time
 * happens in an order that the seed decides.
 */
final class VirtualTime implements InstantSource {
  private static final long BEGIN = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private final Random random;
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long now;
  private long wall = BEGIN;

  private record Due(long at, int tie, long order, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = at != other.at ? Long.compare(at, other.at) : Integer.compare(tie, other.tie);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private long order;

  VirtualTime(long seed) {
    random = new Random(seed);
  }

  /** Milliseconds since the beginning; no jump of the clock changes that. */
  long now() {
    return now;
  }

  /** The clock on the wall, which everybody reads. */
  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(wall + now);
  }

  /** Sets the clock on the wall. */
  void jump(long millis) {
    wall += millis;
  }

  void after(long millis, Runnable what) {
    queue.add(new Due(now + millis, random.nextInt(), order++, what));
  }

  /** Lets the next thing happen, if there is one until then. */
  boolean step(long until) {
    if (queue.isEmpty() || queue.peek().at() > until) {
      return false;
    }
    Due due = queue.remove();
    now = due.at();
    due.what().run();
    return true;
  }
}
