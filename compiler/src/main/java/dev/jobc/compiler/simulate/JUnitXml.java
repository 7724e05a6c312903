package dev.jobc.compiler.simulate;

import dev.jobc.compiler.simulate.TestResult.Mismatch;
import dev.jobc.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** Results as the XML that build servers read. */
public final class JUnitXml {
  private final StringBuilder suites = new StringBuilder();
  private int tests;
  private int failures;
  private int errors;

  /** The cases of a file. */
  public void add(String file, String workflow, List<TestResult> results) {
    long failed = results.stream().filter(result -> !result.passed()).count();
    tests += results.size();
    failures += (int) failed;
    open(file, results.size(), failed, 0);
    for (TestResult result : results) {
      String head =
          "    <testcase classname=\"%s\" name=\"%s\""
              .formatted(escape(workflow), escape(result.tested().name()));
      suites.append(head).append(result.passed() ? "/>\n" : ">\n");
      if (!result.passed()) {
        Mismatch first = result.mismatches().getFirst();
        suites.append("      <failure message=\"").append(escape(first.what())).append("\">");
        suites.append(escape(text(result))).append("</failure>\n    </testcase>\n");
      }
    }
    suites.append("  </testsuite>\n");
  }

  /** A file that could not be read. */
  public void broken(String file, List<Diagnostic> diagnostics) {
    tests++;
    errors++;
    open(file, 1, 0, 1);
    List<String> lines = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      lines.add(diagnostic.place() + ": " + diagnostic.message());
    }
    suites
        .append("    <testcase classname=\"%s\" name=\"compiles\">%n".formatted(escape(file)))
        .append("      <error message=\"does not compile\">")
        .append(escape(String.join("\n", lines)))
        .append("</error>\n    </testcase>\n  </testsuite>\n");
  }

  private void open(String file, int count, long failed, int broken) {
    suites.append(
        "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"0\">\n"
            .formatted(escape(file), count, failed, broken));
  }

  private static String text(TestResult result) {
    List<String> lines = new ArrayList<>();
    for (Mismatch mismatch : result.mismatches()) {
      lines.add(mismatch.place() + ": " + mismatch.what());
      lines.add("expected: " + mismatch.expected());
      lines.add("actual:   " + mismatch.actual());
    }
    return String.join("\n", lines);
  }

  /** The whole document. */
  public String text() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<testsuites tests=\"%d\" failures=\"%d\" errors=\"%d\">\n"
            .formatted(tests, failures, errors)
        + suites
        + "</testsuites>\n";
  }

  /** XML has no way to write most control characters. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                case '\t' -> escaped.append("&#9;");
                default -> escaped.appendCodePoint(isLegal(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  private static boolean isLegal(int c) {
    return (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c > 0xFFFF;
  }
}
