package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Suggestions;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.model.MatrixDoc;
import dev.jobc.model.MatrixDoc.Cell;
import dev.jobc.model.MatrixDoc.Row;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.TemplateParser;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code matrix}: every combination of its axes' values, less {@code exclude}, plus {@code
 * include}. The two may stand beside {@code matrix} or in it.
 */
final class MatrixDecoder {
  private static final List<String> SPECIAL = List.of("include", "exclude");

  private final Decoding decoding;
  private final Scalars scalars;

  MatrixDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
  }

  MatrixDoc matrix(Fields fields, YamlNode.Entry entry) {
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding.wrongKind(
              entry.key().span(), "matrix", entry.value(), "a map from axis to its values"));
      return new MatrixDoc(List.of(), List.of());
    }
    Map<String, List<Cell>> axes = new LinkedHashMap<>();
    List<Located<String>> names = new ArrayList<>();
    for (YamlNode.Entry axis : map.entries()) {
      if (!SPECIAL.contains(axis.name())) {
        Located<String> name = scalars.key(axis, Names.Kind.ID, "the name of an axis");
        if (name != null) {
          names.add(name);
          axes.put(name.value(), values(name, axis));
        }
      }
    }
    if (names.isEmpty() && map.entries().stream().allMatch(e -> SPECIAL.contains(e.name()))) {
      decoding.add(
          decoding
              .at(entry.key().span(), DiagnosticCode.EMPTY_VALUE, "`matrix` has no axis")
              .caption("expected a map such as `{ os: [linux, mac] }`"));
    }
    List<Row> rows = product(entry.key().span(), axes);
    rows = without(rows, rows(either(fields, map, "exclude")), axes);
    List<Row> all = with(rows, rows(either(fields, map, "include")), names);
    if (all.isEmpty() && !axes.isEmpty() && !axes.values().stream().anyMatch(List::isEmpty)) {
      decoding.add(
          decoding
              .at(entry.key().span(), DiagnosticCode.NO_COMBINATION, "the matrix is empty")
              .caption("`exclude` takes out every combination"));
    }
    return new MatrixDoc(names, all);
  }

  private List<Cell> values(Located<String> name, YamlNode.Entry axis) {
    List<Cell> cells = new ArrayList<>();
    if (!(axis.value() instanceof YamlNode.Sequence list)) {
      decoding.add(
          decoding.wrongKind(axis.key().span(), axis.name(), axis.value(), "a list of values"));
      return cells;
    }
    if (list.items().isEmpty()) {
      decoding.add(
          decoding
              .at(
                  list.span(),
                  DiagnosticCode.EMPTY_VALUE,
                  "the axis `" + name.value() + "` is empty")
              .caption("expected at least one value"));
    }
    Map<Class<?>, Map<String, Span>> seen = new HashMap<>();
    for (YamlNode item : list.items()) {
      Located<Json> value = literal(axis, item);
      if (value != null) {
        Cell cell = new Cell(name, value);
        var alike = seen.computeIfAbsent(value.value().getClass(), kind -> new HashMap<>());
        if (scalars.isNew(alike, value.as(shown(cell)), axis.name())) {
          cells.add(cell);
        }
      }
    }
    return cells;
  }

  /** A scalar without expressions. */
  private @Nullable Located<Json> literal(YamlNode.Entry entry, YamlNode node) {
    YamlNode.Scalar scalar =
        scalars.scalar(entry.key().span(), entry.name(), node, "text, numbers or booleans");
    if (scalar == null) {
      return null;
    }
    if (scalar.isNull()) {
      decoding.add(
          decoding
              .at(scalar.span(), DiagnosticCode.WRONG_KIND, "a value of a matrix is not empty")
              .caption("expected text, a number or a boolean"));
      return null;
    }
    if (TemplateParser.isTemplate(scalar.text().value())) {
      decoding.add(
          decoding
              .at(
                  scalar.span(),
                  DiagnosticCode.TEMPLATE_NOT_ALLOWED,
                  "the values of a matrix are known before the run and take no expression")
              .help("use `forEach` for values of the run"));
      return null;
    }
    return new Located<>(scalar.value(), scalar.span());
  }

  /** All combinations, the last axis changing fastest; cut off where no file could hold more. */
  private List<Row> product(Span key, Map<String, List<Cell>> axes) {
    long size = axes.isEmpty() ? 0 : 1;
    for (List<Cell> axis : axes.values()) {
      size = Math.min(Decoding.MAX_STEPS + 1L, size * axis.size());
    }
    if (size > Decoding.MAX_STEPS) {
      decoding.add(
          decoding
              .at(key, DiagnosticCode.TOO_MANY_STEPS, "the matrix has too many combinations")
              .caption("at most " + Decoding.MAX_STEPS + " steps are allowed")
              .help("use `forEach` for steps that differ only in their values"));
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    if (size > 0) {
      rows.add(new Row(List.of()));
    }
    for (List<Cell> axis : axes.values()) {
      List<Row> longer = new ArrayList<>();
      for (Row row : rows) {
        axis.forEach(cell -> longer.add(plus(row, List.of(cell))));
      }
      rows = longer;
    }
    return rows;
  }

  private static Row plus(Row row, List<Cell> more) {
    List<Cell> cells = new ArrayList<>(row.cells());
    cells.addAll(more);
    return new Row(cells);
  }

  private YamlNode.@Nullable Entry either(Fields fields, YamlNode.Mapping matrix, String key) {
    YamlNode.Entry inside = matrix.get(key);
    YamlNode.Entry beside = fields.get(key);
    if (inside != null && beside != null) {
      new CodeDecoder(decoding).conflict(inside, beside);
    }
    return inside == null ? beside : inside;
  }

  /** The entries of {@code include} or {@code exclude}. */
  private List<Row> rows(YamlNode.@Nullable Entry entry) {
    List<Row> rows = new ArrayList<>();
    if (entry == null) {
      return rows;
    }
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      decoding.add(
          decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), "a list of maps"));
      return rows;
    }
    for (YamlNode item : list.items()) {
      if (item instanceof YamlNode.Mapping map) {
        requireSome(entry, map);
        Row row = row(map);
        if (!row.cells().isEmpty()) {
          rows.add(row);
        }
      } else {
        decoding.add(
            decoding.wrongKind(
                entry.key().span(), entry.name(), item, "maps such as `{ os: linux }`"));
      }
    }
    return rows;
  }

  private void requireSome(YamlNode.Entry list, YamlNode.Mapping row) {
    if (row.entries().isEmpty()) {
      String message = "this entry of `" + list.name() + "` is empty";
      decoding.add(
          decoding
              .at(row.span(), DiagnosticCode.EMPTY_VALUE, message)
              .caption("expected values such as `{ os: linux }`"));
    }
  }

  private Row row(YamlNode.Mapping map) {
    List<Cell> cells = new ArrayList<>();
    for (YamlNode.Entry entry : map.entries()) {
      Located<String> name = scalars.key(entry, Names.Kind.ID, "a name of a matrix");
      Located<Json> value = literal(entry, entry.value());
      if (name != null && value != null) {
        cells.add(new Cell(name, value));
      }
    }
    return new Row(cells);
  }

  private List<Row> without(List<Row> rows, List<Row> excluded, Map<String, List<Cell>> axes) {
    excluded.forEach(row -> row.cells().forEach(cell -> checkExcluded(cell, axes)));
    return rows.stream()
        .filter(row -> excluded.stream().noneMatch(out -> matches(row, out.cells())))
        .toList();
  }

  /** An exclusion that names what is not there excludes nothing, which nobody means. */
  private void checkExcluded(Cell cell, Map<String, List<Cell>> axes) {
    List<Cell> axis = axes.get(cell.name().value());
    if (axis == null) {
      String name = cell.name().value();
      report(cell.name().span(), "`" + name + "` is no axis of the matrix", name, axes.keySet());
      return;
    }
    List<String> values = axis.stream().map(MatrixDecoder::shown).toList();
    if (!values.contains(shown(cell))) {
      String message =
          "`" + shown(cell) + "` is no value of the axis `" + cell.name().value() + "`";
      report(cell.value().span(), message, shown(cell), values);
    }
  }

  private void report(Span span, String message, String wrong, Iterable<String> known) {
    List<String> names = new ArrayList<>();
    known.forEach(names::add);
    String near = Suggestions.nearest(wrong, names);
    Diagnostic error = decoding.at(span, DiagnosticCode.NO_COMBINATION, message);
    decoding.add(
        near == null
            ? error.note("there are " + String.join(", ", names))
            : error.caption(Suggestions.didYouMean(near)));
  }

  private static String shown(Cell cell) {
    return cell.value().value() instanceof Json.Str(String text)
        ? text
        : JsonText.write(cell.value().value());
  }

  private static boolean matches(Row row, List<Cell> wanted) {
    return wanted.stream()
        .allMatch(
            cell ->
                row.cells().stream()
                    .anyMatch(
                        other ->
                            other.name().value().equals(cell.name().value())
                                && shown(other).equals(shown(cell))));
  }

  /** What an entry adds goes to every combination it agrees with; else it is one of its own. */
  private List<Row> with(List<Row> rows, List<Row> included, List<Located<String>> axes) {
    List<Row> all = new ArrayList<>(rows);
    int product = rows.size();
    for (Row extra : included) {
      List<Cell> onAxes = extra.cells().stream().filter(cell -> isAxis(axes, cell)).toList();
      List<Cell> more = extra.cells().stream().filter(cell -> !isAxis(axes, cell)).toList();
      boolean found = false;
      for (int i = 0; i < product && !more.isEmpty(); i++) {
        if (matches(all.get(i), onAxes)) {
          all.set(i, replaced(all.get(i), more));
          found = true;
        }
      }
      if (!found) {
        addOwn(all, extra, axes);
      }
    }
    return all;
  }

  private static Row replaced(Row row, List<Cell> more) {
    List<Cell> cells = new ArrayList<>(row.cells());
    for (Cell cell : more) {
      cells.removeIf(old -> old.name().value().equals(cell.name().value()));
      cells.add(cell);
    }
    return new Row(cells);
  }

  private void addOwn(List<Row> rows, Row extra, List<Located<String>> axes) {
    if (extra.cells().isEmpty()) {
      return;
    }
    for (Located<String> axis : axes) {
      if (extra.cells().stream().noneMatch(cell -> cell.name().value().equals(axis.value()))) {
        decoding.add(
            decoding
                .at(
                    extra.cells().getFirst().name().span(),
                    DiagnosticCode.NO_COMBINATION,
                    "a combination of its own needs a value for every axis")
                .caption("`" + axis.value() + "` is missing")
                .note("no combination of the matrix has these values"));
        return;
      }
    }
    rows.add(extra);
  }

  private static boolean isAxis(List<Located<String>> axes, Cell cell) {
    return axes.stream().anyMatch(axis -> axis.value().equals(cell.name().value()));
  }
}
