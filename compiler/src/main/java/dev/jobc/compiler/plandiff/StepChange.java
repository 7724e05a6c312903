package dev.jobc.compiler.plandiff;

import java.util.List;

/**
 * What became of a step.
 *
 * @param path see {@link dev.jobc.compiler.planview.PlanSteps}
 * @param before where it was written, {@code file:line:column}; empty for an added step
 * @param after where it is written; empty for a removed one
 * @param why in the order of {@link Reason}; empty unless it changed
 * @param changes the values behind those reasons that are values
 * @param because paths of the changed steps it depends on; only with {@link Reason#UPSTREAM}
 * @param reuse whether what it gave in a run of the old plan still stands
 */
public record StepChange(
    String path,
    Kind kind,
    String before,
    String after,
    List<Reason> why,
    List<Change> changes,
    List<String> because,
    Reuse reuse) {
  public StepChange {
    why = List.copyOf(why);
    changes = List.copyOf(changes);
    because = List.copyOf(because);
  }

  /** What happened to it. */
  public enum Kind {
    SAME,
    CHANGED,
    ADDED,
    REMOVED
  }

  /** What can differ. */
  public enum Reason {
    /** It is a step of another kind. */
    KIND("another kind of step"),
    /** The task's code, or how it is started. */
    CODE("code changed"),
    /** The task's declared inputs, outputs or errors. */
    SIGNATURE("signature changed"),
    /** The values it is given. */
    INPUTS("inputs changed"),
    /** Its own keys: items of a map, limits of a loop, cases of a switch, and so on. */
    SETTINGS("settings changed"),
    /** Whether and after what it starts, and what its failure means. */
    FLOW("order or condition changed"),
    /** Retries, limits, placement: how it runs, not what it gives. */
    POLICY("policy changed"),
    /** What it tells people, its task's included. */
    DESCRIPTION("description changed"),
    /** A step inside it. */
    INSIDE("a step inside changed"),
    /** A step it reads from. */
    UPSTREAM("what it reads changed");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /** Whether a result from before says nothing about what the step would give now. */
    boolean spoils() {
      return switch (this) {
        case KIND, CODE, SIGNATURE, INPUTS, SETTINGS, INSIDE, UPSTREAM -> true;
        case FLOW, POLICY, DESCRIPTION -> false;
      };
    }
  }

  /** What a finished step of the old plan is worth in the new one. */
  public enum Reuse {
    /** Its outputs can be taken over. */
    REUSABLE,
    /** It has to run again. */
    STALE,
    /** It is not in the new plan. */
    GONE,
    /** It is not in the old plan, or it does no work of its own. */
    NONE
  }
}
