package dev.jobc.executor.store.postgres;

import dev.jobc.executor.store.Claimed;

/** Small numbers of {@code attempt.outcome} and {@code run_event.kind}, as the migration says. */
final class Codes {
  private Codes() {}

  static final int SUCCEEDED = 1;
  static final int DECLINED = 2;
  static final int FAILED = 3;
  static final int RETRIED = 4;
  static final int LOST = 5;
  static final int ABANDONED = 6;
  static final int EVALUATED = 7;
  static final int GIVEN_BACK = 8;
  static final int CANCELLED = 9;
  static final int PAUSED = 10;
  static final int UNMET = 11;
  static final int HELD = 12;
  static final int CALLED = 13;
  static final int REUSED = 14;

  static final int EVENT_LEASE_LOST = 1;
  static final int EVENT_LATE_RESULT_REFUSED = 2;
  static final int EVENT_RUN_CANCELLED = 3;
  static final int EVENT_RUN_OUT = 4;
  static final int EVENT_RUN_REFUSED = 5;
  static final int EVENT_STEP_CANCELLED = 6;
  static final int EVENT_REUSED = 7;
  static final int EVENT_STEP_RELEASED = 8;
  static final int EVENT_STEP_GIVEN_UP = 9;

  /** The queue of work that any worker may do. */
  static final int CONTROL_QUEUE = Claimed.ANY;
}
