package dev.jobc.reference;

import dev.jobc.expr.EvaluationException;
import dev.jobc.plan.Node;

/**
 * A step whose turn has come.
 *
 * @param body the body it stands in
 * @param start now
 * @param horizon when everything that has not ended is cancelled; {@link Long#MAX_VALUE} for never
 */
record Turn(StepRun run, Body body, long start, long horizon) {
  /** No end in sight. */
  static final long NEVER = Long.MAX_VALUE;

  Node node() {
    return run.node();
  }

  String path() {
    return run.path();
  }

  World.Asker asker(Program program, int attempt) {
    String name = program.owners().name(body.graph(), node());
    return new World.Asker(path(), name, node().source(), body.items(), attempt);
  }

  /** An expression failed on the values of this run. */
  void fails(EvaluationException e) {
    fails(start, String.valueOf(e.getMessage()));
  }

  void fails(long at, String message) {
    run.fail(at, StepError.EXPRESSION_ERROR, message);
  }

  /** Ended from outside. */
  void cancelled() {
    run.finish(State.CANCELLED, horizon);
  }

  /** A moment so long after another; never, when that is never. */
  static long after(long at, long millis) {
    return at > NEVER - millis ? NEVER : at + millis;
  }

  /** The end of a limit that begins at a moment; 0 means no limit. */
  static long limit(long at, long millis) {
    return millis == 0 ? NEVER : after(at, millis);
  }
}
