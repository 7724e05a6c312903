package dev.jobc.compiler.plandiff;

import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

  static List<String> changes(Plan before, Plan after) {
    List<String> changes = new ArrayList<>();
    Json.Obj old = stripped(before);
    Json.Obj now = stripped(after);
    PARTS.forEach(
        (member, words) -> {
          if (!Objects.equals(old.get(member), now.get(member))) {
            changes.add(words + " changed");
          }
        });
    return changes;
  }

  private static Json.Obj stripped(Plan plan) {
    return (Json.Obj) new Canonical(plan).json(PlanJson.write(plan));
  }
}
