package dev.jobc.executor.schedule;

import java.time.Instant;

/** What becomes of times that have come. */
public sealed interface Verdict {

  /** It gets a run. */
  record Start(Instant time) implements Verdict {}

  /** All times from one to another, both included, get none. */
  record Pass(Instant from, Instant to, Reason reason) implements Verdict {}

  /** The oldest of its runs that are under way is cancelled; it makes room for the next start. */
  record Cancel() implements Verdict {}

  /** Why there is no run. */
  enum Reason {
    /** Nobody was there to start it in time. */
    MISSED,
    /** Too many runs were under way. */
    OVERLAP,
    /** The workflow's inputs could not be made. */
    INPUTS,
    /** What its tasks need is not there. */
    REFUSED
  }
}
