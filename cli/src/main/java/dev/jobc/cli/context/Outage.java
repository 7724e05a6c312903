package dev.jobc.cli.context;

import dev.jobc.executor.EngineException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Bears with a database that is away for a while, as while it is started again. */
public final class Outage {
  private final Duration patience;
  private final Pause pause;

  /** Something to ask the engine. */
  public interface Question<T extends @Nullable Object> {
    T ask() throws InterruptedException;
  }

  /** What is done between two tries; it takes its time. */
  public interface Pause {
    void take() throws InterruptedException;
  }

  public Outage(Duration patience, Pause pause) {
    this.patience = patience;
    this.pause = pause;
  }

  /**
   * Asks until there is an answer.
   *
   * @throws EngineException when the database was away for as long as the patience lasts, and at
   *     once for any other reason
   */
  public <T extends @Nullable Object> T bear(Question<T> question) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      try {
        return question.ask();
      } catch (EngineException e) {
        boolean away = e.kind() == EngineException.Kind.UNREACHABLE;
        if (!away || System.nanoTime() - start > patience.toNanos()) {
          throw e;
        }
        pause.take();
      }
    }
  }
}
