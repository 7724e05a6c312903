package dev.jobc.reference;

import dev.jobc.json.Json;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.reference.Body.Opening;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Blocks that start, fail and are tried again as one, and the workflow, which is such a block. */
final class Blocks {
  private final Graphs graphs;

  Blocks(Graphs graphs) {
    this.graphs = graphs;
  }

  /** How the tries, or what follows them, came out. */
  private record Result(
      State state, long at, @Nullable StepError error, @Nullable Returned returned) {

    static Result of(Body body) {
      return new Result(body.state(), body.end(), body.error(), body.returned());
    }
  }

  void run(Turn turn, Flow.Block block) {
    StepRun run = turn.run();
    long total = Turn.limit(turn.start(), block.timeouts().total());
    long at = turn.start();
    int failures = 0;
    while (true) {
      run.attempted();
      long limit = Math.min(total, Turn.limit(at, block.timeouts().attempt()));
      Opening opening =
          Opening.single(block.body(), outer(turn), turn.path() + "~" + run.attempts());
      Body body = graphs.run(opening, block.resultFrom(), at, Math.min(limit, turn.horizon()));
      run.ranAgain(body);
      Result result = undone(block, run, body, timed(turn, body, limit));
      OptionalLong wait = retry(block, result, ++failures, result.at() - turn.start());
      if (wait.isEmpty() || Turn.after(result.at(), wait.getAsLong()) >= total) {
        finish(turn, handled(turn, block.handlers(), body, result));
        return;
      }
      at = Turn.after(result.at(), wait.getAsLong());
    }
  }

  /** The workflow stands in no body. */
  private static @Nullable Body outer(Turn turn) {
    return turn.body().graph() < 0 ? null : turn.body();
  }

  private static OptionalLong retry(Flow.Block block, Result result, int failures, long elapsed) {
    StepError error = result.error();
    return result.state() == State.FAILED && error != null
        ? Retries.delay(block.retry(), error.name(), failures, elapsed)
        : OptionalLong.empty();
  }

  /** A body that its own limit has cut has failed. */
  private static Result timed(Turn turn, Body body, long limit) {
    boolean own = body.state() == State.CANCELLED && limit < turn.horizon();
    if (!own) {
      return Result.of(body);
    }
    String message = "took longer than its limit";
    StepError error =
        new StepError(StepError.TIMEOUT, message, turn.node().id(), turn.node().source());
    return new Result(State.FAILED, Math.max(limit, body.end()), error, null);
  }

  private Result undone(Flow.Block block, StepRun run, Body body, Result result) {
    boolean broken = result.state() == State.FAILED || result.state() == State.CANCELLED;
    if (!block.saga() || !broken) {
      return result;
    }
    long end = new Sagas(graphs).undo(run, body, result.at());
    return new Result(result.state(), end, result.error(), result.returned());
  }

  private Result handled(Turn turn, Handlers handlers, Body body, Result result) {
    Result after = caught(turn, handlers, body, result);
    Integer last = handlers.last();
    if (last == null) {
      return after;
    }
    Opening opening = Opening.single(last, body, turn.path() + "!finally");
    Body finished = graphs.run(opening, after.at(), Turn.NEVER);
    turn.run().ran(finished);
    if (finished.state() == State.FAILED && after.state() == State.SUCCEEDED) {
      return Result.of(finished);
    }
    Returned returned = finished.returned() == null ? after.returned() : finished.returned();
    return new Result(after.state(), finished.end(), after.error(), returned);
  }

  private Result caught(Turn turn, Handlers handlers, Body body, Result result) {
    StepError error = error(turn, result);
    if (error == null) {
      return result;
    }
    for (Handlers.Catch clause : handlers.catches()) {
      boolean any = clause.errors().isEmpty() && !error.name().equals(StepError.CANCELLED);
      if (any || clause.errors().contains(error.name())) {
        boolean cancelled = result.state() == State.CANCELLED;
        if (!cancelled && result.at() > turn.horizon()) {
          return new Result(State.CANCELLED, result.at(), null, result.returned());
        }
        Opening opening =
            new Opening(
                clause.body(),
                body,
                turn.path() + "!catch" + clause.body(),
                Json.NULL,
                -1,
                error.json());
        Body clauseBody = graphs.run(opening, result.at(), cancelled ? Turn.NEVER : turn.horizon());
        turn.run().ran(clauseBody);
        return cancelled
            ? new Result(State.CANCELLED, clauseBody.end(), null, clauseBody.returned())
            : Result.of(clauseBody);
      }
    }
    return result;
  }

  private static @Nullable StepError error(Turn turn, Result result) {
    return switch (result.state()) {
      case FAILED -> result.error();
      case CANCELLED ->
          new StepError(
              StepError.CANCELLED,
              "what it belongs to ended early",
              turn.node().id(),
              turn.node().source());
      case SUCCEEDED, SKIPPED, UPSTREAM_FAILED -> null;
    };
  }

  private static void finish(Turn turn, Result result) {
    StepRun run = turn.run();
    Returned returned = result.returned();
    StepError error = result.error();
    if (returned != null) {
      run.returns(result.at(), returned);
    } else if (result.state() == State.FAILED && error != null) {
      run.fail(result.at(), error);
    } else {
      run.finish(result.state(), result.at());
    }
  }
}
