package dev.jobc.diag;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The pages of {@code docs/diagnostics}, which the build packs beside the classes. */
public final class DiagnosticPages {
  private static final String DIRECTORY = "/jobc/diagnostics/";

  private DiagnosticPages() {}

  /** The page of a code, in Markdown. */
  public static String text(DiagnosticCode code) {
    String name = DIRECTORY + code.code() + ".md";
    try (InputStream in = DiagnosticPages.class.getResourceAsStream(name)) {
      return in == null
          ? "# " + code.code() + ": " + code.title() + "\n"
          : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code as a user types it: {@code JC2104}, {@code jc2104} or {@code 2104}; else null. */
  public static @Nullable DiagnosticCode find(String typed) {
    String upper = typed.strip().toUpperCase(Locale.ROOT);
    String wanted = upper.matches("\\d{4}") ? "JC" + upper : upper;
    return Arrays.stream(DiagnosticCode.values())
        .filter(code -> code.code().equals(wanted))
        .findFirst()
        .orElse(null);
  }

  /** The code whose text is nearest to what was typed. */
  public static DiagnosticCode nearest(String typed) {
    String digits = typed.replaceAll("\\D", "");
    int wanted =
        digits.isEmpty() ? 0 : Integer.parseInt(digits.substring(0, Math.min(8, digits.length())));
    DiagnosticCode best = DiagnosticCode.values()[0];
    for (DiagnosticCode code : DiagnosticCode.values()) {
      if (distance(code, wanted) < distance(best, wanted)) {
        best = code;
      }
    }
    return best;
  }

  private static int distance(DiagnosticCode code, int wanted) {
    return Math.abs(Integer.parseInt(code.code().substring(2)) - wanted);
  }
}
