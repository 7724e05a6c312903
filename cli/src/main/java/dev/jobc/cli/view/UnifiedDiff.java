package dev.jobc.cli.view;

import java.util.ArrayList;
import java.util.List;

/** What changed between two texts, as {@code diff -u} writes it, so that {@code patch} takes it. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** Beyond this many pairs of lines the changed middle is shown as one block. */
  private static final long MAX_PAIRS = 4_000_000;

  private final List<String> lines = new ArrayList<>();
  private final List<String> before;
  private final List<String> after;

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /** The difference with its head, empty when there is none. */
  public static String of(String path, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    UnifiedDiff diff = new UnifiedDiff(split(before), split(after));
    diff.compare();
    return "--- " + path + "\n+++ " + path + "\n" + diff.hunks();
  }

  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  /** Fills the lines: {@code ' '}, {@code '-'} or {@code '+'} and the text. */
  private void compare() {
    int head = 0;
    int most = Math.min(before.size(), after.size());
    while (head < most && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    before.subList(0, head).forEach(line -> lines.add(" " + line));
    middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail));
    before.subList(before.size() - tail, before.size()).forEach(line -> lines.add(" " + line));
  }

  private void middle(List<String> old, List<String> now) {
    if ((long) old.size() * now.size() > MAX_PAIRS) {
      old.forEach(line -> lines.add("-" + line));
      now.forEach(line -> lines.add("+" + line));
      return;
    }
    int[][] common = longestCommon(old, now);
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        lines.add(" " + old.get(i++));
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("-" + old.get(i++));
      } else {
        lines.add("+" + now.get(j++));
      }
    }
  }

  private static int[][] longestCommon(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private String hunks() {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < lines.size()) {
      int change = nextChange(at);
      if (change == lines.size()) {
        break;
      }
      int end = endOfHunk(change);
      hunk(Math.max(at, change - CONTEXT), Math.min(lines.size(), end + CONTEXT), out);
      at = Math.min(lines.size(), end + CONTEXT);
    }
    return out.toString();
  }

  private int nextChange(int from) {
    int at = from;
    while (at < lines.size() && lines.get(at).charAt(0) == ' ') {
      at++;
    }
    return at;
  }

  /** Behind the last change before a gap that is too long to be context. */
  private int endOfHunk(int change) {
    int end = change;
    for (int next = change; next < lines.size() && next - end <= 2 * CONTEXT; ) {
      end = next + 1;
      next = nextChange(end);
    }
    return end;
  }

  private void hunk(int from, int to, StringBuilder out) {
    int old = count(0, from, '+') + 1;
    int now = count(0, from, '-') + 1;
    int oldSize = count(from, to, '+');
    int nowSize = count(from, to, '-');
    out.append("@@ -").append(oldSize == 0 ? old - 1 : old).append(',').append(oldSize);
    out.append(" +")
        .append(nowSize == 0 ? now - 1 : now)
        .append(',')
        .append(nowSize)
        .append(" @@\n");
    for (String line : lines.subList(from, to)) {
      out.append(line);
      if (!line.endsWith("\n")) {
        out.append("\n\\ No newline at end of file\n");
      }
    }
  }

  /** Lines of a range that are on the other side too. */
  private int count(int from, int to, char not) {
    return (int) lines.subList(from, to).stream().filter(line -> line.charAt(0) != not).count();
  }
}
