package dev.jobc.executor.runner.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads what processes wrote to their output files, and never more than a cap. */
public final class Captured {
  /** Bytes kept of one stream of one attempt. */
  public static final int CAP = 1 << 20;

  private static final int TAIL_BYTES = 8 << 10;
  private static final int TAIL_LINES = 20;

  private Captured() {}

  /**
   * The bytes of a range, its head only when it is longer than the cap, with a mark that says so.
   *
   * @param end exclusive; beyond the end of the file is the end of the file
   */
  public static byte[] range(Path file, long start, long end) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long size = Math.max(0, Math.min(end, in.length()) - start);
      byte[] bytes = new byte[(int) Math.min(size, CAP)];
      in.seek(start);
      in.readFully(bytes);
      return size <= CAP ? bytes : marked(bytes, size);
    } catch (IOException e) {
      return ("[jobc: the output can't be read: " + e.getMessage() + "]\n")
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The last lines of a file from an offset on, for error messages; empty when there are none. */
  public static String tail(Path file, long from) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(from, in.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) Math.max(0, in.length() - start)];
      in.seek(start);
      in.readFully(bytes);
      return tail(bytes);
    } catch (IOException e) {
      return "";
    }
  }

  /** The last lines of some output, as text that any database can hold. */
  public static String tail(byte[] output) {
    int from = Math.max(0, output.length - TAIL_BYTES);
    String text =
        new String(output, from, output.length - from, StandardCharsets.UTF_8)
            .replace("\0", "\\0")
            .stripTrailing();
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  private static byte[] marked(byte[] head, long size) {
    byte[] mark =
        ("\n[jobc: cut here: " + (size - CAP) + " of " + size + " bytes are not kept]\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + mark.length);
    System.arraycopy(mark, 0, all, head.length, mark.length);
    return all;
  }
}
