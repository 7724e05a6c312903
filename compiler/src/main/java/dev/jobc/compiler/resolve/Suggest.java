package dev.jobc.compiler.resolve;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Suggestions;
import dev.jobc.source.Place;
import dev.jobc.source.Span;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the author may have meant: a near miss is offered as a fix, a far one lists what exists. */
final class Suggest {
  private static final int MAX_LISTED = 12;

  /** To guess these would be to guess what runs. */
  private static final Set<DiagnosticCode> CALLED =
      EnumSet.of(DiagnosticCode.UNKNOWN_TASK, DiagnosticCode.UNKNOWN_WORKFLOW);

  private Suggest() {}

  /** Adds the nearest of the known names at the caret, or the list of them as a help. */
  static Diagnostic among(
      Diagnostic diagnostic, String wrong, Collection<String> known, String kind) {
    String near = Suggestions.nearest(wrong, known);
    return near == null ? listing(diagnostic, known, kind) : nearest(diagnostic, wrong, near);
  }

  /** Offers a name; as a fix only where the wrong one stands by itself, or between quotes. */
  static Diagnostic nearest(Diagnostic diagnostic, String wrong, String near) {
    Diagnostic meant = diagnostic.caption(Suggestions.didYouMean(near));
    Place name = name(diagnostic.place(), wrong);
    if (name == null) {
      return meant;
    }
    Fix fix = Fix.replace("write `" + near + "`", name, near);
    return meant.fix(CALLED.contains(diagnostic.code()) ? fix.toChoose() : fix);
  }

  private static @Nullable Place name(Place place, String name) {
    String text = place.text();
    Span span = place.span();
    if (text.equals(name)) {
      return place;
    }
    return text.equals("'" + name + "'") || text.equals('"' + name + '"')
        ? place.file().place(new Span(span.start() + 1, span.end() - 1))
        : null;
  }

  static Diagnostic listing(Diagnostic diagnostic, Collection<String> known, String kind) {
    return diagnostic.help(
        known.isEmpty() ? "there are no " + kind + " here" : "known " + kind + ": " + list(known));
  }

  private static String list(Collection<String> known) {
    String listed =
        first(known).stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    return known.size() > MAX_LISTED ? listed + ", …" : listed;
  }

  /** The first in the alphabet, found without sorting them all. */
  private static TreeSet<String> first(Collection<String> known) {
    TreeSet<String> first = new TreeSet<>();
    for (String name : known) {
      if (first.size() < MAX_LISTED || name.compareTo(first.last()) < 0) {
        first.add(name);
      }
      if (first.size() > MAX_LISTED) {
        first.pollLast();
      }
    }
    return first;
  }
}
