package dev.jobc.executor.core;

import dev.jobc.executor.RunState;
import dev.jobc.executor.TaskError;
import java.util.BitSet;
import java.util.List;

/** What may be asked of a run. Everything that happened outside is inside. */
public sealed interface RunCommand {

  /** Begins a new run. */
  record Start() implements RunCommand {}

  /**
   * Begins a run that takes up another one, whose numbers and scopes it goes on with.
   *
   * @param kept nodes of the workflow that count as ended, see {@link Resumption}
   * @param skipped those of them that were skipped
   * @param maps scopes of maps of the workflow that go on with the items that are left, see {@link
   *     MapRest}; they are at hand, with how their steps have ended that are kept
   */
  record Resume(BitSet kept, BitSet skipped, List<Integer> maps) implements RunCommand {
    public Resume {
      maps = List.copyOf(maps);
    }

    /** Maps that are not kept begin anew. */
    public Resume(BitSet kept, BitSet skipped) {
      this(kept, skipped, List.of());
    }
  }

  /**
   * Ends the run before its time.
   *
   * @param atOnce whether not even what must run in any case goes on
   */
  record Cancel(boolean atOnce) implements RunCommand {}

  /**
   * Ends one step as failed with {@code Cancelled}, wherever it is under way or still to come.
   *
   * @param step its id
   * @param items numbers of the items of maps that it belongs to, the outermost first; empty for
   *     all of its instances
   */
  record CancelStep(String step, List<Integer> items) implements RunCommand {
    public CancelStep {
      items = List.copyOf(items);
    }
  }

  /** The steps of the workflow have taken longer than they may. */
  record RunOut() implements RunCommand {}

  /** Ends a run that has not begun; nothing follows in it. */
  record Refuse(RunState state) implements RunCommand {}

  /**
   * The wait before a try of the workflow is over.
   *
   * @param scope the try
   */
  record TryAgain(int scope) implements RunCommand {}

  /** A command about the attempt under way of a step. */
  sealed interface OfStep extends RunCommand {
    StepRef ref();
  }

  record Succeed(StepRef ref) implements OfStep {}

  /** The task asked to be skipped. */
  record Decline(StepRef ref) implements OfStep {}

  /**
   * The attempt failed.
   *
   * @param runId makes the jitter differ between runs
   * @param elapsed milliseconds since the step first became ready
   */
  record Fail(StepRef ref, Tries tries, long runId, long elapsed, TaskError error)
      implements OfStep {}

  /** Its condition does not hold. */
  record Unmet(StepRef ref) implements OfStep {}

  /**
   * Nothing keeps it from going on: its condition holds, or the time to wait is over.
   *
   * @param scope the scope to start; {@link #NEW} to begin the step
   */
  record Enter(StepRef ref, int scope) implements OfStep {
    public static final int NEW = -1;
  }

  /**
   * What it runs next is known: the list of a map, the case of a choice, the turn of a loop.
   *
   * @param graph of each instance
   * @param after the scope that came before it, {@link Enter#NEW} when it is the first
   * @param size number of instances
   * @param delay milliseconds to wait before
   */
  record Open(StepRef ref, int graph, int after, int size, long delay) implements OfStep {}

  /**
   * What calls it makes is known.
   *
   * @param sizes how many of each task that it may call
   */
  record Spawn(StepRef ref, List<Integer> sizes) implements OfStep {
    public Spawn {
      sizes = List.copyOf(sizes);
    }
  }

  /**
   * The task has succeeded, and its code has made calls.
   *
   * @param sizes how many of each task that it may call
   */
  record Call(StepRef ref, List<Integer> sizes) implements OfStep {
    public Call {
      sizes = List.copyOf(sizes);
    }
  }

  /**
   * It waits for something else than a worker.
   *
   * @param delay milliseconds until a worker looks at it again; below 0 for never
   */
  record Pause(StepRef ref, Tries tries, long delay) implements OfStep {}

  /** It ends the run as succeeded, with outputs that are known. */
  record Return(StepRef ref) implements OfStep {}

  /** A graph that it runs has taken longer than it may. */
  record Late(StepRef ref, int scope) implements OfStep {}

  /** The worker died. */
  record Lose(StepRef ref, Tries tries) implements OfStep {}

  /**
   * The worker does not finish it, by its own decision.
   *
   * @param started whether the task's code had begun, so that the attempt number is used up
   */
  record GiveBack(StepRef ref, Tries tries, boolean started) implements OfStep {}
}
