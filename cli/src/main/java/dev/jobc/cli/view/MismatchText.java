package dev.jobc.cli.view;

import dev.jobc.compiler.simulate.TestResult.Mismatch;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.List;

/** What is not as a test expects, with the line that says so. */
public final class MismatchText {
  private static final String INDENT = "        ";

  private MismatchText() {}

  /** Lines without ends. */
  public static List<String> of(Mismatch mismatch) {
    List<String> lines = new ArrayList<>();
    lines.add(INDENT + mismatch.what());
    lines.add(INDENT + "  --> " + mismatch.place());
    excerpt(mismatch, lines);
    boolean large = mismatch.expected().contains("\n") || mismatch.actual().contains("\n");
    if (large) {
      String diff =
          UnifiedDiff.of("expected", mismatch.expected() + "\n", mismatch.actual() + "\n");
      diff.lines().skip(2).forEach(line -> lines.add(INDENT + line));
    } else {
      line(lines, "expected ", mismatch.expected());
      line(lines, "actual   ", mismatch.actual());
    }
    return lines;
  }

  private static void line(List<String> lines, String what, String value) {
    if (!value.isEmpty()) {
      lines.add(INDENT + what + value);
    }
  }

  private static void excerpt(Mismatch mismatch, List<String> lines) {
    SourceFile file = mismatch.place().file();
    Span mark = mismatch.place().span();
    int number = file.lines().line(mark.start());
    Span line = file.lines().span(number);
    String margin = " ".repeat(String.valueOf(number).length());
    int before = file.text().codePointCount(line.start(), mark.start());
    int end = Math.max(mark.start(), Math.min(mark.end(), line.end()));
    int width = Math.max(1, file.text().codePointCount(mark.start(), end));
    lines.add(INDENT + number + " | " + line.of(file.text()).replace('\t', ' ').stripTrailing());
    lines.add(INDENT + margin + " | " + " ".repeat(before) + "^".repeat(width));
  }
}
