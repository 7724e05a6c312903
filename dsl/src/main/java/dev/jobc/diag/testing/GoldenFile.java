package dev.jobc.diag.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text that a test compares with a file beside its source. With {@code -Djobc.golden=write} a
 * different file is rewritten, and the test still fails, so that somebody looks at the change.
 */
public final class GoldenFile {
  private GoldenFile() {}

  /**
   * Compares.
   *
   * @throws AssertionError when the file is missing or differs
   */
  public static void check(Path file, String actual) {
    String expected = Files.exists(file) ? read(file) : null;
    if (actual.equals(expected)) {
      return;
    }
    if ("write".equals(System.getProperty("jobc.golden"))) {
      write(file, actual);
      throw new AssertionError("rewrote " + file + ", look at the change");
    }
    throw new AssertionError(
        (expected == null ? file + " is missing" : file + " differs")
            + "; -Djobc.golden=write writes it\n--- expected\n"
            + (expected == null ? "" : expected)
            + "--- actual\n"
            + actual);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
