package dev.jobc.compiler.types.expr;

/**
 * Where jobc means to differ from CEL in what random expressions use. Each has its row, with the
 * reason and an example that is run, in {@code docs/cel.md}.
 */
enum CelDeviations {
  /** JSON has no infinity: a float operation that leaves the range fails. */
  FLOATS_ARE_FINITE {
    @Override
    boolean explains(String text, Outcome ours, Outcome theirs) {
      return ours instanceof Outcome.Failed failed
          && (failed.message().startsWith("float overflow")
              || failed.message().startsWith("division by zero: ")
                  && failed.message().contains("."));
    }
  },

  /** Theirs counts spans in nanoseconds, which fit 292 years; the language says 10,000. */
  SPANS_OF_CENTURIES {
    @Override
    boolean explains(String text, Outcome ours, Outcome theirs) {
      return theirs instanceof Outcome.Failed failed
          && failed.message().contains("long overflow")
          && (text.contains("at") || text.contains("timestamp("));
    }
  },

  /** Theirs mixes the signs of seconds and nanoseconds, and then refuses its own span. */
  SPANS_OF_MIXED_SIGNS {
    @Override
    boolean explains(String text, Outcome ours, Outcome theirs) {
      return theirs instanceof Outcome.Failed failed
          && failed.message().contains("_duration_duration' failed");
    }
  };

  abstract boolean explains(String text, Outcome ours, Outcome theirs);

  static boolean isKnown(String text, Outcome ours, Outcome theirs) {
    for (CelDeviations deviation : values()) {
      if (deviation.explains(text, ours, theirs)) {
        return true;
      }
    }
    return false;
  }
}
