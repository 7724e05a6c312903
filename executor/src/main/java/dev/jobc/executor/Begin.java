package dev.jobc.executor;

import java.time.Duration;
import java.time.Instant;

/** When a run that is submitted begins, by the clock of the database. */
public sealed interface Begin {

  /** Not before a time; at once when that is over. */
  record At(Instant time) implements Begin {}

  /** So long after it was submitted. */
  record After(Duration delay) implements Begin {}
}
