package dev.jobc.diag.render;

import dev.jobc.diag.Diagnostic;
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

  private final boolean ansi;

  private TerminalRenderer(boolean ansi) {
    this.ansi = ansi;
  }

  /** Without colours. */
  public static TerminalRenderer plain() {
    return new TerminalRenderer(false);
  }

  /** With ANSI colours. */
  public static TerminalRenderer coloured() {
    return new TerminalRenderer(true);
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
      Excerpt excerpt = new Excerpt(line.file(), line.number(), marks.getFirst().place().span());
      gutter(Integer.toString(line.number()), excerpt.text());
      for (Mark mark : marks) {
        String sign = (mark.primary() ? "^" : "-").repeat(excerpt.width(mark.place().span()));
        String text = mark.text().isEmpty() ? sign : sign + " " + clip(mark.text());
        Colour colour = mark.primary() ? severityColour() : Colour.BLUE;
        gutter("", " ".repeat(excerpt.indent(mark.place().span())) + paint(colour, text));
      }
    }

    private void trailer(boolean text) {
      if (diagnostic.notes().isEmpty() && diagnostic.helps().isEmpty()) {
        return;
      }
      if (text) {
        gutter("", "");
      }
      diagnostic.helps().forEach(help -> remark("help", help));
      diagnostic.notes().forEach(note -> remark("note", note));
    }

    private void remark(String kind, String text) {
      out.append(" ".repeat(width + 2))
          .append(paint(Colour.BLUE, "="))
          .append(' ')
          .append(paint(Colour.BOLD, kind + ":"))
          .append(' ')
          .append(clip(text))
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
