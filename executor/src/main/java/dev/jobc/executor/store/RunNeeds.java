package dev.jobc.executor.store;

import dev.jobc.executor.RunId;
import dev.jobc.executor.core.Need;
import dev.jobc.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run takes of limits that it shares with others; its keys may depend on its number. */
@FunctionalInterface
public interface RunNeeds {
  /** A run without limits. */
  RunNeeds NONE = run -> List.of();

  /**
   * What it takes, never empty unless there are no limits at all.
   *
   * @throws dev.jobc.executor.InvalidInputException when a key can't be evaluated
   */
  List<Need> of(RunId run);

  /** Tells what the limits of a plan ask of a run. */
  @FunctionalInterface
  interface Source {
    /**
     * What they ask.
     *
     * @param inputs as in {@link NewRun}
     * @param start what its trigger has told, JSON in UTF-8; null when nobody did
     */
    RunNeeds of(Plan plan, byte[] inputs, String directory, byte @Nullable [] start);
  }
}
