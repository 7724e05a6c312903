package dev.jobc.cli.context;

import dev.jobc.executor.Engine;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the verbs about approvals have in common. */
public final class Approving {
  /** Of the option {@code --by}. */
  public static final String BY = "Who says so; default: the account that runs this";

  private Approving() {}

  public static String by(@Nullable String said) {
    return said == null ? System.getProperty("user.name", "unknown") : said;
  }

  /** The fields of the form; none when nobody is waited for, which the engine will say. */
  public static Map<String, Type> fields(Engine engine, RunId run, String step) {
    Map<String, Type> fields = new LinkedHashMap<>();
    for (OpenQuestion open : engine.questions(Optional.of(run))) {
      if (open.step().equals(step) || open.step().startsWith(step + "[")) {
        for (Plan.Input field : open.form()) {
          fields.put(field.name(), field.type());
        }
      }
    }
    return fields;
  }
}
