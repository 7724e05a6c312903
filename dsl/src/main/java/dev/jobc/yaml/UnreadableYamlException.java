package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;

/**
 * Ends the reading of a document, at a limit or at text the parser gives up on; never leaves this
 * package.
 */
final class UnreadableYamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  UnreadableYamlException(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
