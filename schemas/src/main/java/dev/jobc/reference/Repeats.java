package dev.jobc.reference;

import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Repeat;
import dev.jobc.reference.Body.Opening;
import java.util.Map;

/** Loops and polls, turn by turn. */
final class Repeats {
  /** A poll that never says yes and has no limit is given up after so many turns. */
  private static final int MAX_POLLS = 10_000;

  private final Program program;
  private final Graphs graphs;

  Repeats(Program program, Graphs graphs) {
    this.program = program;
    this.graphs = graphs;
  }

  void run(Turn turn, Repeat repeat) throws EvaluationException {
    switch (repeat) {
      case Repeat.Loop loop -> loop(turn, loop);
      case Repeat.Poll poll -> poll(turn, poll);
    }
  }

  private void loop(Turn turn, Repeat.Loop loop) throws EvaluationException {
    StepRun run = turn.run();
    Json.Obj state = Json.object(program.names(turn.body()).evaluate(loop.state()));
    long at = turn.start();
    for (int i = 0; i < loop.maxIterations(); i++) {
      if (at > turn.horizon()) {
        turn.cancelled();
        return;
      }
      Body body = turn(turn, loop.body(), state, i, at, turn.horizon());
      if (body.state() != State.SUCCEEDED || body.returned() != null) {
        run.endAs(body, Json.NULL);
        return;
      }
      if (body.end() > turn.horizon()) {
        // It cleaned up after the end; there is nobody left to ask for another turn.
        run.finish(State.CANCELLED, body.end());
        return;
      }
      Names after = program.names(body);
      Map<String, Json> next = after.evaluate(loop.next());
      state = Json.object(next);
      PlanExpr until = loop.until();
      boolean done = until != null && after.evaluate(until).equals(Json.TRUE);
      if (done || (until == null && i + 1 == loop.maxIterations())) {
        run.succeed(body.end(), state);
        return;
      }
      at = Turn.after(body.end(), i + 1 < loop.maxIterations() ? loop.delay() : 0);
    }
    String message = "its condition does not hold after " + loop.maxIterations() + " iterations";
    run.fail(at, StepError.LOOP_LIMIT, message);
  }

  private Body turn(Turn turn, int graph, Json given, int number, long at, long horizon) {
    String path = turn.path() + "[" + number + "]";
    Opening opening = Opening.item(graph, turn.body(), path, given, number);
    return turn.run().ranAgain(graphs.run(opening, at, horizon));
  }

  private void poll(Turn turn, Repeat.Poll poll) throws EvaluationException {
    StepRun run = turn.run();
    long limit = Turn.limit(turn.start(), poll.timeout());
    long at = turn.start();
    for (int i = 0; i < MAX_POLLS && at < limit && at <= turn.horizon(); i++) {
      run.attempted();
      Body body = turn(turn, poll.body(), Json.NULL, i, at, Math.min(limit, turn.horizon()));
      if (body.state() == State.CANCELLED) {
        break;
      }
      boolean succeeded = body.state() == State.SUCCEEDED;
      PlanExpr until = poll.until();
      if (!succeeded && until != null) {
        run.endAs(body, Json.NULL);
        return;
      }
      if (succeeded && (until == null || says(body, until))) {
        run.succeed(body.end(), body.step(0).outputs());
        return;
      }
      at = Turn.after(body.end(), poll.every());
    }
    if (limit < turn.horizon() || turn.horizon() == Turn.NEVER) {
      long end = limit == Turn.NEVER ? at : limit;
      run.fail(end, StepError.TIMEOUT, "the answer did not come in time");
    } else {
      turn.cancelled();
    }
  }

  private boolean says(Body body, PlanExpr until) throws EvaluationException {
    return program.names(body).evaluate(until).equals(Json.TRUE);
  }
}
