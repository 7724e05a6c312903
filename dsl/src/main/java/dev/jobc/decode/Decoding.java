package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.Place;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.yaml.Quotes;
import dev.jobc.yaml.YamlNode;

/** What the decoders of one file share: the file, its diagnostics, the count of its steps. */
final class Decoding {
  static final int MAX_STEPS = 10_000;

  private final SourceFile file;
  private final Diagnostics diagnostics;
  private int steps;

  Decoding(SourceFile file, Diagnostics diagnostics) {
    this.file = file;
    this.diagnostics = diagnostics;
  }

  SourceFile file() {
    return file;
  }

  Diagnostics diagnostics() {
    return diagnostics;
  }

  Place place(Span span) {
    return file.place(span);
  }

  void add(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  /** A diagnostic to be completed and added by the caller. */
  Diagnostic at(Span span, DiagnosticCode code, String message) {
    return Diagnostic.of(code, place(span), message);
  }

  /** Says that a value is of the wrong kind, at the value, or at its key when there is no value. */
  Diagnostic wrongKind(Span key, String name, YamlNode found, String expected) {
    if (isNothing(found)) {
      return at(key, DiagnosticCode.WRONG_KIND, "`" + name + "` has no value")
          .caption("expected " + expected);
    }
    Diagnostic error =
        at(
            found.span(),
            DiagnosticCode.WRONG_KIND,
            "`" + name + "` takes " + expected + ", not " + found.kind());
    return Quotes.explain(error, error.place().file(), found);
  }

  static boolean isNothing(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull();
  }

  /** How many steps were counted. */
  int steps() {
    return steps;
  }

  /** Counts the steps since then as often as a matrix has combinations. */
  void repeatSteps(int since, int times, Span matrix) {
    long more = (long) (steps - since) * Math.max(0, times - 1);
    boolean within = steps <= MAX_STEPS;
    steps = (int) Math.min(Integer.MAX_VALUE / 2, steps + more);
    if (within && steps > MAX_STEPS) {
      add(
          at(matrix, DiagnosticCode.TOO_MANY_STEPS, "with this matrix the file has too many steps")
              .caption("at most " + MAX_STEPS + " are allowed")
              .help("use `forEach` for steps that differ only in their values"));
    }
  }

  /** Counts a step; false, after a complaint, when there are too many. */
  boolean countStep(Span step) {
    boolean within = steps <= MAX_STEPS;
    steps++;
    if (within && steps > MAX_STEPS) {
      add(
          at(step, DiagnosticCode.TOO_MANY_STEPS, "this is step number " + steps + " of the file")
              .caption("at most " + MAX_STEPS + " are allowed")
              .help("use `forEach` for steps that differ only in their values"));
    }
    return steps <= MAX_STEPS;
  }
}
