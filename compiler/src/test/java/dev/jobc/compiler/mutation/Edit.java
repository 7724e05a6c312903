package dev.jobc.compiler.mutation;

import dev.jobc.source.Span;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of one place.
 *
 * @param lines where it shows in the changed text, from 1
 * @param names what the changed lines declare, when the mistake can only show where that is used
 */
record Edit(Source source, Span span, String with, Set<Integer> lines, List<String> names) {

  static Edit replace(Source source, Span span, String with) {
    return new Edit(source, span, with, Set.of(source.line(span.start())), List.of());
  }

  /** A change of what is known of some names. */
  Edit of(String... declared) {
    return new Edit(source, span, with, lines, List.of(declared));
  }

  /** Shows at another place too; an offset in the sound source. */
  Edit alsoAt(int offset) {
    int removed = newlines(span.of(source.text())) - newlines(with);
    Set<Integer> more = new TreeSet<>(lines);
    more.add(source.line(offset) - (offset >= span.end() ? removed : 0));
    return new Edit(source, span, with, more, names);
  }

  /** Shows at every line of what was put in. */
  Edit all() {
    Set<Integer> more = new TreeSet<>(lines);
    int first = source.line(span.start());
    for (int i = 0; i <= newlines(with); i++) {
      more.add(first + i);
    }
    return new Edit(source, span, with, more, names);
  }

  private static int newlines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  String text() {
    String text = source.text();
    return text.substring(0, span.start()) + with + text.substring(span.end());
  }

  @Override
  public String toString() {
    String line = text().lines().skip(lines.iterator().next() - 1L).findFirst().orElse("");
    return source.label() + ":" + lines.iterator().next() + ": " + line.strip();
  }
}
