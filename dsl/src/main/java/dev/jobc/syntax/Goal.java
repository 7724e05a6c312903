package dev.jobc.syntax;

import dev.jobc.diag.DiagnosticCode;

/** What a fragment should be. */
enum Goal {
  EXPRESSION("expression", DiagnosticCode.EXPRESSION_SYNTAX),
  TYPE("type", DiagnosticCode.TYPE_SYNTAX);

  private final String word;
  private final DiagnosticCode code;

  Goal(String word, DiagnosticCode code) {
    this.word = word;
    this.code = code;
  }

  String word() {
    return word;
  }

  /** What it is called when the fragment isn't one. */
  DiagnosticCode code() {
    return code;
  }
}
