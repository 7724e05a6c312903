package dev.jobc.compiler.resolve;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.Place;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the phases put what they find in one file.
 *
 * @param absences what is known of values that may be missing
 */
public record Problems(SourceFile file, Diagnostics sink, Absences absences) {

  public Problems(SourceFile file, Diagnostics sink) {
    this(file, sink, new Absences());
  }

  public void report(DiagnosticCode code, Span span, String message) {
    report(at(code, span, message));
  }

  public void report(Diagnostic diagnostic) {
    sink.add(diagnostic);
  }

  /** Starts a diagnostic that gets more parts before it is reported. */
  public Diagnostic at(DiagnosticCode code, Span span, String message) {
    return Diagnostic.of(code, place(span), message);
  }

  /**
   * Adds the nearest of the known names, or the list of them. The last of thousands of mistakes get
   * no suggestion: all names would be looked at for each of them.
   */
  public Diagnostic suggest(
      Diagnostic diagnostic, String wrong, Collection<String> known, String kind) {
    return suggest(diagnostic, wrong, known.size(), () -> known, kind);
  }

  /** The same with names, about so many, that are put together only when there is a suggestion. */
  public Diagnostic suggest(
      Diagnostic diagnostic,
      String wrong,
      int size,
      Supplier<Collection<String>> known,
      String kind) {
    return sink.mayCompare(size) ? Suggest.among(diagnostic, wrong, known.get(), kind) : diagnostic;
  }

  /** Adds the name that was probably meant, or the list of all when that is null. */
  Diagnostic suggest(
      Diagnostic diagnostic,
      String wrong,
      @Nullable String meant,
      Collection<String> known,
      String kind) {
    return meant == null
        ? Suggest.listing(diagnostic, known, kind)
        : Suggest.nearest(diagnostic, wrong, meant);
  }

  /** Whether that many names may be compared for the sake of a suggestion. */
  boolean mayCompare(int names) {
    return sink.mayCompare(names);
  }

  public Place place(Span span) {
    return file.place(span);
  }
}
