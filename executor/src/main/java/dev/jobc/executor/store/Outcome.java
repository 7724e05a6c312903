package dev.jobc.executor.store;

import dev.jobc.executor.RunId;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of an attempt. Values are JSON in UTF-8. */
public sealed interface Outcome {

  /**
   * The step has done its work.
   *
   * @param outputs null when it gives none
   */
  record Succeeded(byte @Nullable [] outputs) implements Outcome {}

  /**
   * The step has done its work, and what it gave may be used again.
   *
   * @param outputs null when it gives none
   * @param ttl milliseconds for which that may be
   */
  record Shared(byte @Nullable [] outputs, ResultKey key, long ttl) implements Outcome {}

  /**
   * The step gives what another has given for the same.
   *
   * @param outputs null when that is nothing
   * @param from the run that gave it
   */
  record Reused(byte @Nullable [] outputs, RunId from) implements Outcome {}

  /** What the step gives, null for nothing. */
  static byte @Nullable [] outputs(Outcome outcome) {
    return switch (outcome) {
      case Succeeded s -> s.outputs();
      case Called c -> c.outputs();
      case Shared s -> s.outputs();
      case Reused r -> r.outputs();
      default -> null;
    };
  }

  /** The task asked to be skipped. */
  record Declined() implements Outcome {}

  /** The attempt failed; the rules decide whether there is another. */
  record Failed(TaskError error) implements Outcome {}

  /** The step's condition does not hold. */
  record Unmet() implements Outcome {}

  /** See {@link dev.jobc.executor.core.RunCommand.Enter}. */
  record Entered(int scope) implements Outcome {}

  /**
   * See {@link dev.jobc.executor.core.RunCommand.Open}.
   *
   * @param given what each instance is given, a list; null for nothing
   */
  record Opened(int graph, int after, int size, long delay, byte @Nullable [] given)
      implements Outcome {}

  /**
   * See {@link dev.jobc.executor.core.RunCommand.Spawn}.
   *
   * @param calls of each task that it may call
   */
  record Spawned(List<Calls> calls) implements Outcome {
    public Spawned {
      calls = List.copyOf(calls);
    }

    /** So many calls and what they are given. */
    public record Calls(int size, byte[] given) {}

    /** How many of each task. */
    public List<Integer> sizes() {
      return calls.stream().map(Calls::size).toList();
    }
  }

  /**
   * The task has done its work, and its code has made calls; see {@link
   * dev.jobc.executor.core.RunCommand.Call}.
   *
   * @param outputs null when it gives none
   * @param calls of each task that it may call
   */
  record Called(byte @Nullable [] outputs, List<Spawned.Calls> calls) implements Outcome {
    public Called {
      calls = List.copyOf(calls);
    }

    /** How many of each task. */
    public List<Integer> sizes() {
      return calls.stream().map(Spawned.Calls::size).toList();
    }
  }

  /**
   * A graph that the step runs has taken longer than it may.
   *
   * @param error what the step fails with if nothing tries it again
   */
  record Late(int scope, TaskError error) implements Outcome {}

  /** The step ends the run with these outputs. */
  record Returned(byte[] outputs) implements Outcome {}

  /**
   * The worker does not finish it.
   *
   * @param started whether the task's code had begun
   */
  record GivenBack(boolean started) implements Outcome {}

  /**
   * The step waits, and no worker with it.
   *
   * @param delay milliseconds until a worker looks at it again; below 0 for never
   * @param question what it waits for from outside; null for the time alone
   */
  record Paused(long delay, @Nullable Question question) implements Outcome {}

  /**
   * It goes on in a queue, the one of several that its key stands for.
   *
   * @param queue see {@link PlanStore#queue}
   */
  record Routed(int queue) implements Outcome {}

  /**
   * Limits have to let it through first.
   *
   * @param queue where it goes on then, see {@link PlanStore#queue}
   */
  record Held(List<Need> needs, int queue) implements Outcome {
    public Held {
      needs = List.copyOf(needs);
    }
  }

  /** It was stopped, or never begun, because its run or step was cancelled. */
  record Cancelled() implements Outcome {}

  /** The worker's session was declared lost. */
  record Lost() implements Outcome {}
}
