package dev.jobc.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Undoes what a body has done: completed steps newest first, one after the other. */
final class Sagas {
  private final Graphs graphs;

  Sagas(Graphs graphs) {
    this.graphs = graphs;
  }

  private record Done(StepRun run, Body body, int graph) {}

  /** A compensation that fails does not keep the others from running; answers when all ended. */
  long undo(StepRun saga, Body body, long start) {
    List<Done> done = new ArrayList<>();
    collect(body, done);
    List<Done> newestFirst = new ArrayList<>(done.reversed());
    newestFirst.sort(Comparator.comparingLong((Done d) -> d.run().end()).reversed());
    long at = start;
    for (Done one : newestFirst) {
      String path = one.run().path() + "/undo";
      Body undoing = graphs.run(Body.Opening.single(one.graph(), one.body(), path), at, Turn.NEVER);
      undoing.undone();
      saga.ranUnseen(undoing);
      at = undoing.end();
    }
    body.undone();
    return at;
  }

  private static void collect(Body body, List<Done> done) {
    for (StepRun run : body.steps()) {
      Integer compensate = run.node().head().compensate();
      if (compensate != null && run.state() == State.SUCCEEDED) {
        done.add(new Done(run, body, compensate));
      } else {
        // A try that has failed has undone itself, and what undoes is not undone.
        run.bodies().stream().filter(inner -> !inner.isUndone()).forEach(b -> collect(b, done));
      }
    }
  }
}
