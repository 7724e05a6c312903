package dev.jobc.compiler.resolve;

import dev.jobc.compiler.resolve.Unit.UnitTask;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.CodeDoc;
import dev.jobc.model.ControlBody;
import dev.jobc.model.FlowDoc.ConditionDoc;
import dev.jobc.model.StepBody;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.TaskSpec;
import dev.jobc.source.Located;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which steps may end skipped although the block they are in runs, and why. */
public final class Skips {
  /** More than so many reasons are not kept. */
  private static final int MAX_CAUSES = 16;

  private final Unit unit;
  private final Map<Step, UnitTask> calls;
  private final Map<Step, List<Cause>> causes = new IdentityHashMap<>();

  Skips(Unit unit, StepTree tree, Orders orders, Map<Step, UnitTask> calls) {
    this.unit = unit;
    this.calls = calls;
    for (Block block : tree.blocks()) {
      List<Step> steps =
          block.kind() == BlockDoc.Kind.GRAPH ? orders.of(block).sorted() : block.steps();
      steps.forEach(step -> causes.put(step, causes(step, orders)));
    }
  }

  /** Why the step may be skipped; of a map, why it may run no item. Empty when it can't be. */
  public List<Cause> of(Step step) {
    return causes.getOrDefault(step, List.of());
  }

  /** Whether there is such a reason. */
  public boolean maySkip(Step step) {
    return !of(step).isEmpty();
  }

  private List<Cause> causes(Step step, Orders orders) {
    List<Cause> found = new ArrayList<>();
    ConditionDoc condition = step.doc().flow().condition();
    if (condition != null) {
      String text = step.title() + " is skipped unless this holds";
      found.add(new Cause(Cause.Kind.CONDITION, step, unit.place(condition.key()), text));
    }
    if (!step.isMap()) {
      found.addAll(byExitCode(step));
    }
    found.addAll(byBranches(step));
    found.addAll(byNeeds(step, orders));
    return List.copyOf(found.subList(0, Math.min(found.size(), MAX_CAUSES)));
  }

  /** A race whose branches are all skipped is skipped, too. */
  private List<Cause> byBranches(Step step) {
    boolean race = step.doc().body() instanceof ControlBody.Race && !step.isMap();
    if (!race || !step.children().stream().allMatch(this::skipsItself)) {
      return List.of();
    }
    String text = step.title() + " is skipped when all its branches are";
    return List.of(new Cause(Cause.Kind.SKIPPED, step, unit.place(step.doc().anchor()), text));
  }

  private boolean skipsItself(Step branch) {
    return branch.doc().flow().condition() != null
        || !byExitCode(branch).isEmpty()
        || !byBranches(branch).isEmpty();
  }

  private List<Cause> byNeeds(Step step, Orders orders) {
    Located<JoinRule> rule = step.doc().flow().rule();
    List<Cause> found = new ArrayList<>();
    for (Step need : orders.waits(step)) {
      for (Cause cause : of(need)) {
        if (rule == null || rule.value() == JoinRule.ALL_SUCCESS) {
          found.add(cause);
        }
      }
    }
    if (rule != null && maySkip(rule.value())) {
      String text = step.title() + " is skipped unless this rule holds";
      found.add(new Cause(Cause.Kind.SKIPPED, step, unit.place(rule.span()), text));
    }
    return found;
  }

  private static boolean maySkip(JoinRule rule) {
    return switch (rule) {
      case ALL_SUCCESS, ALL_DONE, NONE_FAILED, ALWAYS -> false;
      case ALL_FAILED,
          ONE_SUCCESS,
          ONE_FAILED,
          ONE_DONE,
          NONE_FAILED_MIN_ONE_SUCCESS,
          NONE_SKIPPED,
          ALL_SKIPPED,
          ALL_DONE_MIN_ONE_SUCCESS ->
          true;
    };
  }

  /** Why the task of a step may ask to be skipped; of a map, for one item. */
  public List<Cause> byExitCode(Step step) {
    UnitTask task = calls.get(step);
    Unit owner = task == null ? unit : task.unit();
    CodeDoc code = task == null ? inline(step) : task.decl().code();
    if (code == null || code.exitCodes().isEmpty()) {
      return List.of();
    }
    return code.exitCodes().stream()
        .filter(exit -> exit.meaning().value().equals(TaskSpec.SKIP))
        .limit(1)
        .map(exit -> owner.place(exit.meaning().span()))
        .map(
            place ->
                new Cause(
                    Cause.Kind.SKIPPED, step, place, "its task may end as skipped by this code"))
        .toList();
  }

  private static @Nullable CodeDoc inline(Step step) {
    return step.doc().body() instanceof StepBody.Inline inline ? inline.code() : null;
  }
}
