package dev.jobc.compiler.plandiff;

import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares what belongs to a workflow as a whole. */
final class WorkflowDiff {
  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("language", "the language version");
    PARTS.put("name", "the name");
    PARTS.put("namespace", "the namespace");
    PARTS.put("description", "the description");
    PARTS.put("labels", "the labels");
    PARTS.put("owner", "the owner");
    PARTS.put("secrets", "the secrets it may use");
    PARTS.put("triggers", "the triggers");
    PARTS.put("policy", "the policy of runs");
    PARTS.put("resultFrom", "`resultFrom`");
  }

  private WorkflowDiff() {}

  static List<WorkflowChange> changes(Plan before, Plan after) {
    List<WorkflowChange> changes = new ArrayList<>();
    Json.Obj old = stripped(before);
    Json.Obj now = stripped(after);
    PARTS.forEach(
        (member, words) -> {
          List<Change> values = Changes.between(part(old, member), part(now, member));
          if (!values.isEmpty()) {
            changes.add(new WorkflowChange(words + " changed", values));
          }
        });
    return changes;
  }

  private static Json part(Json.Obj plan, String member) {
    Json value = plan.get(member);
    if (value instanceof Json.Obj(Map<String, Json> all) && member.equals("policy")) {
      Map<String, Json> keys = new LinkedHashMap<>(all);
      keys.remove("sources"); // only where they are written
      return Json.object(keys);
    }
    return Json.object(value == null ? Map.of() : Map.of(member, value));
  }

  private static Json.Obj stripped(Plan plan) {
    return (Json.Obj) new Canonical(plan).json(PlanJson.write(plan));
  }
}
