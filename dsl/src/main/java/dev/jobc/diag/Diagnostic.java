package dev.jobc.diag;

import dev.jobc.source.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One thing to tell an author. Built by {@link #of} and the methods that add to it.
 *
 * <p>One voice: the message says what is wrong in the author's words; the caption, at the caret,
 * what was expected; a help, how to mend it; a note, why. Lower case at the start, no full stop,
 * names and text from the source in backticks.
 *
 * @param place the smallest span that shows the problem
 * @param caption text beside the caret, empty for none
 * @param labels other places that explain it
 */
public record Diagnostic(
    DiagnosticCode code,
    Severity severity,
    Place place,
    String message,
    String caption,
    List<Label> labels,
    List<String> notes,
    List<String> helps,
    List<Fix> fixes)
    implements Comparable<Diagnostic> {
  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparing(Diagnostic::place)
          .thenComparing(Diagnostic::code)
          .thenComparing(Diagnostic::message);

  public Diagnostic {
    labels = List.copyOf(labels);
    notes = List.copyOf(notes);
    helps = List.copyOf(helps);
    fixes = List.copyOf(fixes);
  }

  /** A diagnostic of the code's own severity. */
  public static Diagnostic of(DiagnosticCode code, Place place, String message) {
    return new Diagnostic(
        code, code.severity(), place, message, "", List.of(), List.of(), List.of(), List.of());
  }

  /** With text beside the caret. */
  public Diagnostic caption(String text) {
    return new Diagnostic(code, severity, place, message, text, labels, notes, helps, fixes);
  }

  public Diagnostic label(Place other, String text) {
    List<Label> more = plus(labels, new Label(other, text));
    return new Diagnostic(code, severity, place, message, caption, more, notes, helps, fixes);
  }

  public Diagnostic note(String text) {
    return new Diagnostic(
        code, severity, place, message, caption, labels, plus(notes, text), helps, fixes);
  }

  public Diagnostic help(String text) {
    return new Diagnostic(
        code, severity, place, message, caption, labels, notes, plus(helps, text), fixes);
  }

  public Diagnostic fix(Fix fix) {
    return new Diagnostic(
        code, severity, place, message, caption, labels, notes, helps, plus(fixes, fix));
  }

  /** The same, taken more or less seriously. */
  public Diagnostic as(Severity other) {
    return new Diagnostic(code, other, place, message, caption, labels, notes, helps, fixes);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** By file, position, code. */
  @Override
  public int compareTo(Diagnostic other) {
    return ORDER.compare(this, other);
  }

  private static <T> List<T> plus(List<T> list, T item) {
    List<T> more = new ArrayList<>(list);
    more.add(item);
    return more;
  }
}
