package dev.jobc.format;

import dev.jobc.source.LineMap;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A source and what is to become of its lines. Lines are counted from 1. */
final class Rewriting {
  private static final int UNTOUCHED = -1;

  final SourceFile file;
  final String text;
  private final LineMap lines;
  private final int[] indents;
  private final BitSet verbatim = new BitSet();
  private final BitSet commentLines = new BitSet();
  private final Map<Integer, Map<Integer, Integer>> stops = new HashMap<>();
  private final TreeMap<Integer, Replacement> replacements = new TreeMap<>();

  private record Replacement(int end, String text) {}

  Rewriting(SourceFile file, List<Span> comments) {
    this.file = file;
    this.text = file.text();
    this.lines = file.lines();
    this.indents = new int[lines.count() + 2];
    Arrays.fill(indents, UNTOUCHED);
    for (Span comment : comments) {
      int line = line(comment.start());
      if (blankBefore(comment.start())) {
        commentLines.set(line);
      } else {
        spaceBefore(comment.start());
      }
    }
  }

  int line(int offset) {
    return lines.line(offset);
  }

  /** Columns before an offset on its line. */
  int column(int offset) {
    return offset - lines.span(line(offset)).start();
  }

  boolean blankBefore(int offset) {
    return new Span(lines.span(line(offset)).start(), offset).of(text).isBlank();
  }

  boolean isBlank(int line) {
    return lines.span(line).of(text).isBlank();
  }

  int indent(int line) {
    String content = lines.span(line).of(text);
    return content.length() - content.stripLeading().length();
  }

  /** A line starts with a token that moves from one column to another. */
  void move(int line, int from, int to) {
    indents[line] = to;
    stop(line, from, to);
  }

  /** Something in a line moves from one column to another. */
  void stop(int line, int from, int to) {
    stops.computeIfAbsent(line, l -> new HashMap<>()).put(from, to);
  }

  /** A line that is part of a value: its content and its end stay, its indentation is given. */
  void keep(int line, int indent) {
    verbatim.set(line);
    if (!isBlank(line)) {
      indents[line] = Math.max(0, indent);
    }
  }

  /** A blank line that is part of a value. */
  void keep(int line) {
    verbatim.set(line);
  }

  void replace(int start, int end, String by) {
    if (!new Span(start, end).of(text).equals(by)) {
      replacements.put(start, new Replacement(end, by));
    }
  }

  private void spaceBefore(int comment) {
    int start = comment;
    while (start > 0 && text.charAt(start - 1) == ' ') {
      start--;
    }
    if (comment - start < 2) {
      replace(start, comment, "  ");
    }
  }

  /** The new text. */
  String finish() {
    placeComments();
    List<String> kept = new ArrayList<>();
    for (int line = 1; line <= lines.count(); line++) {
      boolean drop = isBlank(line) && !verbatim.get(line);
      if (!drop) {
        kept.add(rewritten(line));
      } else if (!kept.isEmpty() && !kept.getLast().isEmpty()) {
        kept.add("");
      }
    }
    int last = lines.count();
    while (!kept.isEmpty() && kept.getLast().isBlank() && !verbatim.get(last)) {
      kept.removeLast();
    }
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    return kept.isEmpty() ? "" : String.join(end, kept) + end;
  }

  private String rewritten(int line) {
    Span span = lines.span(line);
    int start = span.start() + (indents[line] == UNTOUCHED ? 0 : indent(line));
    StringBuilder out = new StringBuilder(" ".repeat(Math.max(0, indents[line])));
    for (int at = start; at < span.end(); ) {
      Replacement replacement = replacements.get(at);
      if (replacement == null) {
        out.append(text.charAt(at++));
      } else {
        out.append(replacement.text());
        if (replacement.end() == at) {
          out.append(text.charAt(at++));
        } else {
          at = replacement.end();
        }
      }
    }
    return verbatim.get(line) && !isBlank(line) ? out.toString() : strip(line, out.toString());
  }

  private String strip(int line, String content) {
    return verbatim.get(line) ? content : content.stripTrailing();
  }

  private void placeComments() {
    for (int line = lines.count(); line >= 1; line--) {
      if (commentLines.get(line) && !verbatim.get(line)) {
        int column = indent(line);
        int to = commentColumn(line, column);
        move(line, column, to);
      }
    }
  }

  /** A comment stands with what follows it, unless it is indented like something before it. */
  private int commentColumn(int line, int column) {
    int next = line + 1;
    while (next <= lines.count() && indents[next] == UNTOUCHED) {
      next++;
    }
    boolean followed = next <= lines.count();
    if (column == 0 && !followed) {
      return 0;
    }
    if (followed && column <= indent(next)) {
      return column == 0 ? 0 : indents[next];
    }
    for (int before = line - 1; before >= 1; before--) {
      Integer to = stops.getOrDefault(before, Map.of()).get(column);
      if (to != null) {
        return to;
      }
    }
    return followed ? indents[next] : column;
  }
}
