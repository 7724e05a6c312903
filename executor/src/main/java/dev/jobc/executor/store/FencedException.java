package dev.jobc.executor.store;

import dev.jobc.executor.EngineException;

/** The session was declared lost: its tasks belong to others now, its results are refused. */
public final class FencedException extends EngineException {
  private static final long serialVersionUID = 1L;

  public FencedException(String worker) {
    super(
        Kind.INTERNAL,
        "the session of worker " + worker + " was declared lost; its tasks run elsewhere");
  }
}
