package dev.jobc.cli.context;

import java.io.PrintStream;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}.
 *
 * @param terminal whether {@code err} is a terminal, so that progress may be redrawn
 * @param colour whether {@code err} takes colours
 * @param columns width of the terminal in characters
 * @param rows its height
 */
public record Console(
    PrintStream out, PrintStream err, boolean terminal, boolean colour, int columns, int rows) {

  /** The same with or without colours. */
  public Console withColour(boolean wanted) {
    return new Console(out, err, terminal, wanted, columns, rows);
  }

  /** Streams that are no terminal. */
  public static Console plain(PrintStream out, PrintStream err) {
    return new Console(out, err, false, false, 100, 40);
  }
}
