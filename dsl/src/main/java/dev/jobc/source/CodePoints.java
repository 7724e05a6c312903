package dev.jobc.source;

import java.util.Arrays;

/** Converts offsets in code points, as parsers count, to UTF-16 offsets, as Java does. */
public final class CodePoints {
  /** Code point offsets of the characters that take two units, ascending. */
  private final int[] wide;

  private final int length;

  public CodePoints(String text) {
    length = text.length();
    int count = 0;
    int[] found = new int[8];
    for (int unit = 0; unit + 1 < text.length(); unit++) {
      if (Character.isHighSurrogate(text.charAt(unit))
          && Character.isLowSurrogate(text.charAt(unit + 1))) {
        found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
        found[count] = unit - count;
        count++;
        unit++;
      }
    }
    wide = Arrays.copyOf(found, count);
  }

  /** The UTF-16 offset; what lies behind the text is at its end. */
  public int toUnits(int point) {
    if (wide.length == 0) {
      return Math.min(point, length);
    }
    int index = Arrays.binarySearch(wide, point);
    int before = index >= 0 ? index : -index - 1;
    return Math.min(point + before, length);
  }
}
