package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;

/** Ends the reading of a document at a limit; never leaves this package. */
final class YamlLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  YamlLimitException(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
