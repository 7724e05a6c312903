package dev.jobc.cli.context;

import dev.jobc.executor.Engine;
import java.util.function.Consumer;

/** Tells once when a worker can't get at its database, and once when it can again. */
public final class WorkerTrouble {
  private final Engine.Worker worker;
  private final Consumer<String> tell;
  private String told = "";

  public WorkerTrouble(Engine.Worker worker, Consumer<String> tell) {
    this.worker = worker;
    this.tell = tell;
  }

  /** Tells what is new since the last call. */
  public void tellNews() {
    String now = worker.trouble().orElse("");
    if (!now.equals(told)) {
      tell.accept(now.isEmpty() ? "the database is back" : "waiting, " + now + "; trying again");
      told = now;
    }
  }
}
