package dev.jobc.model;

import dev.jobc.json.Json;
import dev.jobc.source.Located;
import java.util.List;

/**
 * {@code matrix:} with its combinations written out.
 *
 * @param axes their names, in the author's order
 * @param rows the combinations, the last axis changing fastest, then those of {@code include}
 */
public record MatrixDoc(List<Located<String>> axes, List<Row> rows) {
  public MatrixDoc {
    axes = List.copyOf(axes);
    rows = List.copyOf(rows);
  }

  /** A combination: a value by name, all axes and whatever {@code include} adds. */
  public record Row(List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** A literal value. */
  public record Cell(Located<String> name, Located<Json> value) {}
}
