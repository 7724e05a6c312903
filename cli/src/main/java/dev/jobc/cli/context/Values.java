package dev.jobc.cli.context;

import dev.jobc.json.Json;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import dev.jobc.type.TypeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Named values from the command line, of which the types are known. */
public final class Values {
  private Values() {}

  /**
   * Reads {@code name=value} arguments; says nothing of missing ones.
   *
   * @throws CliException with all problems: unknown, unfitting
   */
  public static Json.Obj read(Map<String, Type> types, List<String> arguments) {
    Map<String, Json> values = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 1 ? argument : argument.substring(0, equals);
      Type type = types.get(name);
      if (equals < 1) {
        problems.add("`-i " + argument + "` is not of the form name=value");
      } else if (type == null) {
        problems.add("there is no `" + name + "`");
      } else {
        TypeCheck.Result result = TypeText.parse(type, argument.substring(equals + 1));
        result.problems().forEach(p -> problems.add("`" + name + "` " + p.message()));
        values.put(name, result.value());
      }
    }
    if (!problems.isEmpty()) {
      throw new CliException(ExitCode.USAGE, String.join("; ", problems), expected(types));
    }
    return Json.object(values);
  }

  private static String expected(Map<String, Type> types) {
    return types.isEmpty()
        ? "it takes no values"
        : types.entrySet().stream()
            .map(field -> field.getKey() + "=<" + field.getValue() + ">")
            .collect(Collectors.joining(" -i ", "it takes -i ", ""));
  }
}
