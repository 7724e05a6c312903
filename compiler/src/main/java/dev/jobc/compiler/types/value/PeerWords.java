package dev.jobc.compiler.types.value;

import static dev.jobc.diag.DiagnosticCode.FOREIGN_TEMPLATE;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.source.Span;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What other systems write in expressions, and what is written here. */
public final class PeerWords {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("needs", "write `steps.<id>.outputs.<name>`; the reference is the edge"),
          Map.entry("tasks", "write `steps.<id>.outputs.<name>`"),
          Map.entry("jobs", "write `steps.<id>.outputs.<name>`"),
          Map.entry("outputs", "write `steps.<id>.outputs.<name>`"),
          Map.entry("params", "write `inputs.<name>`"),
          Map.entry("parameters", "write `inputs.<name>`"),
          Map.entry("env", "write `inputs.<name>` or `vars.<name>`; `env:` is set by the task"),
          Map.entry("github", "pass the value as an input; facts of the run are under `run.`"),
          Map.entry("execution", "facts of the run are under `run.`"),
          Map.entry("workflow", "facts of the run are under `run.`, its inputs under `inputs.`"),
          Map.entry("dag_run", "facts of the run are under `run.`"),
          Map.entry("taskrun", "a step's outputs are `steps.<id>.outputs.<name>`"),
          Map.entry("ds", "write `string(date(run.logicalDate))`"),
          Map.entry("logical_date", "write `run.logicalDate`"));

  private static final String BY_RULE =
      "in a `graph` say it with `triggerRule`, elsewhere with `catch`, `finally` or"
          + " `continueOnError`; `steps.<id>.failed` asks how one step has ended";

  private static final Map<String, String> FUNCTIONS =
      Map.of("failure", BY_RULE, "success", BY_RULE, "always", BY_RULE, "cancelled", BY_RULE);

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("boolean", "bool"),
          Map.entry("str", "string"),
          Map.entry("text", "string"),
          Map.entry("integer", "int"),
          Map.entry("long", "int"),
          Map.entry("number", "float"),
          Map.entry("double", "float"),
          Map.entry("datetime", "timestamp"),
          Map.entry("any", "json"),
          Map.entry("object", "json"),
          Map.entry("dict", "json"),
          Map.entry("array", "list<json>"),
          Map.entry("choice", "{ enum: [a, b] }"),
          Map.entry("select", "{ enum: [a, b] }"));

  private static final Set<String> ONE_MEANING =
      Set.of("boolean", "str", "text", "integer", "long", "double", "datetime");

  private static final Pattern TEMPLATE =
      Pattern.compile(
          "(?<![$\\{])\\{\\{-?\\s*((inputs|steps|tasks|params|outputs|workflow|execution|dag_run"
              + "|trigger|secrets|vars|run)\\.[A-Za-z_][\\w.\\[\\]'\"-]*"
              + "|ds|ds_nodash|ts|logical_date|data_interval_start|data_interval_end)"
              + "\\s*(\\|[^}]*)?-?\\}\\}");

  private PeerWords() {}

  /** What to write instead of a name; null for one that nobody uses. */
  public static @Nullable String ofName(String name) {
    return NAMES.get(name);
  }

  /** The type that others call so, the widest if several could be meant; null for none. */
  static @Nullable String ofType(String name) {
    return TYPES.get(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a type of theirs has one counterpart here. */
  static boolean isExactly(String type) {
    return ONE_MEANING.contains(type.toLowerCase(Locale.ROOT));
  }

  /** What to do instead of a call; null for one that nobody makes. */
  public static @Nullable String ofFunction(String name) {
    return FUNCTIONS.get(name);
  }

  /** Warns of text that another system would have evaluated. */
  public static void warn(Problems problems, String text, Span place) {
    Matcher template = TEMPLATE.matcher(text);
    if (template.find()) {
      String what = template.group(1).replace("inputs.parameters.", "inputs.");
      String word = PeerWords.NAMES.get(what.replaceAll("[.\\[].*", ""));
      problems.report(
          problems
              .at(FOREIGN_TEMPLATE, place, "`" + template.group() + "` is taken as it is written")
              .help(word == null ? "write `${{ " + what + " }}`" : word + ", in `${{ … }}`"));
    }
  }
}
