package dev.jobc.plan;

/**
 * When a step starts, given how the steps it waits for ended. A failure that was tolerated counts
 * as a success; a step that could not start because of a failure counts as failed. A step whose
 * rule can no longer hold does not run: as failed when a failure is the reason, else as skipped.
 */
public enum JoinRule {
  /** All have succeeded; a skipped one skips this step too. */
  ALL_SUCCESS("all_success"),
  /** All have ended, whatever way. */
  ALL_DONE("all_done"),
  /** All have failed. */
  ALL_FAILED("all_failed"),
  /** One has succeeded; doesn't wait for the others. */
  ONE_SUCCESS("one_success"),
  /** One has failed; doesn't wait for the others. */
  ONE_FAILED("one_failed"),
  /**
   * One has succeeded or failed; doesn't wait for the others. One that could not start doesn't
   * count.
   */
  ONE_DONE("one_done"),
  /** All have ended and none has failed. */
  NONE_FAILED("none_failed"),
  /** All have ended, none has failed and at least one has succeeded. */
  NONE_FAILED_MIN_ONE_SUCCESS("none_failed_min_one_success"),
  /** All have ended and none was skipped. */
  NONE_SKIPPED("none_skipped"),
  /** All were skipped. */
  ALL_SKIPPED("all_skipped"),
  /** All have ended, none was skipped and at least one has succeeded. */
  ALL_DONE_MIN_ONE_SUCCESS("all_done_min_one_success"),
  /** At once, without waiting. */
  ALWAYS("always");

  private final String word;

  JoinRule(String word) {
    this.word = word;
  }

  /** As authors write it and plans store it. */
  public String word() {
    return word;
  }
}
