package dev.jobc.executor.runner.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds and kills what a process left behind, however often it forked and whatever session it moved
 * to: every process of the runner carries a cookie in its environment, and children inherit it. One
 * pass over {@code /proc} serves everyone who waits for one. Does nothing where there is no {@code
 * /proc}.
 */
public final class Sweeper implements AutoCloseable {
  /** The variable that carries the cookie. */
  public static final String VARIABLE = "JOBC_COOKIE";

  private static final byte[] KEY = (VARIABLE + "=").getBytes(StandardCharsets.US_ASCII);
  private static final int ROUNDS = 20;
  private static final Order END = new Order("", new CompletableFuture<>());
  private static final Path PROC = Path.of("/proc");

  private record Order(String cookie, CompletableFuture<Void> done) {}

  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private final Thread thread;

  public Sweeper() {
    thread = Thread.ofPlatform().name("jobc-sweep").daemon().start(this::work);
  }

  /** Kills every process that carries the cookie; completes when none is left. */
  public CompletableFuture<Void> sweep(String cookie) {
    Order order = new Order(cookie, new CompletableFuture<>());
    orders.add(order);
    return order.done();
  }

  @Override
  public void close() {
    orders.add(END);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      List<Order> batch = new ArrayList<>();
      do {
        batch.clear();
        batch.add(orders.take());
        orders.drainTo(batch);
        Set<String> cookies = batch.stream().map(Order::cookie).collect(Collectors.toSet());
        killAll(cookies::contains);
        batch.forEach(order -> order.done().complete(null));
      } while (!batch.contains(END));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills until a pass finds nothing: a process may fork while it is being killed. */
  public static void killAll(Predicate<String> cookie) {
    for (int round = 0; round < ROUNDS && killOnce(cookie); round++) {
      Thread.onSpinWait();
    }
  }

  private static boolean killOnce(Predicate<String> wanted) {
    boolean found = false;
    if (!Files.isDirectory(PROC)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        String cookie = cookie(entry);
        if (cookie != null && !cookie.isEmpty() && wanted.test(cookie)) {
          found |= kill(Long.parseLong(entry.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      return found;
    }
    return found;
  }

  private static boolean kill(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
  }

  private static @Nullable String cookie(Path process) {
    try {
      byte[] environ = Files.readAllBytes(process.resolve("environ"));
      int at = find(environ);
      if (at < 0) {
        return null;
      }
      int end = at;
      while (end < environ.length && environ[end] != 0) {
        end++;
      }
      return new String(environ, at, end - at, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return null; // it has ended, or isn't ours to see
    }
  }

  private static int find(byte[] environ) {
    for (int at = 0; at + KEY.length <= environ.length; ) {
      if (java.util.Arrays.mismatch(environ, at, at + KEY.length, KEY, 0, KEY.length) < 0) {
        return at + KEY.length;
      }
      while (at < environ.length && environ[at] != 0) {
        at++;
      }
      at++;
    }
    return -1;
  }
}
