package dev.jobc.executor.store;

import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.Role;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.plan.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the steps of a run have opened, as far as a reader wants to know. */
public final class PictureScopes {
  private final Map<Integer, Scope> scopes = new TreeMap<>();
  private final Map<Integer, List<Scope>> byGraph = new HashMap<>();
  private final Set<StepRef> parents = new HashSet<>();

  /**
   * One scope.
   *
   * @param superseded whether a later try of the same block, or of the workflow, has taken its
   *     place
   */
  public record Scope(
      int number,
      StepRef parent,
      Role role,
      int first,
      int graph,
      int size,
      int released,
      boolean superseded) {
    static Scope of(ScopeImage scope) {
      return new Scope(
          scope.number(),
          scope.parent(),
          scope.role(),
          scope.first(),
          scope.graph(),
          scope.size(),
          scope.progress().released(),
          false);
    }

    private Scope later() {
      return new Scope(number, parent, role, first, graph, size, released, true);
    }
  }

  /**
   * Begins with the workflow itself.
   *
   * @param opened the others, by number; none superseded
   */
  public PictureScopes(List<Scope> opened) {
    Scope root = new Scope(0, ScopeImage.NOBODY, Role.BODY, 0, 0, 1, 1, false);
    add(root);
    Map<StepRef, Scope> tries = new HashMap<>(Map.of(root.parent(), root));
    for (Scope scope : opened) {
      // What would undo a step, if it had to be undone.
      if (scope.role() == Role.UNDO && scope.released() == 0) {
        continue;
      }
      Scope before = scope.role() == Role.BODY ? tries.put(scope.parent(), scope) : null;
      if (before != null) {
        scopes.put(before.number(), before.later());
      }
      add(scope);
    }
    scopes
        .values()
        .forEach(
            scope -> byGraph.computeIfAbsent(scope.graph(), graph -> new ArrayList<>()).add(scope));
  }

  private void add(Scope scope) {
    scopes.put(scope.number(), scope);
    parents.add(scope.parent());
  }

  Scope get(int number) {
    Scope scope = scopes.get(number);
    if (scope == null) {
      throw new IllegalStateException("nothing is known of scope " + number);
    }
    return scope;
  }

  /** The graph that a scope runs. */
  public int graph(int scope) {
    return get(scope).graph();
  }

  List<Scope> of(int graph) {
    return byGraph.getOrDefault(graph, List.of());
  }

  /** How often the workflow as a whole has been tried, what goes on included. */
  public int tries() {
    return 1
        + scopes.values().stream()
            .filter(scope -> scope.role() == Role.BODY && scope.parent().equals(ScopeImage.NOBODY))
            .mapToInt(Scope::first)
            .max()
            .orElse(0);
  }

  /** Whether a step has run a graph. */
  boolean isParent(StepRef ref) {
    return parents.contains(ref);
  }

  /**
   * A step's id with the numbers of the items and turns it belongs to, outermost first; one that
   * code has called comes after the place of its caller, with its number among the calls of its
   * task.
   */
  public String place(StepRef ref, PlanShape plan) {
    StringBuilder numbers = new StringBuilder();
    Scope at = get(ref.scope());
    String id = plan.node(at.graph(), ref.step()).id();
    int step = ref.step();
    while (at.parent().scope() >= 0) {
      boolean called =
          at.role() == Role.CALLS
              && plan.node(graph(at.parent().scope()), at.parent().step()) instanceof Node.Task;
      if (called) {
        return place(at.parent(), plan) + "." + id + "[" + step + "]" + numbers;
      }
      numbers.insert(0, number(at, at.first() + step / plan.graph(at.graph()).size()));
      step = at.parent().step();
      at = get(at.parent().scope());
    }
    return id + number(at, at.first()) + numbers;
  }

  /** The first try of a block, or of the workflow, is not told from having no other. */
  private static String number(Scope scope, int number) {
    return switch (scope.role()) {
      case ITEMS, TURN, PARTS, COMBINE, CALLS -> "[" + number + "]";
      case BODY -> scope.first() == 0 ? "" : "~" + (scope.first() + 1);
      case CATCH, FINALLY, CASE, BRANCH, REDUCE, UNDO, CHECK -> "";
    };
  }

  /** The number of the item or turn that a step instance belongs to; -1 when to none. */
  public int item(StepRef ref, PlanShape plan) {
    Scope at = get(ref.scope());
    int step = ref.step();
    while (at.role() != Role.ITEMS && at.role() != Role.TURN) {
      if (at.parent().scope() < 0) {
        return -1;
      }
      step = at.parent().step();
      at = get(at.parent().scope());
    }
    return at.first() + step / plan.graph(at.graph()).size();
  }
}
