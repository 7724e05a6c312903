package dev.jobc.cli.verb;

import dev.jobc.cli.context.Version;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.render.GithubRenderer;
import dev.jobc.diag.render.JsonRenderer;
import dev.jobc.diag.render.SarifRenderer;
import dev.jobc.diag.render.ShortRenderer;
import dev.jobc.diag.render.TerminalRenderer;
import java.util.List;

/** How diagnostics are written; the names are what is typed after {@code --format}. */
enum DiagnosticFormat {
  /** With source lines and carets, to standard error. */
  human,
  /** A line each, for editors and problem matchers. */
  shortened("short"),
  json,
  /** An object a line. */
  jsonl,
  sarif,
  /** Annotations of GitHub Actions. */
  github;

  private final String word;

  DiagnosticFormat() {
    this.word = name();
  }

  DiagnosticFormat(String word) {
    this.word = word;
  }

  String render(List<Diagnostic> diagnostics) {
    return switch (this) {
      case human -> TerminalRenderer.plain().render(diagnostics);
      case shortened -> ShortRenderer.render(diagnostics);
      case json -> JsonRenderer.render(diagnostics);
      case jsonl -> JsonRenderer.lines(diagnostics);
      case sarif -> SarifRenderer.render(diagnostics, Version.number());
      case github -> GithubRenderer.render(diagnostics);
    };
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return word;
  }
}
