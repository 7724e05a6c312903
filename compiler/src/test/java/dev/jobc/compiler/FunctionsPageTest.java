package dev.jobc.compiler;

import dev.jobc.diag.testing.GoldenFile;
import dev.jobc.expr.Functions;
import dev.jobc.expr.Overload;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page that lists the functions of expressions is made from the table that runs them. */
class FunctionsPageTest {
  private static final String HEAD =
      """
      # Functions of expressions

      Made from the function table by a test. `T` is any type that is not missing. A function marked with a dot may also be written
      as a method of its first argument: `inputs.name.split(",")`.

      | function | forms |
      | --- | --- |
      """;

  @Test
  void isTheTable() {
    Map<String, List<Overload>> byName =
        Functions.all().stream()
            .filter(FunctionsPageTest::isCalled)
            .collect(
                Collectors.groupingBy(Overload::name, LinkedHashMap::new, Collectors.toList()));
    String rows =
        byName.entrySet().stream()
            .map(entry -> row(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    GoldenFile.check(Path.of("../docs/functions.md"), HEAD + rows);
  }

  private static boolean isCalled(Overload overload) {
    return overload.style() == Overload.Style.FUNCTION || overload.style() == Overload.Style.EITHER;
  }

  private static String row(String name, List<Overload> overloads) {
    boolean method = overloads.stream().anyMatch(o -> o.style() == Overload.Style.EITHER);
    String forms =
        overloads.stream()
            .map(overload -> "`" + overload.signature() + "`")
            .collect(Collectors.joining("<br>"));
    return "| `%s%s` | %s |\n".formatted(method ? "." : "", name, forms);
  }
}
