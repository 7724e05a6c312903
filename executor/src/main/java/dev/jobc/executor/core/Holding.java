package dev.jobc.executor.core;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.ScopeImage.Progress;
import java.util.BitSet;

/**
 * Runs that limits hold back before anything of them begins. What a run is then is what it takes
 * over from the run that it takes up, or nothing; its steps, and their time, begin when it is let
 * through.
 */
public final class Holding {
  private Holding() {}

  /**
   * A run that is held back.
   *
   * @param fresh the run as it would be before the command
   * @param command how it is to begin
   */
  public static RunImage held(RunImage fresh, RunCommand command) {
    RunImage image = fresh.withScope(fresh.scope(StepRef.ROOT).with(Progress.HELD));
    if (command instanceof RunCommand.Resume(BitSet kept, BitSet skipped, var maps)) {
      for (int node = kept.nextSetBit(0); node >= 0; node = kept.nextSetBit(node + 1)) {
        Ending ending = skipped.get(node) ? Ending.DECLINED : Ending.SUCCEEDED;
        image = image.withEnding(new StepRef(StepRef.ROOT, node), ending);
      }
    }
    return image;
  }

  /** The same of one that begins at a time, from which its limits count. */
  public static RunImage later(RunImage fresh, RunCommand command) {
    RunImage held = held(fresh, command);
    return held.withScope(held.scope(StepRef.ROOT).with(Progress.LATER));
  }

  /** What a run that is let through is right before it begins. */
  public static RunImage fresh(RunImage held) {
    int flags = held.scope(StepRef.ROOT).progress().flags() & ~Progress.HELD;
    return RunImage.after(held.lastNumber())
        .withScope(ScopeImage.root(flags, false, held.scope(StepRef.ROOT).since()));
  }

  /** What is asked of a run that has not begun: nothing follows in it. */
  public static RunCommand unbegun(RunCommand command) {
    return switch (command) {
      case RunCommand.Cancel c -> new RunCommand.Refuse(RunState.CANCELLED);
      case RunCommand.RunOut o -> new RunCommand.Refuse(RunState.FAILED);
      default -> command;
    };
  }

  /** A run that is let through begins. */
  public static RunMachine.Decision begin(RunImage held, PlanShape plan, long now) {
    BitSet kept = new BitSet();
    BitSet skipped = new BitSet();
    for (int node = 0; node < plan.root().size(); node++) {
      Ending ending = held.ending(new StepRef(StepRef.ROOT, node));
      kept.set(node, ending != null);
      skipped.set(node, ending == Ending.DECLINED);
    }
    return RunMachine.apply(fresh(held), new RunCommand.Resume(kept, skipped), plan, now);
  }
}
