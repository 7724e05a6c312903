package dev.jobc.executor.work;

import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Node;
import dev.jobc.plan.TaskSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The step instances of a run by the names that the reference interpreter gives them. */
record Paths(PlanShape shape, RunImage image, Map<Integer, byte[]> items) {

  /**
   * How every step ended.
   *
   * @param trouble gets those that have not
   */
  Map<String, Ending> endings(List<String> trouble) {
    Map<String, Ending> endings = new TreeMap<>();
    for (ScopeImage scope : image.scopes().values()) {
      int size = shape.graph(scope.graph()).size();
      for (int step = 0; step < scope.released() * size; step++) {
        StepRef ref = new StepRef(scope.number(), step);
        Ending ending = image.ending(ref);
        if (ending != null) {
          endings.put(of(ref), ending);
        } else {
          trouble.add("never ended: " + of(ref));
        }
      }
    }
    return endings;
  }

  /** The name of a step instance. */
  String of(StepRef ref) {
    ScopeImage scope = image.scope(ref.scope());
    int size = shape.graph(scope.graph()).size();
    return of(scope, ref.step() / size) + "/" + ref.step() % size;
  }

  private String of(ScopeImage scope, int item) {
    String owner = scope.isOfWorkflow() ? "" : of(scope.parent());
    int number = scope.first() + item;
    return owner
        + switch (scope.role()) {
          case BODY -> "~" + (number + 1);
          case ITEMS, TURN -> "[" + number + "]";
          case CATCH -> "!catch" + scope.graph();
          case FINALLY -> "!finally";
          case CHECK -> "!check";
          case CASE -> "?" + scope.graph();
          case BRANCH -> "|" + branch(scope);
          case UNDO -> "/undo";
          case PARTS -> "/map[" + number + "]";
          case COMBINE -> "/combine" + levelsBefore(scope) + "[" + item + "]";
          case REDUCE -> "/reduce";
          case CALLS -> call(scope, item);
        };
  }

  private long levelsBefore(ScopeImage scope) {
    return image.scopes().values().stream()
        .filter(one -> one.parent().equals(scope.parent()) && one.role() == scope.role())
        .filter(one -> one.number() < scope.number())
        .count();
  }

  private String call(ScopeImage scope, int item) {
    StepRef parent = scope.parent();
    TaskSpec.Spawn spawn =
        shape.spawn(shape.node(image.scope(parent.scope()).graph(), parent.step()));
    return spawn == null
        ? "[" + numberOfCall(scope, item) + "]"
        : "." + spawn.allow().get(scope.first()).name() + "[" + item + "]";
  }

  private String numberOfCall(ScopeImage scope, int item) {
    Json.Obj lists = (Json.Obj) JsonText.parse(items.get(scope.number()));
    return JsonText.write(((Json.Arr) lists.get(MapWork.NUMBERS)).items().get(item));
  }

  private String branch(ScopeImage scope) {
    StepRef parent = scope.parent();
    Node node = shape.node(image.scope(parent.scope()).graph(), parent.step());
    return ((Fan.Race) node).branches().get(scope.first()).name();
  }
}
