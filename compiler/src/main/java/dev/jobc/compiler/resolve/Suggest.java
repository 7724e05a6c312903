package dev.jobc.compiler.resolve;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Suggestions;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the author may have meant: a near miss is offered as a fix, a far one lists what exists. */
final class Suggest {
  private static final int MAX_LISTED = 12;

  private Suggest() {}

  /** Adds the nearest of the known names at the caret, or the list of them as a help. */
  static Diagnostic among(
      Diagnostic diagnostic, String wrong, Collection<String> known, String kind) {
    String near = Suggestions.nearest(wrong, known);
    if (near != null) {
      return diagnostic
          .caption(Suggestions.didYouMean(near))
          .fix(Fix.replace("write `" + near + "`", diagnostic.place(), near));
    }
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
