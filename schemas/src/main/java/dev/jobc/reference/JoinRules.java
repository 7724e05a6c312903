package dev.jobc.reference;

import dev.jobc.plan.JoinRule;

/**
 * The join rules as Airflow 3.2 has them, row by row of its {@code trigger_rule_dep}. A rule is
 * asked again whenever one more need has ended, so that some decide before all have.
 */
final class JoinRules {
  private JoinRules() {}

  /** What a rule says. */
  enum Verdict {
    RUN,
    SKIP,
    UPSTREAM_FAILED,
    WAIT
  }

  /**
   * How the needs have ended so far.
   *
   * @param all how many there are
   * @param blocked those that could not start because of a failure
   */
  record Tally(int all, int succeeded, int skipped, int failed, int blocked) {
    static Tally none(int all) {
      return new Tally(all, 0, 0, 0, 0);
    }

    Tally plus(State state, boolean tolerated) {
      boolean success = state == State.SUCCEEDED || tolerated;
      return new Tally(
          all,
          succeeded + (success ? 1 : 0),
          skipped + (!success && state == State.SKIPPED ? 1 : 0),
          failed + (!success && state == State.FAILED ? 1 : 0),
          blocked + (!success && state == State.UPSTREAM_FAILED ? 1 : 0));
    }

    boolean done() {
      return succeeded + skipped + failed + blocked == all;
    }

    int bad() {
      return failed + blocked;
    }
  }

  static Verdict ask(JoinRule rule, Tally t) {
    return switch (rule) {
      case ALL_SUCCESS ->
          t.bad() > 0
              ? Verdict.UPSTREAM_FAILED
              : t.skipped() > 0 ? Verdict.SKIP : whenDone(t, Verdict.RUN);
      case ALL_FAILED -> t.succeeded() + t.skipped() > 0 ? Verdict.SKIP : whenDone(t, Verdict.RUN);
      case ALL_DONE -> whenDone(t, Verdict.RUN);
      case ALL_DONE_MIN_ONE_SUCCESS ->
          t.skipped() > 0
              ? Verdict.SKIP
              : whenDone(t, t.succeeded() > 0 ? Verdict.RUN : Verdict.UPSTREAM_FAILED);
      case ONE_SUCCESS ->
          t.succeeded() > 0
              ? Verdict.RUN
              : whenDone(t, t.skipped() == t.all() ? Verdict.SKIP : Verdict.UPSTREAM_FAILED);
      case ONE_FAILED -> t.bad() > 0 ? Verdict.RUN : whenDone(t, Verdict.SKIP);
      case ONE_DONE -> t.succeeded() + t.failed() > 0 ? Verdict.RUN : whenDone(t, Verdict.SKIP);
      case NONE_FAILED -> t.bad() > 0 ? Verdict.UPSTREAM_FAILED : whenDone(t, Verdict.RUN);
      case NONE_FAILED_MIN_ONE_SUCCESS ->
          t.bad() > 0
              ? Verdict.UPSTREAM_FAILED
              : whenDone(t, t.skipped() == t.all() ? Verdict.SKIP : Verdict.RUN);
      case NONE_SKIPPED -> t.skipped() > 0 ? Verdict.SKIP : whenDone(t, Verdict.RUN);
      case ALL_SKIPPED -> t.succeeded() + t.bad() > 0 ? Verdict.SKIP : whenDone(t, Verdict.RUN);
      case ALWAYS -> Verdict.RUN;
    };
  }

  private static Verdict whenDone(Tally tally, Verdict verdict) {
    return tally.done() ? verdict : Verdict.WAIT;
  }
}
