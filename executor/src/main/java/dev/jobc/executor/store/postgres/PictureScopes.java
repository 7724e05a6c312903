package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.SCOPE;

import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.Role;
import dev.jobc.executor.core.StepRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.DSLContext;

/** What the steps of a run have opened, as far as a reader wants to know. */
final class PictureScopes {
  private final Map<Integer, Scope> scopes = new TreeMap<>();
  private final Map<Integer, List<Scope>> byGraph = new HashMap<>();
  private final Set<StepRef> parents = new HashSet<>();

  /**
   * One scope.
   *
   * @param superseded whether a later try of the same block has taken its place
   */
  record Scope(
      int number,
      StepRef parent,
      Role role,
      int first,
      int graph,
      int size,
      int released,
      boolean superseded) {
    private Scope later() {
      return new Scope(number, parent, role, first, graph, size, released, true);
    }
  }

  private PictureScopes() {}

  static PictureScopes read(DSLContext jooq, long runId) {
    PictureScopes read = new PictureScopes();
    read.add(new Scope(0, new StepRef(-1, -1), Role.BODY, 0, 0, 1, 1, false));
    Map<StepRef, Scope> tries = new HashMap<>();
    jooq.selectFrom(SCOPE)
        .where(SCOPE.RUN_ID.eq(runId))
        // What would undo a step, if it had to be undone.
        .andNot(SCOPE.ROLE.eq((short) ScopeRows.code(Role.UNDO)).and(SCOPE.RELEASED.eq(0)))
        .orderBy(SCOPE.SCOPE_)
        .forEach(
            row -> {
              Scope scope =
                  new Scope(
                      row.get(SCOPE.SCOPE_),
                      new StepRef(row.get(SCOPE.PARENT_SCOPE), row.get(SCOPE.PARENT_STEP)),
                      ScopeRows.role(row.get(SCOPE.ROLE)),
                      row.get(SCOPE.FIRST),
                      row.get(SCOPE.GRAPH),
                      row.get(SCOPE.SIZE),
                      row.get(SCOPE.RELEASED),
                      false);
              Scope before = scope.role() == Role.BODY ? tries.put(scope.parent(), scope) : null;
              if (before != null) {
                read.scopes.put(before.number(), before.later());
              }
              read.add(scope);
            });
    read.scopes
        .values()
        .forEach(
            scope ->
                read.byGraph.computeIfAbsent(scope.graph(), graph -> new ArrayList<>()).add(scope));
    return read;
  }

  private void add(Scope scope) {
    scopes.put(scope.number(), scope);
    parents.add(scope.parent());
  }

  Scope get(int scope) {
    return Known.in(scopes, scope);
  }

  int graph(int scope) {
    return get(scope).graph();
  }

  List<Scope> of(int graph) {
    return byGraph.getOrDefault(graph, List.of());
  }

  /** Whether a step has run a graph. */
  boolean isParent(StepRef ref) {
    return parents.contains(ref);
  }

  /** The number of the item or turn that a step instance belongs to; -1 when to none. */
  int item(StepRef ref, PlanShape plan) {
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
