package dev.jobc.reference;

import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.reference.Body.Opening;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Races: the first success wins, and the others are cancelled at that moment. The race ends when
 * they have cleaned up.
 */
final class Races {
  private final Graphs graphs;

  Races(Graphs graphs) {
    this.graphs = graphs;
  }

  void run(Turn turn, Fan.Race race) {
    List<Body> all = bodies(turn, race, turn.horizon());
    Optional<Body> winner =
        all.stream().filter(Races::wins).min(Comparator.comparingLong(Races::decidedAt));
    if (winner.isEmpty()) {
      lost(turn, all);
      return;
    }
    Body first = winner.get();
    long end = first.end();
    for (Body body : bodies(turn, race, Math.min(decidedAt(first), turn.horizon()))) {
      if (body.graph() == first.graph()) {
        turn.run().ran(first);
      } else {
        turn.run().ranUnseen(body);
        end = Math.max(end, body.end());
      }
    }
    if (first.returned() != null) {
      turn.run().returns(end, first.returned());
    } else if (end > turn.horizon()) {
      turn.run().finish(State.CANCELLED, end);
    } else {
      turn.run().succeed(end, outputs(race, first));
    }
  }

  private List<Body> bodies(Turn turn, Fan.Race race, long horizon) {
    List<Body> bodies = new ArrayList<>();
    for (Fan.Branch branch : race.branches()) {
      String path = turn.path() + "|" + branch.name();
      Opening opening = Opening.single(branch.body(), turn.body(), path);
      bodies.add(graphs.run(opening, turn.start(), horizon));
    }
    return bodies;
  }

  /** A {@code return} ends the others at once, although what cleans up around it goes on. */
  private static long decidedAt(Body winner) {
    Returned returned = winner.returned();
    return returned == null ? winner.end() : returned.at();
  }

  /** A branch that was skipped as a whole has not won anything, unless it ends the run. */
  private static boolean wins(Body body) {
    return body.returned() != null || (body.state() == State.SUCCEEDED && !isSkipped(body));
  }

  private static boolean isSkipped(Body body) {
    List<StepRun> steps = body.steps();
    return body.state() == State.SUCCEEDED
        && !steps.isEmpty()
        && steps.getLast().state() == State.SKIPPED;
  }

  private static void lost(Turn turn, List<Body> all) {
    all.forEach(turn.run()::ranUnseen);
    Optional<Body> last =
        all.stream()
            .filter(body -> body.state() == State.FAILED)
            .max(Comparator.comparingLong(Body::end));
    long end = all.stream().mapToLong(Body::end).max().orElse(turn.start());
    if (all.stream().anyMatch(body -> body.state() == State.CANCELLED)) {
      turn.run().finish(State.CANCELLED, end);
    } else if (last.isPresent()) {
      turn.run().endAs(last.get(), Json.NULL);
      turn.run().finish(State.FAILED, end);
    } else {
      turn.run().finish(State.SKIPPED, end);
    }
  }

  private static Json outputs(Fan.Race race, Body winner) {
    Map<String, Json> outputs = new LinkedHashMap<>();
    for (Fan.Branch branch : race.branches()) {
      if (branch.body() == winner.graph()) {
        outputs.put("winner", Json.of(branch.name()));
      }
    }
    List<StepRun> steps = winner.steps();
    if (!steps.isEmpty() && steps.getLast().outputs() instanceof Json.Obj(Map<String, Json> all)) {
      all.forEach(outputs::putIfAbsent);
    }
    return Json.object(outputs);
  }
}
