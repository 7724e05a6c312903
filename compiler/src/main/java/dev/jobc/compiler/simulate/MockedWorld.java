package dev.jobc.compiler.simulate;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import dev.jobc.reference.Reply;
import dev.jobc.reference.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A world in which steps do what was said. A step of which nothing was said succeeds when it has no
 * outputs; otherwise it is remembered as open.
 */
final class MockedWorld implements World {
  private final Plan plan;
  private final Start start;
  private final Mocks mocks;
  private final Map<String, String> open = new LinkedHashMap<>();

  MockedWorld(Plan plan, Start start, Mocks mocks) {
    this.plan = plan;
    this.start = start;
    this.mocks = mocks;
  }

  /**
   * What would have had to be said, a sentence each. Questions that came to nothing, because
   * something around the step ended before, need no answer.
   */
  List<String> open(StepStates states) {
    return open.entrySet().stream()
        .filter(entry -> states.answered(entry.getKey()))
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }

  @Override
  public Reply task(Asker asker, TaskSpec task, Json.Obj inputs) {
    boolean silent = task.outputs().stream().allMatch(output -> output.type().isOptional());
    return reply(asker, silent, "gives outputs");
  }

  @Override
  public Reply signal(Asker asker, Pause.WaitFor wait) {
    return reply(asker, false, "waits for a signal");
  }

  @Override
  public Reply approval(Asker asker, Pause.Approval approval, String prompt) {
    return reply(asker, false, "waits for a person");
  }

  @Override
  public Reply workflow(Asker asker, SubWorkflow call, Json.Obj inputs) {
    return reply(asker, false, "calls a workflow");
  }

  private Reply reply(Asker asker, boolean silent, String what) {
    Reply found = mocks.find(asker);
    if (found == null && !silent) {
      String sentence = "step `" + asker.label() + "` " + what + ", and nothing is said of it";
      open.put(asker.path(), sentence);
    }
    return found == null ? Reply.of(new Reply.Success(Json.object().build()), Mocks.USUAL) : found;
  }

  @Override
  public Json fact(String name) {
    return Facts.of(plan, start, name);
  }

  @Override
  public Map<String, PlanExpr> started() {
    return start.inputs();
  }
}
