package dev.jobc.source;

/**
 * A place for people and editors.
 *
 * @param line 1-based
 * @param column 1-based, in code points
 */
public record Position(int line, int column) {
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
