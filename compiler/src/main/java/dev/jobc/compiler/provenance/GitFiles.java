package dev.jobc.compiler.provenance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Files of git, which anybody may have written: only regular ones are opened (a pipe would never
 * end), and only so much of them is read.
 */
final class GitFiles {
  /** No line that matters is longer: an id, a name of at most 4096 bytes, and a few words. */
  private static final int LONGEST_LINE = 8 * 1024;

  private GitFiles() {}

  /** Takes lines until it has what it wants. */
  interface Lines {
    /** Whether more are wanted. */
    boolean take(String line);
  }

  /** All of a file; null when there is none, it can't be read, or is larger. */
  static @Nullable String text(Path file, int limit) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(limit + 1);
      return bytes.length > limit ? null : new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException | SecurityException e) {
      return null;
    }
  }

  /** The first line of a small file, without blanks around it; null as above. */
  static @Nullable String line(Path directory, String name) {
    Path file = resolve(directory, name);
    String text = file == null ? null : text(file, LONGEST_LINE);
    return text == null ? null : text.lines().findFirst().orElse("").strip();
  }

  /** A path that somebody has written; null when it is none. */
  static @Nullable Path resolve(Path from, String written) {
    try {
      return from.resolve(written);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * Gives the lines of a file, one by one, as far as the limit; those that are too long in part.
   */
  static void lines(Path file, long limit, Lines lines) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long read = 0;
      for (int next = in.read(); next >= 0 && read < limit; next = in.read(), read++) {
        if (next != '\n') {
          if (line.size() < LONGEST_LINE) {
            line.write(next);
          }
        } else {
          if (!lines.take(line.toString(StandardCharsets.UTF_8))) {
            return;
          }
          line.reset();
        }
      }
      lines.take(line.toString(StandardCharsets.UTF_8));
    } catch (IOException | SecurityException e) {
      // What has been read so far is all there is.
      return;
    }
  }
}
