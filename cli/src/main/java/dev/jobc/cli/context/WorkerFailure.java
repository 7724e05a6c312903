package dev.jobc.cli.context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Why a worker can't go on, as a failure of the command. */
public final class WorkerFailure {
  private WorkerFailure() {}

  /** Returns unless the worker has given up. */
  public static void throwIfAny(CompletableFuture<Void> failure) {
    if (failure.isDone()) {
      throwReason(failure);
    }
  }

  /** Waits until the worker gives up. */
  public static void await(CompletableFuture<Void> failure) {
    throwReason(failure);
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
