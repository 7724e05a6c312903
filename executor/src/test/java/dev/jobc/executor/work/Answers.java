package dev.jobc.executor.work;

import dev.jobc.json.Json;
import dev.jobc.plan.Pause;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import dev.jobc.reference.Reply;
import dev.jobc.reference.World;
import java.util.function.BiFunction;

/** A world with tasks and nothing else. */
record Answers(BiFunction<World.Asker, TaskSpec, Reply> tasks) implements World {
  static final Reply.Success NOTHING = new Reply.Success(Json.object().build());

  @Override
  public Reply task(Asker asker, TaskSpec task, Json.Obj inputs) {
    return tasks.apply(asker, task);
  }

  @Override
  public Reply signal(Asker asker, Pause.WaitFor wait) {
    return Reply.of(new Reply.Never(), 0);
  }

  @Override
  public Reply approval(Asker asker, Pause.Approval approval, String prompt) {
    return Reply.of(new Reply.Never(), 0);
  }

  @Override
  public Reply workflow(Asker asker, SubWorkflow call, Json.Obj inputs) {
    return Reply.of(new Reply.Never(), 0);
  }

  @Override
  public Json fact(String name) {
    return Json.of("");
  }
}
