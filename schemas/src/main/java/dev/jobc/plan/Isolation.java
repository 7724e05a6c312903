package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import org.jspecify.annotations.Nullable;

/**
 * How a task's process is confined; null is the worker's own setting.
 *
 * @param user name of the user the process runs as
 * @param group name of its group
 * @param workingDirectory a string; relative to the directory the run was submitted from. Null for
 *     a private one that goes away afterwards
 * @param umask file mode bits to clear
 * @param network whether the process may use the network
 */
public record Isolation(
    @Nullable Level level,
    @Nullable String user,
    @Nullable String group,
    @Nullable PlanExpr workingDirectory,
    @Nullable Integer umask,
    @Nullable Boolean network,
    Resources resources) {

  /** Nothing asked for. */
  public static final Isolation NONE =
      new Isolation(null, null, null, null, null, null, Resources.NONE);

  /** Named levels; a machine either has one or refuses the task. */
  public enum Level {
    NONE,
    PROCESS,
    SANDBOX
  }

  /**
   * What a task needs and may not exceed; 0 for no limit.
   *
   * @param cpu thousandths of a core
   * @param memory bytes
   * @param disk bytes of the working directory
   * @param processes processes and threads at once
   */
  public record Resources(long cpu, long memory, long disk, int processes) {
    public static final Resources NONE = new Resources(0, 0, 0, 0);
  }
}
