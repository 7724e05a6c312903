package dev.jobc.reference;

import dev.jobc.expr.EvaluationException;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import java.util.Map;

/** Calls of other workflows: their plan when there is one, else as the world answers. */
final class Calls {
  private final Program program;

  Calls(Program program) {
    this.program = program;
  }

  void run(Turn turn, SubWorkflow call) throws EvaluationException {
    Map<String, Json> with = program.names(turn.body()).evaluate(call.with());
    Plan plan = program.world().plan(call);
    if (plan != null) {
      inside(turn, Interpreter.program(plan, with, program.world()));
      return;
    }
    Reply reply = program.world().workflow(turn.asker(program, 1), call, Json.object(with));
    long at = Turn.after(turn.start(), reply.took());
    if (at > turn.horizon() || reply.outcome() instanceof Reply.Never) {
      turn.cancelled();
    } else if (reply.outcome() instanceof Reply.Success(Json.Obj outputs, var calls)) {
      turn.run().succeed(at, outputs);
    } else if (reply.outcome() instanceof Reply.Failure(String name, String message)) {
      turn.run().fail(at, name, message);
    } else {
      turn.run().fail(at, StepError.WORKER_LOST, "the run was lost");
    }
  }

  private static void inside(Turn turn, Program callee) throws EvaluationException {
    Body outside = new Body(callee.plan(), Interpreter.outside(turn.path() + ">"));
    StepRun whole = Interpreter.whole(callee, outside, turn.start(), turn.horizon());
    whole.bodies().forEach(turn.run()::ranUnseen);
    StepError error = whole.error();
    switch (whole.state()) {
      case SUCCEEDED -> turn.run().succeed(whole.end(), Interpreter.outputs(whole));
      case FAILED ->
          turn.run()
              .fail(
                  whole.end(),
                  error == null ? "Unexpected" : error.name(),
                  error == null ? "" : error.message());
      case CANCELLED, SKIPPED, UPSTREAM_FAILED -> turn.cancelled();
    }
  }
}
