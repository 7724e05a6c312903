package dev.jobc.syntax;

import dev.jobc.diag.Diagnostic;

/** Ends the parsing of a fragment at its first error; never leaves this package. */
final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  SyntaxException(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
