package dev.jobc.expr;

import dev.jobc.expr.Overload.Family;
import dev.jobc.expr.Overload.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads signatures, one a line: {@code either size_string size(string) -> int}. A table of texts
 * costs next to nothing at start-up, where a lambda for every function would cost more than all the
 * rest of a check.
 */
final class FunctionTable {
  private final Map<String, Overload> byId = new LinkedHashMap<>();
  private final Map<String, List<Overload>> byName = new LinkedHashMap<>();

  static FunctionTable read() {
    FunctionTable table = new FunctionTable();
    for (Family family : Family.values()) {
      text(family).lines().filter(line -> !line.isEmpty()).forEach(line -> table.add(family, line));
    }
    return table;
  }

  private static String text(Family family) {
    return switch (family) {
      case NUMBERS -> NumberFunctions.TABLE;
      case DECIMALS -> DecimalFunctions.TABLE;
      case ORDER -> OrderFunctions.TABLE;
      case TEXT -> TextFunctions.TABLE;
      case BYTES -> BytesFunctions.TABLE;
      case COLLECTIONS -> CollectionFunctions.TABLE;
      case CONVERSIONS -> ConversionFunctions.TABLE;
      case TIME -> TimeFunctions.TABLE;
      case CALENDAR -> CalendarFunctions.TABLE;
    };
  }

  private void add(Family family, String line) {
    int id = line.indexOf(' ');
    int name = line.indexOf(' ', id + 1);
    int open = line.indexOf('(', name);
    int close = line.lastIndexOf(") -> ");
    Overload overload =
        new Overload(
            line.substring(id + 1, name),
            line.substring(name + 1, open),
            Style.valueOf(line.substring(0, id).toUpperCase(Locale.ROOT)),
            ShapeText.list(line.substring(open + 1, close)),
            ShapeText.one(line.substring(close + 5)),
            family);
    if (byId.put(overload.id(), overload) != null) {
      throw new IllegalStateException("two overloads are called " + overload.id());
    }
    byName.computeIfAbsent(overload.name(), any -> new ArrayList<>()).add(overload);
  }

  Map<String, Overload> byId() {
    return byId;
  }

  Map<String, List<Overload>> byName() {
    return byName;
  }
}
