package dev.jobc.cli.view;

import dev.jobc.executor.LogChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What attempts wrote, line by line, each with where it came from. */
public final class LogText {
  private LogText() {}

  /** {@code load | text}; map items as {@code load[3]}, later attempts as {@code load #2}. */
  public static List<String> lines(List<LogChunk> chunks) {
    List<String> lines = new ArrayList<>();
    int next = 0;
    while (next < chunks.size()) {
      int end = next + 1;
      while (end < chunks.size() && sameStream(chunks.get(next), chunks.get(end))) {
        end++;
      }
      String source = source(chunks.get(next));
      text(chunks.subList(next, end))
          .lines()
          .forEach(line -> lines.add(source + " | " + Text.harmless(line)));
      next = end;
    }
    return lines;
  }

  private static boolean sameStream(LogChunk a, LogChunk b) {
    return a.step().equals(b.step())
        && a.item() == b.item()
        && a.attempt() == b.attempt()
        && a.stderr() == b.stderr();
  }

  private static String source(LogChunk chunk) {
    return chunk.step()
        + (chunk.item() < 0 ? "" : "[" + chunk.item() + "]")
        + (chunk.attempt() > 1 ? " #" + chunk.attempt() : "")
        + (chunk.stderr() ? " err" : "");
  }

  /** Joined before decoding: a character may be cut in two by the end of a chunk. */
  private static String text(List<LogChunk> chunks) {
    int size = chunks.stream().mapToInt(chunk -> chunk.bytes().length).sum();
    byte[] bytes = new byte[size];
    int at = 0;
    for (LogChunk chunk : chunks) {
      System.arraycopy(chunk.bytes(), 0, bytes, at, chunk.bytes().length);
      at += chunk.bytes().length;
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
