package dev.jobc.diag.render;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Label;
import dev.jobc.diag.Severity;
import dev.jobc.source.Place;
import dev.jobc.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Diagnostics as people read them: the message, the source line with carets, the lines that explain
 * it, notes and helps. Ends every diagnostic with a newline; the caller puts blank lines between.
 */
public final class TerminalRenderer {
  private static final int MAX_MESSAGE = 400;

  /** Of a line of source text, beside the digits of its number. */
  private static final int MARGIN = 6;

  /** Enough to read a message beside its mark. */
  private static final int LEAST_COLUMNS = 40;

  /** Where the width is nobody's business: a file, a pipe. */
  private static final int UNLIMITED = 0;

  private final boolean ansi;
  private final int columns;

  private TerminalRenderer(boolean ansi, int columns) {
    this.ansi = ansi;
    this.columns = columns;
  }

  /** Without colours. */
  public static TerminalRenderer plain() {
    return new TerminalRenderer(false, UNLIMITED);
  }

  /** With ANSI colours. */
  public static TerminalRenderer coloured() {
    return new TerminalRenderer(true, UNLIMITED);
  }

  /** The same for a terminal so many characters wide: lines are cut and remarks wrapped to it. */
  public TerminalRenderer columns(int width) {
    return new TerminalRenderer(ansi, Math.max(LEAST_COLUMNS, width));
  }

  /** All of them, a blank line between two. */
  public String render(List<Diagnostic> diagnostics) {
    return String.join("\n", diagnostics.stream().map(this::render).toList());
  }

  public String render(Diagnostic diagnostic) {
    return new Page(diagnostic).print();
  }

  /** A mark under a source line. */
  private record Mark(Place place, String text, boolean primary) {
    int line() {
      return place.file().lines().line(place.span().start());
    }
  }

  /** Marks that share a source line. */
  private record Line(SourceFile file, int number) {}

  /** One diagnostic being printed. */
  private final class Page {
    private final Diagnostic diagnostic;
    private final Map<Line, List<Mark>> lines = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder();
    private final int width;

    Page(Diagnostic diagnostic) {
      this.diagnostic = diagnostic;
      collect(new Mark(diagnostic.place(), diagnostic.caption(), true));
      for (Label label : diagnostic.labels()) {
        collect(new Mark(label.place(), label.text(), false));
      }
      int highest = lines.keySet().stream().mapToInt(Line::number).max().orElse(1);
      width = Integer.toString(highest).length();
    }

    private void collect(Mark mark) {
      Line line = new Line(mark.place().file(), mark.line());
      lines.computeIfAbsent(line, l -> new ArrayList<>()).add(mark);
    }

    String print() {
      header();
      boolean text = !diagnostic.place().file().text().isEmpty();
      if (text) {
        lines.forEach(this::excerpt);
      }
      trailer(text);
      return out.toString();
    }

    private void header() {
      String head = diagnostic.severity().word() + "[" + diagnostic.code().code() + "]";
      out.append(paint(severityColour(), head))
          .append(paint(Colour.BOLD, ": " + clip(diagnostic.message())))
          .append('\n');
      Place place = diagnostic.place();
      boolean placed = !place.file().text().isEmpty();
      out.append(" ".repeat(width + 1))
          .append(paint(Colour.BLUE, "-->"))
          .append(' ')
          .append(Display.line(placed ? place.toString() : place.file().path()))
          .append('\n');
    }

    private void excerpt(Line line, List<Mark> marks) {
      if (!line.file().equals(diagnostic.place().file())) {
        out.append(" ".repeat(width + 1))
            .append(paint(Colour.BLUE, ":::"))
            .append(' ')
            .append(Display.line(marks.getFirst().place().toString()))
            .append('\n');
      }
      gutter("", "");
      Excerpt excerpt =
          new Excerpt(line.file(), line.number(), marks.getFirst().place().span(), window());
      gutter(Integer.toString(line.number()), excerpt.text());
      for (Mark mark : marks) {
        String sign = (mark.primary() ? "^" : "-").repeat(excerpt.width(mark.place().span()));
        String text = mark.text().isEmpty() ? sign : sign + " " + clip(mark.text());
        Colour colour = mark.primary() ? severityColour() : Colour.BLUE;
        gutter("", " ".repeat(excerpt.indent(mark.place().span())) + paint(colour, text));
      }
    }

    /** Columns of source text beside the margin and the signs of what is cut. */
    private int window() {
      return columns == UNLIMITED ? Excerpt.WINDOW : columns - width - MARGIN;
    }

    private void trailer(boolean text) {
      List<String> fixes = fixes();
      if (diagnostic.notes().isEmpty() && diagnostic.helps().isEmpty() && fixes.isEmpty()) {
        return;
      }
      if (text) {
        gutter("", "");
      }
      diagnostic.helps().forEach(help -> remark("help", help));
      fixes.forEach(fix -> remark("fix", fix));
      diagnostic.notes().forEach(note -> remark("note", note));
    }

    /** Those that say more than the text beside the caret and the helps. */
    private List<String> fixes() {
      boolean told =
          diagnostic.caption().startsWith("did you mean") || !diagnostic.helps().isEmpty();
      return told ? List.of() : diagnostic.fixes().stream().map(Fix::title).toList();
    }

    private void remark(String kind, String text) {
      int indent = width + kind.length() + MARGIN;
      out.append(" ".repeat(width + 2))
          .append(paint(Colour.BLUE, "="))
          .append(' ')
          .append(paint(Colour.BOLD, kind + ":"))
          .append(' ')
          .append(columns == UNLIMITED ? clip(text) : wrap(clip(text), columns - indent, indent))
          .append('\n');
    }

    private void gutter(String number, String text) {
      String margin = " " + " ".repeat(width - number.length()) + number + " |";
      out.append(paint(Colour.BLUE, margin));
      if (!text.isEmpty()) {
        out.append(' ').append(text);
      }
      out.append('\n');
    }

    private Colour severityColour() {
      return diagnostic.severity() == Severity.ERROR ? Colour.RED : Colour.YELLOW;
    }
  }

  /** Breaks a text at blanks; a word that is longer than the line stays whole. */
  private static String wrap(String text, int width, int indent) {
    StringBuilder wrapped = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ")) {
      int length = Display.width(word);
      if (column > 0 && column + 1 + length > width) {
        wrapped.append('\n').append(" ".repeat(indent));
        column = 0;
      } else if (column > 0) {
        wrapped.append(' ');
        column++;
      }
      wrapped.append(word);
      column += length;
    }
    return wrapped.toString();
  }

  private enum Colour {
    BOLD("1"),
    RED("1;31"),
    YELLOW("1;33"),
    BLUE("1;34");

    private final String sequence;

    Colour(String sequence) {
      this.sequence = sequence;
    }
  }

  private String paint(Colour colour, String text) {
    return ansi ? "\u001b[" + colour.sequence + "m" + text + "\u001b[0m" : text;
  }

  /** Names from a source may be as long as the source. */
  private static String clip(String text) {
    String line = Display.line(text);
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "…";
  }
}
