package dev.jobc.executor.runner.process;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Starts every process from one platform thread that lives as long as the runner. A child may ask
 * the kernel to die with its parent, and the kernel takes the thread that started it for the
 * parent.
 */
public final class Spawner implements AutoCloseable {
  private record Order(ProcessBuilder builder, CompletableFuture<Process> started) {}

  private static final Order END = new Order(new ProcessBuilder(), new CompletableFuture<>());

  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private final Thread thread;

  public Spawner() {
    thread = Thread.ofPlatform().name("jobc-spawn").daemon().start(this::work);
  }

  /** Starts a process; the future fails with the {@link IOException} of the start. */
  public CompletableFuture<Process> start(ProcessBuilder builder) {
    Order order = new Order(builder, new CompletableFuture<>());
    orders.add(order);
    return order.started();
  }

  /** Ends the thread after the processes ordered so far were started. */
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
      for (Order order = orders.take(); order != END; order = orders.take()) {
        start(order);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void start(Order order) {
    try {
      order.started().complete(order.builder().start());
    } catch (IOException | RuntimeException e) {
      order.started().completeExceptionally(e);
    }
  }
}
