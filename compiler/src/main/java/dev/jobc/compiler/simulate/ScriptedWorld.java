package dev.jobc.compiler.simulate;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import dev.jobc.reference.Reply;
import dev.jobc.reference.Reply.Outcome;
import dev.jobc.reference.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A world that goes as a script says, but for what is mocked. */
final class ScriptedWorld implements World {
  private final Simulation.Setting setting;
  private final Options options;
  private final Script script;
  private final Start start;
  private final Map<String, Json> said = new LinkedHashMap<>();

  ScriptedWorld(Simulation.Setting setting, Options options, Script script, Start start) {
    this.start = start;
    this.setting = setting;
    this.options = options;
    this.script = script;
  }

  /** Everything that was not ordinary, as a mock file would say it. */
  Json said() {
    Map<String, List<Json>> steps = new LinkedHashMap<>();
    said.forEach(
        (key, mock) ->
            steps
                .computeIfAbsent(key.substring(0, key.indexOf('\n')), s -> new ArrayList<>())
                .add(mock));
    Map<String, Json> members = new LinkedHashMap<>();
    steps.forEach((step, mocks) -> members.put(step, Json.array(mocks)));
    return Json.object(members);
  }

  @Override
  public Reply task(Asker asker, TaskSpec task, Json.Obj inputs) {
    return reply(asker);
  }

  @Override
  public Reply signal(Asker asker, Pause.WaitFor wait) {
    return reply(asker);
  }

  @Override
  public Reply approval(Asker asker, Pause.Approval approval, String prompt) {
    return reply(asker);
  }

  @Override
  public @Nullable Plan plan(SubWorkflow call) {
    return setting.mocks().has(call.id())
        ? null
        : options.inside().get(call.namespace() + "/" + call.name());
  }

  @Override
  public Reply workflow(Asker asker, SubWorkflow call, Json.Obj inputs) {
    return reply(asker);
  }

  private Reply reply(Asker asker) {
    Reply mocked = setting.mocks().find(asker);
    if (mocked != null) {
      return mocked;
    }
    List<Outcome> outcomes = options.steps().getOrDefault(asker.step(), List.of());
    if (outcomes.isEmpty()) {
      return Reply.of(new Reply.Success(Json.object().build()), Mocks.USUAL);
    }
    String where = asker.path() + "#" + asker.attempt();
    int number = script.choose(asker.step(), where, outcomes.size());
    long took = script.took(where);
    Outcome outcome = outcomes.get(number);
    said.put(asker.step() + "\n" + where, mock(asker, outcome, took));
    return Reply.of(outcome, took);
  }

  private static Json mock(Asker asker, Outcome outcome, long took) {
    Json.ObjectBuilder mock = Json.object();
    if (!asker.items().isEmpty()) {
      mock.put("item", Json.array(asker.items().stream().map(Json::of).toList()));
    }
    mock.put("attempt", (long) asker.attempt());
    switch (outcome) {
      case Reply.Success(Json.Obj outputs, var calls) -> mock.put("outputs", outputs);
      case Reply.Failure(String name, String message) -> mock.put("error", name);
      case Reply.Skip skip -> mock.put("skip", true);
      case Reply.Lost lost -> mock.put("error", "WorkerLost");
      case Reply.Never never -> mock.put("error", "Timeout");
    }
    return mock.put("duration", took == Mocks.USUAL ? null : took + "ms").build();
  }

  @Override
  public Json fact(String name) {
    return Facts.of(setting.plan(), start, name);
  }

  /** A workflow that is called is started by nobody else. */
  @Override
  public Json fact(Plan plan, String name) {
    return plan == setting.plan() ? fact(name) : Facts.of(plan, Start.usual(plan), name);
  }

  @Override
  public Map<String, PlanExpr> started() {
    return start.inputs();
  }
}
