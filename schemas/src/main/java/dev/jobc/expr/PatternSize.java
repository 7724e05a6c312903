package dev.jobc.expr;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large the program of a regular expression would be, without making it: {@code
 * ((a{1000}){1000}){1000}} is short and becomes a billion instructions. Counts an instruction for
 * each character, class and bracket, as often as what is around them repeats them.
 */
final class PatternSize {
  private static final long MOST = Integer.MAX_VALUE;

  private final String pattern;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long size;
  private long last;
  private int at;

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  /** At least about the size; a pattern that is none has any. */
  static long of(String pattern) {
    return new PatternSize(pattern).size();
  }

  private long size() {
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      at++;
      switch (c) {
        case '(' -> {
          outer.push(size);
          size = 0;
        }
        case ')' -> close();
        case '[' -> {
          pastClass();
          add(1);
        }
        case '\\' -> escape();
        case '{' -> repeat();
        default -> add(1);
      }
    }
    while (!outer.isEmpty()) {
      close();
    }
    return size;
  }

  private void add(long more) {
    last = Math.min(MOST, more);
    size = Math.min(MOST, size + last);
  }

  private void close() {
    long inner = size + 2;
    size = outer.isEmpty() ? 0 : outer.pop();
    add(inner);
  }

  /** Past {@code ]}, which is a member where it comes first. */
  private void pastClass() {
    at += pattern.startsWith("^", at) ? 1 : 0;
    at += pattern.startsWith("]", at) ? 1 : 0;
    while (at < pattern.length() && pattern.charAt(at) != ']') {
      boolean named = pattern.startsWith("[:", at);
      int end = named ? pattern.indexOf(":]", at) : -1;
      at = end >= 0 ? end + 2 : at + (pattern.charAt(at) == '\\' ? 2 : 1);
    }
    at++;
  }

  private void escape() {
    if (pattern.startsWith("Q", at)) {
      int end = pattern.indexOf("\\E", at);
      int past = end < 0 ? pattern.length() : end;
      add(past - at);
      last = 1;
      at = past + (end < 0 ? 0 : 2);
      return;
    }
    at++;
    add(1);
  }

  /** {@code {n}}, {@code {n,}} or {@code {n,m}}; anything else is text. */
  private void repeat() {
    int end = pattern.indexOf('}', at);
    String inside = end < 0 ? "" : pattern.substring(at, end);
    if (!inside.matches("\\d{1,9}(,(\\d{1,9})?)?")) {
      add(1);
      return;
    }
    String[] bounds = inside.split(",");
    long times = Math.max(1, Long.parseLong(bounds[bounds.length - 1]));
    at = end + 1;
    size -= last;
    add(last * times);
  }
}
