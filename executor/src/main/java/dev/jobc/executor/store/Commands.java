package dev.jobc.executor.store;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Calls;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RetryRule;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.plan.Node;
import org.jspecify.annotations.Nullable;

/** What outcomes mean to the rules. */
public final class Commands {
  private Commands() {}

  /**
   * What an outcome comes to in its run: a task that has made more calls than it may has failed,
   * and what would be tried again, had it the time, has failed because it hasn't.
   */
  public static Completion within(Completion completion, PlanShape plan, RunImage image) {
    StepRef ref = completion.claimed().work().ref();
    if (completion.outcome() instanceof Outcome.Called called && image.ending(ref) == null) {
      int calls = called.sizes().stream().mapToInt(Integer::intValue).sum();
      String refusal = Calls.refusal(image, plan, ref, calls);
      return refusal == null
          ? completion
          : inTime(failed(completion, TaskError.OUTPUT_TYPE_ERROR, refusal, null), plan, image);
    }
    return inTime(completion, plan, image);
  }

  private static Completion failed(
      Completion completion, String name, String message, @Nullable String trace) {
    return new Completion(
        completion.claimed(),
        completion.startedAt(),
        completion.finishedAt(),
        new Outcome.Failed(new TaskError(name, message, trace)),
        completion.written());
  }

  private static Completion inTime(Completion completion, PlanShape plan, RunImage image) {
    StepRef ref = completion.claimed().work().ref();
    Node node = plan.node(image.scope(ref.scope()).graph(), ref.step());
    if (!(completion.outcome() instanceof Outcome.Failed(TaskError error))
        || !(of(completion) instanceof RunCommand.Fail fail)
        || !RetryRule.isCutShort(node, fail)) {
      return completion;
    }
    String message = "no time is left for another attempt; the last one: " + error.message();
    return failed(completion, TaskError.TIMEOUT, message, error.trace());
  }

  /**
   * What the rules are asked.
   *
   * @throws IllegalStateException for a cancelled one, about which they have nothing to say
   */
  public static RunCommand of(Completion completion) {
    Work work = completion.claimed().work();
    StepRef ref = work.ref();
    return switch (completion.outcome()) {
      case Outcome.Succeeded s -> new RunCommand.Succeed(ref);
      case Outcome.Shared s -> new RunCommand.Succeed(ref);
      case Outcome.Reused r -> new RunCommand.Succeed(ref);
      case Outcome.Declined d -> new RunCommand.Decline(ref);
      case Outcome.Failed f -> {
        long elapsed = (completion.finishedAt() - work.since()) / 1000;
        yield new RunCommand.Fail(ref, work.tries(), work.runId(), elapsed, f.error());
      }
      case Outcome.Paused p -> new RunCommand.Pause(ref, work.tries(), p.delay());
      case Outcome.Unmet u -> new RunCommand.Unmet(ref);
      case Outcome.Returned r -> new RunCommand.Return(ref);
      case Outcome.Entered e -> new RunCommand.Enter(ref, e.scope());
      case Outcome.Opened o -> new RunCommand.Open(ref, o.graph(), o.after(), o.size(), o.delay());
      case Outcome.Spawned s -> new RunCommand.Spawn(ref, s.sizes());
      case Outcome.Called c -> new RunCommand.Call(ref, c.sizes());
      case Outcome.Late l -> new RunCommand.Late(ref, l.scope());
      case Outcome.GivenBack g -> new RunCommand.GiveBack(ref, work.tries(), g.started());
      case Outcome.Routed r -> new RunCommand.GiveBack(ref, work.tries(), false);
      case Outcome.Held h -> new RunCommand.GiveBack(ref, work.tries(), false);
      case Outcome.Cancelled c -> throw new IllegalStateException("not for the rules");
      case Outcome.Lost l -> new RunCommand.Lose(ref, work.tries());
    };
  }

  /** Whether something is lost when it comes too late. */
  public static boolean carriesResult(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded s -> true;
      case Outcome.Declined d -> true;
      case Outcome.Failed f -> true;
      case Outcome.Unmet u -> false;
      case Outcome.Returned r -> false;
      case Outcome.Entered e -> false;
      case Outcome.Opened o -> false;
      case Outcome.Spawned s -> false;
      case Outcome.Called c -> true;
      case Outcome.Shared s -> true;
      case Outcome.Reused r -> true;
      case Outcome.Late l -> false;
      case Outcome.GivenBack g -> false;
      case Outcome.Cancelled c -> false;
      case Outcome.Paused p -> false;
      case Outcome.Routed r -> false;
      case Outcome.Held h -> false;
      case Outcome.Lost l -> false;
    };
  }
}
