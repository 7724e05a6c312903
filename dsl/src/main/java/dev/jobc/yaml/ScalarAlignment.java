package dev.jobc.yaml;

import java.util.Arrays;

/**
 * Lays a decoded scalar beside its source.
 *
 * <ol>
 *   <li>Every decoded character that is not white space stands in the source in the same order, as
 *       itself or as an escape.
 *   <li>White space is where YAML folds, indents and chomps: a decoded white character belongs
 *       somewhere between its neighbours, and is put right behind the one before it.
 * </ol>
 */
final class ScalarAlignment {
  private final String source;
  private final int limit;
  private final ScalarText.Style style;
  private int at;
  private int width;

  private final int[] starts;
  private final int[] ends;

  private ScalarAlignment(ScalarText text) {
    source = text.file().text();
    style = text.style();
    limit = text.span().end();
    at = contentStart(text);
    starts = new int[text.value().length()];
    ends = new int[text.value().length()];
    align(text.value());
  }

  static ScalarAlignment of(ScalarText text) {
    return new ScalarAlignment(text);
  }

  /** Offset of each decoded character's source. */
  int[] starts() {
    return starts;
  }

  /** Offset behind each decoded character's source. */
  int[] ends() {
    return ends;
  }

  /** Where the text begins behind an opening quote or a block header. */
  static int contentStart(ScalarText text) {
    int start = text.span().start();
    return switch (text.style()) {
      case PLAIN -> start;
      case SINGLE_QUOTED, DOUBLE_QUOTED -> Math.min(start + 1, text.span().end());
      case LITERAL, FOLDED -> {
        int newline = text.file().text().indexOf('\n', start);
        yield newline < 0 || newline >= text.span().end() ? text.span().end() : newline + 1;
      }
    };
  }

  private void align(String value) {
    for (int i = 0; i < value.length(); ) {
      int run = i;
      while (run < value.length() && isWhite(value.charAt(run))) {
        run++;
      }
      alignWhite(i, run);
      if (run == value.length()) {
        return;
      }
      int units = Math.max(1, decodedUnits(value, run));
      Arrays.fill(starts, run, run + units, at);
      Arrays.fill(ends, run, run + units, at + width);
      at += width;
      i = run + units;
    }
  }

  /** Puts a run of white characters between what was read and the next black one. */
  private void alignWhite(int from, int to) {
    int first = at;
    skipWhiteSource();
    int last = to == starts.length ? Math.min(first + (to - from), limit) : at;
    for (int i = from; i < to; i++) {
      starts[i] = Math.min(first + (i - from), last);
      ends[i] = i + 1 == to ? last : Math.min(first + (i - from) + 1, last);
    }
  }

  private void skipWhiteSource() {
    while (at < limit) {
      if (isWhite(source.charAt(at))) {
        at++;
      } else if (style == ScalarText.Style.DOUBLE_QUOTED && whiteEscape() > 0) {
        at += whiteEscape();
      } else {
        return;
      }
    }
  }

  /** Length of an escape at the cursor that stands for white space, 0 if there is none. */
  private int whiteEscape() {
    if (source.charAt(at) != '\\' || at + 1 >= limit) {
      return 0;
    }
    return switch (source.charAt(at + 1)) {
      case 'n', 'r', 't', ' ', '\t', '\n' -> 2;
      case '\r' -> source.startsWith("\n", at + 2) ? 3 : 2;
      case 'x', 'u', 'U' -> {
        int length = escapeLength(source.charAt(at + 1));
        yield isWhite((char) codePoint(length)) && codePoint(length) < 0x80 ? length : 0;
      }
      default -> 0;
    };
  }

  /** How many decoded units the source at the cursor stands for; sets their width. */
  private int decodedUnits(String value, int i) {
    boolean quoted = at + 1 < limit && source.charAt(at) == '\\';
    if (style == ScalarText.Style.DOUBLE_QUOTED && quoted) {
      width = escapeLength(source.charAt(at + 1));
    } else if (style == ScalarText.Style.SINGLE_QUOTED && value.charAt(i) == '\'') {
      width = 2;
    } else {
      width = at < limit ? 1 : 0;
      return 1;
    }
    return Character.charCount(value.codePointAt(i));
  }

  private static int escapeLength(char kind) {
    return switch (kind) {
      case 'x' -> 4;
      case 'u' -> 6;
      case 'U' -> 10;
      default -> 2;
    };
  }

  private int codePoint(int length) {
    int end = Math.min(at + length, limit);
    int value = 0;
    for (int i = at + 2; i < end; i++) {
      value = value * 16 + Math.max(0, Character.digit(source.charAt(i), 16));
    }
    return value;
  }

  private static boolean isWhite(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
