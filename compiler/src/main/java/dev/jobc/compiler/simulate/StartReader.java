package dev.jobc.compiler.simulate;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Trigger;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code trigger}: what started a run, {@code { kind, … }}, or its kind alone. */
final class StartReader {
  private static final String OWNER = "`trigger`";

  private final Form form;
  private final Plan plan;

  StartReader(Form form, Plan plan) {
    this.form = form;
    this.plan = plan;
  }

  /** The usual start after saying what is wrong. */
  Start read(YamlNode.Entry entry) {
    String kind = entry.value() instanceof YamlNode.Scalar ? form.text(entry) : null;
    YamlNode at = entry.value();
    if (entry.value() instanceof YamlNode.Mapping map) {
      YamlNode.Entry named = map.get(Start.KIND);
      kind = named == null ? Start.kind(Start.usual(plan).trigger()) : form.text(named);
      at = named == null ? entry.value() : named.value();
    } else if (!(entry.value() instanceof YamlNode.Scalar)) {
      form.wrongKind(entry, "a map");
    }
    if (kind == null) {
      return Start.usual(plan);
    }
    List<@Nullable Trigger> triggers = ofKind(kind);
    if (triggers.isEmpty()) {
      String message = "the workflow has no trigger `" + kind + "`";
      form.unknown(at.span(), DiagnosticCode.UNKNOWN_CHOICE, message, kind, kinds());
      return Start.usual(plan);
    }
    return entry.value() instanceof YamlNode.Mapping map
        ? told(triggers, map)
        : Start.of(triggers.getFirst(), Map.of());
  }

  private List<@Nullable Trigger> ofKind(String kind) {
    List<@Nullable Trigger> found = new ArrayList<>();
    for (Trigger trigger : plan.triggers()) {
      if (Start.kind(trigger).equals(kind)) {
        found.add(trigger);
      }
    }
    if (found.isEmpty() && plan.triggers().isEmpty() && kind.equals("manual")) {
      found.add(null);
    }
    return found;
  }

  private List<String> kinds() {
    return plan.triggers().isEmpty()
        ? List.of("manual")
        : plan.triggers().stream().map(Start::kind).distinct().toList();
  }

  /** Of several triggers of a kind, the first that can tell this is meant. */
  private Start told(List<@Nullable Trigger> triggers, YamlNode.Mapping map) {
    Trigger meant = triggers.getFirst();
    for (Trigger trigger : triggers) {
      if (fits(trigger, map)) {
        meant = trigger;
        break;
      }
    }
    Map<String, Type> types = Start.types(meant);
    Map<String, Json> said = new LinkedHashMap<>();
    for (YamlNode.Entry entry : form.entries(map, OWNER)) {
      Type type = types.get(entry.name());
      if (type != null) {
        said.put(entry.name(), form.typed(entry, type));
      } else if (!entry.name().equals(Start.KIND)) {
        String message =
            "a trigger `" + Start.kind(meant) + "` does not tell `" + entry.name() + "`";
        form.unknown(
            entry.key().span(),
            DiagnosticCode.UNKNOWN_FIELD,
            message,
            entry.name(),
            types.keySet());
      }
    }
    return Start.of(meant, said);
  }

  private static boolean fits(@Nullable Trigger trigger, YamlNode.Mapping map) {
    Map<String, Type> types = Start.types(trigger);
    Json.Obj usual = Start.of(trigger, Map.of()).told();
    for (YamlNode.Entry entry : map.entries()) {
      Json value = YamlJson.of(entry.value());
      Type type = types.get(entry.name());
      boolean named = entry.name().equals("topic") || entry.name().equals("workflow");
      if (type != null && !TypeCheck.check(type, value).ok()
          || named && !value.equals(usual.get(entry.name()))) {
        return false;
      }
    }
    return true;
  }
}
