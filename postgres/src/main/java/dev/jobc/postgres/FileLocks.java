package dev.jobc.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks between threads and processes by the lock on a file. The system releases it when its
 * process ends in whatever way, so a lock never goes stale.
 */
final class FileLocks {
  /** A file lock belongs to the whole process, so threads need one of their own in front. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  /** An unreachable channel is closed by the collector, and its lock is gone with it. */
  private static final Set<FileChannel> KEPT = ConcurrentHashMap.newKeySet();

  private FileLocks() {}

  /** What is done under a lock. */
  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Waits for the lock, does it, releases the lock.
   *
   * @throws PostgresException when another process holds the lock for longer than that
   */
  static <T> T holding(Path file, Duration atMost, Action<T> action) throws IOException {
    ReentrantLock threads = THREADS.computeIfAbsent(file, path -> new ReentrantLock());
    if (!lock(threads, atMost)) {
      throw busy(file, atMost);
    }
    try (FileChannel channel = open(file)) {
      if (!Poll.until(atMost, () -> tryLock(channel) != null)) {
        throw busy(file, atMost);
      }
      return action.run();
    } finally {
      threads.unlock();
    }
  }

  /** Takes the lock if it is free, for as long as the process lives; false if another has it. */
  static boolean keepIfFree(Path file) throws IOException {
    FileChannel channel = open(file);
    if (tryLock(channel) == null) {
      channel.close();
      return false;
    }
    KEPT.add(channel);
    return true;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean lock(ReentrantLock threads, Duration atMost) {
    try {
      return threads.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) {
    try {
      return channel.tryLock();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PostgresException busy(Path file, Duration atMost) {
    return new PostgresException(
        "another process has held " + file + " for more than " + atMost.toSeconds() + " s",
        "wait for the other jobc command to end, or see who it is: fuser " + file);
  }
}
