package dev.jobc.cli.context;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Why a worker can't go on, as a failure of the command. */
public final class WorkerFailure {
  private WorkerFailure() {}

  /** Returns unless the worker has given up. */
  public static void throwIfAny(CompletableFuture<Void> failure) {
    if (failure.isDone()) {
      throwReason(failure);
    }
  }

  /** Waits so long for the worker to give up, which throws; answers whether it ended in peace. */
  public static boolean within(CompletableFuture<Void> failure, Duration wait)
      throws InterruptedException {
    try {
      failure.get(wait.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throwReason(failure);
      return true;
    }
  }

  private static void throwReason(CompletableFuture<Void> failure) {
    try {
      failure.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      throw e;
    }
  }
}
