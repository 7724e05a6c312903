package dev.jobc.executor.work;

import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.Head;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.reference.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tasks of random plans whose code calls others, itself among them. */
final class Callers {
  static final String NAME = "caller";

  /** Far more than random calls come to. */
  private static final int MOST = 1_000;

  private Callers() {}

  /** Its graphs are added to the plan. */
  static TaskSpec spec(Plans plans, RetryPolicy retry) {
    int plain = plans.graph();
    int again = plans.graph();
    TaskSpec spec =
        Plans.spec(NAME)
            .calling(
                new TaskSpec.Spawn(
                    List.of(new TaskSpec.Callee("t", plain), new TaskSpec.Callee(NAME, again)),
                    MOST));
    plans.task(plain, head("t"), Plans.spec("t"), retry);
    plans.task(again, head(NAME), spec, retry);
    return spec;
  }

  private static Head head(String id) {
    return Head.of("called_" + id, List.of(), "flow.yaml:1:1");
  }

  /** Less than one call of itself on average, so that there is an end. */
  static List<Reply.Call> calls(Random random, TaskSpec task) {
    List<Reply.Call> calls = new ArrayList<>();
    if (task.spawn() != null) {
      for (int left = random.nextInt(3); left > 0; left--) {
        calls.add(new Reply.Call(random.nextBoolean() ? "t" : NAME, Answers.NOTHING.outputs()));
      }
    }
    return calls;
  }

  /** What a worker makes of a success. */
  static Outcome outcome(Plan plan, TaskSpec task, byte[] outputs, List<Reply.Call> calls) {
    if (calls.isEmpty()) {
      return new Outcome.Succeeded(outputs);
    }
    List<TaskResult.Call> made =
        calls.stream().map(call -> new TaskResult.Call(call.task(), call.with())).toList();
    return new Outcome.Called(outputs, new MadeCalls(plan, task, made).sorted());
  }
}
