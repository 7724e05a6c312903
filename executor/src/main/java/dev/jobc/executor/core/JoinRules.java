package dev.jobc.executor.core;

import dev.jobc.plan.JoinRule;

/**
 * When a step starts, given how what it waits for has ended. A rule is asked again whenever one
 * more need has ended; once it has decided, more ends don't make it wait again.
 */
final class JoinRules {
  private JoinRules() {}

  /** What a rule says. */
  enum Verdict {
    RUN,
    /** The step is skipped, and no failure is the reason. */
    SKIP,
    /** The step can't start because of a failure. */
    PRECLUDE,
    WAIT
  }

  /** How the needs have ended so far. */
  static final class Tally {
    private final int all;
    private int succeeded;
    private int skipped;
    private int failed;
    private int precluded;

    Tally(int all) {
      this.all = all;
    }

    void add(Ending ending) {
      switch (ending) {
        case SUCCEEDED, TOLERATED -> succeeded++;
        case DECLINED -> skipped++;
        case FAILED -> failed++;
        case PRECLUDED -> precluded++;
        case CANCELLED -> {
          // What it belongs to is over: nobody starts any more.
        }
      }
    }

    private int bad() {
      return failed + precluded;
    }

    private boolean complete() {
      return succeeded + skipped + bad() == all;
    }
  }

  static Verdict ask(JoinRule rule, Tally needs) {
    Verdict early = early(rule, needs);
    if (early != Verdict.WAIT || !needs.complete()) {
      return early;
    }
    return last(rule, needs);
  }

  /** What is decided whatever the rest comes to. */
  private static Verdict early(JoinRule rule, Tally needs) {
    boolean succeeded = needs.succeeded > 0;
    boolean skipped = needs.skipped > 0;
    boolean bad = needs.bad() > 0;
    return switch (rule) {
      case ALL_SUCCESS -> bad ? Verdict.PRECLUDE : skipIf(skipped);
      case NONE_FAILED, NONE_FAILED_MIN_ONE_SUCCESS -> bad ? Verdict.PRECLUDE : Verdict.WAIT;
      case ALL_FAILED -> skipIf(succeeded || skipped);
      case ALL_SKIPPED -> skipIf(succeeded || bad);
      case NONE_SKIPPED, ALL_DONE_MIN_ONE_SUCCESS -> skipIf(skipped);
      case ONE_SUCCESS -> runIf(succeeded);
      case ONE_FAILED -> runIf(bad);
      case ONE_DONE -> runIf(succeeded || needs.failed > 0);
      case ALL_DONE -> Verdict.WAIT;
      case ALWAYS -> Verdict.RUN;
    };
  }

  /** What is decided when all have ended and none of the above holds. */
  private static Verdict last(JoinRule rule, Tally needs) {
    boolean allSkipped = needs.skipped == needs.all;
    return switch (rule) {
      case ONE_SUCCESS -> allSkipped ? Verdict.SKIP : Verdict.PRECLUDE;
      case ONE_FAILED, ONE_DONE -> Verdict.SKIP;
      case NONE_FAILED_MIN_ONE_SUCCESS -> allSkipped ? Verdict.SKIP : Verdict.RUN;
      case ALL_DONE_MIN_ONE_SUCCESS -> needs.succeeded > 0 ? Verdict.RUN : Verdict.PRECLUDE;
      case ALL_SUCCESS, ALL_FAILED, ALL_DONE, NONE_FAILED, NONE_SKIPPED, ALL_SKIPPED, ALWAYS ->
          Verdict.RUN;
    };
  }

  private static Verdict skipIf(boolean decided) {
    return decided ? Verdict.SKIP : Verdict.WAIT;
  }

  private static Verdict runIf(boolean decided) {
    return decided ? Verdict.RUN : Verdict.WAIT;
  }

  /** Whether a step with this rule starts exactly when the last of its needs has succeeded. */
  static boolean isPatient(JoinRule rule) {
    return switch (rule) {
      case ALL_SUCCESS,
          ALL_DONE,
          NONE_FAILED,
          NONE_FAILED_MIN_ONE_SUCCESS,
          NONE_SKIPPED,
          ALL_DONE_MIN_ONE_SUCCESS ->
          true;
      case ALL_FAILED, ONE_SUCCESS, ONE_FAILED, ONE_DONE, ALL_SKIPPED, ALWAYS -> false;
    };
  }
}
