package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.UNKNOWN_FIELD;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.RunFact;
import dev.jobc.source.Located;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the start of a run: {@code trigger.<name>}, and whether a calendar started it.
 *
 * @param trigger what a trigger tells; nothing where no trigger can be referred to
 * @param scheduled whether a calendar is certain to have started it
 */
public record Starts(Map<String, Type> trigger, boolean scheduled) {
  /** Nothing is known. */
  static final Starts UNKNOWN = new Starts(Map.of(), false);

  static final String KIND = "kind";
  static final String FIRED_AT = "firedAt";
  private static final String SCHEDULED_AT = "scheduledAt";

  private static final Map<String, String> SOURCES =
      Map.of(
          SCHEDULED_AT,
          "schedule",
          "headers",
          "webhook",
          "body",
          "webhook",
          "topic",
          "event",
          "workflow",
          "workflow",
          "runId",
          "workflow",
          "state",
          "workflow",
          "outputs",
          "workflow");

  /** One trigger of a kind, with what it tells beyond what all tell. */
  public static Starts of(String kind, Map<String, Type> own) {
    Map<String, Type> fields = new LinkedHashMap<>();
    fields.put(KIND, new Type.EnumOf("", List.of(kind)));
    fields.put(FIRED_AT, Type.Simple.TIMESTAMP);
    fields.putAll(own);
    return new Starts(fields, own.containsKey(SCHEDULED_AT));
  }

  /** Any of them: what all tell is there, what some tell may be missing. */
  public static Starts any(List<Starts> all) {
    Set<String> names = new LinkedHashSet<>();
    all.forEach(starts -> names.addAll(starts.trigger().keySet()));
    Map<String, Type> fields = new LinkedHashMap<>();
    for (String name : names) {
      fields.put(name, name.equals(KIND) ? kinds(all) : field(name, all));
    }
    return new Starts(fields, all.stream().allMatch(Starts::scheduled));
  }

  private static Type kinds(List<Starts> all) {
    Set<String> kinds = new LinkedHashSet<>();
    for (Starts starts : all) {
      if (starts.trigger().get(KIND) instanceof Type.EnumOf kind) {
        kinds.addAll(kind.values());
      }
    }
    return new Type.EnumOf("", new ArrayList<>(kinds));
  }

  private static Type field(String name, List<Starts> all) {
    Type joined = null;
    boolean missing = false;
    for (Starts starts : all) {
      Type type = starts.trigger().get(name);
      if (type == null) {
        missing = true;
      } else {
        Type both = joined == null ? type : Types.join(joined, type);
        joined = both == null ? Type.Simple.JSON : both;
      }
    }
    Type type = joined == null ? Type.Simple.JSON : joined;
    return missing ? type.optional() : type;
  }

  /** What {@code trigger.<name>} stands for. */
  Typed field(Located<String> name, Problems problems) {
    Type type = trigger.get(name.value());
    if (type == null) {
      String source = SOURCES.get(name.value());
      var error =
          problems.suggest(
              problems.at(
                  UNKNOWN_FIELD,
                  name.span(),
                  "no trigger of this workflow tells `" + name.value() + "`"),
              name.value(),
              trigger.keySet(),
              "values of its triggers");
      problems.report(
          source == null ? error : error.help("it comes with `triggers: { " + source + ": … }`"));
      return Typed.BROKEN;
    }
    PlanExpr whole = new PlanExpr.RunFact(RunFact.TRIGGER.word());
    Typed value = new Typed(type, new PlanExpr.Field(whole, name.value()));
    return name.value().equals(FIRED_AT)
        ? value.with(Taint.clock(problems.place(name.span())))
        : value;
  }
}
