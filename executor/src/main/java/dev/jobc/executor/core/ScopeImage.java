package dev.jobc.executor.core;

import org.jspecify.annotations.Nullable;

/**
 * Instances of a graph that one step runs, the items of a map for example; or (number 0) the
 * workflow itself.
 *
 * @param number unique in the run
 * @param parent the step that opened it; for the workflow and its handlers {@link #NOBODY}
 * @param role what for
 * @param first the number of its first instance among its siblings: of the try, of the turn
 * @param within the scope whose names it sees: that of the parent, but for a handler that of the
 *     body it follows
 * @param graph the graph that every instance runs
 * @param size number of instances
 * @param since when the step that opened it began, microseconds since 1970
 * @param cause what a handler follows, null for others
 * @param calls of calls that the code of a task made: all that it and what it called have made so
 *     far, kept with the first of its scopes; otherwise 0
 * @param progress what has become of it
 */
public record ScopeImage(
    int number,
    StepRef parent,
    Role role,
    int first,
    int within,
    int graph,
    int size,
    long since,
    @Nullable Cause cause,
    int calls,
    Progress progress) {
  public static final StepRef NOBODY = new StepRef(-1, -1);

  /** The workflow itself. */
  public static final ScopeImage ROOT =
      new ScopeImage(0, NOBODY, Role.BODY, 0, 0, 0, 1, 0, null, 0, new Progress(1, 0, 0, 0, null));

  /**
   * What has become of a scope.
   *
   * @param released instances that were started: always the first ones
   * @param ended instances that have ended, the failed ones included
   * @param failed instances that failed
   * @param flags see the constants
   * @param fault of the first instance that ended failed, null when none has
   */
  public record Progress(int released, int ended, int failed, int flags, @Nullable Fault fault) {
    /** Nothing in it is started any more. */
    public static final int CUT = 1;

    /** Something in it was cancelled. */
    public static final int CANCELLED = 2;

    /** A {@code return} in it ends the run. */
    public static final int RETURNED = 4;

    /** Everything in it has ended. */
    public static final int OVER = 8;

    /** Nobody outside sees its values. */
    public static final int HIDDEN = 16;

    /** What the {@code return} ended has failed since, by a {@code finally}. */
    public static final int BROKEN = 32;

    /** It is over, and what it has done is being undone, or is. */
    public static final int UNDOING = 128;

    /** It was cut because it has taken longer than it may. */
    public static final int LATE = 256;

    /** Of the workflow: limits hold the run back, and nothing of it has begun. */
    public static final int HELD = 512;

    /** It was cut because somebody has cancelled the step that runs it. */
    public static final int STOPPED = 1024;

    /** Of a map that a run has taken up: some of its steps may have ended before they begin. */
    public static final int TAKEN_UP = 2048;

    /** Of the workflow: the run began later than it was submitted, at a time that was asked for. */
    public static final int LATER = 4096;

    /** Of a scope in which nothing has begun. */
    public static final Progress NONE = new Progress(0, 0, 0, 0, null);

    Progress with(int flag) {
      return new Progress(released, ended, failed, flags | flag, fault);
    }
  }

  /** A new scope of a step, seeing the names that the step sees. */
  static ScopeImage of(
      int number, StepRef parent, Role role, int first, int graph, int size, long since) {
    return new ScopeImage(
        number, parent, role, first, parent.scope(), graph, size, since, null, 0, Progress.NONE);
  }

  /**
   * The workflow itself, some way on.
   *
   * @param since when the run was submitted, microseconds since 1970
   */
  public static ScopeImage root(int flags, boolean over, long since) {
    return since(since).with(new Progress(1, over ? 1 : 0, 0, flags, null));
  }

  /** The workflow itself in a run of which nothing has happened yet. */
  static ScopeImage since(long since) {
    return new ScopeImage(
        ROOT.number,
        NOBODY,
        Role.BODY,
        0,
        ROOT.within,
        ROOT.graph,
        1,
        since,
        null,
        0,
        ROOT.progress);
  }

  /** The same of another step. */
  public ScopeImage of(StepRef other) {
    return new ScopeImage(
        number, other, role, first, other.scope(), graph, size, since, cause, calls, progress);
  }

  /** The next try of the workflow; the first one is {@link #ROOT}. */
  ScopeImage nextTry(int next) {
    return new ScopeImage(
        next, NOBODY, Role.BODY, first + 1, StepRef.ROOT, graph, 1, since, null, 0, Progress.NONE);
  }

  /** What is checked before the workflow begins. */
  ScopeImage checks(int next, int checks) {
    return new ScopeImage(
        next, NOBODY, Role.CHECK, 0, StepRef.ROOT, checks, 1, since, null, 0, Progress.NONE);
  }

  /** Whether it is the workflow's own steps: the first try of them, or a later one. */
  public boolean isWorkflow() {
    return role == Role.BODY && isOfWorkflow();
  }

  /** Whether it is the workflow or a handler of the workflow, which no step has opened. */
  public boolean isOfWorkflow() {
    return parent.equals(NOBODY);
  }

  public int released() {
    return progress.released();
  }

  public int ended() {
    return progress.ended();
  }

  public int failed() {
    return progress.failed();
  }

  public boolean has(int flag) {
    return (progress.flags() & flag) != 0;
  }

  ScopeImage with(Progress changed) {
    return new ScopeImage(
        number, parent, role, first, within, graph, size, since, cause, calls, changed);
  }

  ScopeImage withCalls(int more) {
    return new ScopeImage(
        number, parent, role, first, within, graph, size, since, cause, calls + more, progress);
  }

  ScopeImage with(int flag) {
    return with(progress.with(flag));
  }

  ScopeImage withReleased(int more) {
    return with(
        new Progress(released() + more, ended(), failed(), progress.flags(), progress.fault()));
  }

  ScopeImage withEnded(How how, @Nullable Fault fault) {
    boolean isFirst = how == How.FAILED && failed() == 0;
    int flag =
        switch (how) {
          case SUCCEEDED, FAILED -> 0;
          case CANCELLED -> Progress.CANCELLED;
          case RETURNED -> Progress.RETURNED;
        };
    ScopeImage after =
        with(
            new Progress(
                released(),
                ended() + 1,
                failed() + (how == How.FAILED ? 1 : 0),
                progress.flags() | flag,
                isFirst ? fault : progress.fault()));
    return after.isOver() ? after.with(Progress.OVER) : after;
  }

  /** Whether the step that opened it may still wait for it. */
  boolean isOpen() {
    return !has(Progress.OVER) || has(Progress.UNDOING);
  }

  /** No instance runs and none will be started. */
  boolean isOver() {
    return ended() == released() && (failed() > 0 || released() == size || has(Progress.CUT));
  }
}
