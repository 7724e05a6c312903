package dev.jobc.cli.context;

import dev.jobc.executor.Engine;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells once when a worker can't get at its database, and once when it can again. */
public final class WorkerTrouble {
  private final Supplier<Optional<String>> trouble;
  private final Consumer<String> tell;
  private String told = "";

  public WorkerTrouble(Engine.Worker worker, Consumer<String> tell) {
    this(worker::trouble, tell);
  }

  /**
   * @param trouble what is in the way now, in one line
   */
  public WorkerTrouble(Supplier<Optional<String>> trouble, Consumer<String> tell) {
    this.trouble = trouble;
    this.tell = tell;
  }

  /** Tells what is new since the last call. */
  public void tellNews() {
    String now = trouble.get().orElse("");
    if (!now.equals(told)) {
      tell.accept(now.isEmpty() ? "the database is back" : "waiting, " + now + "; trying again");
      told = now;
    }
  }
}
