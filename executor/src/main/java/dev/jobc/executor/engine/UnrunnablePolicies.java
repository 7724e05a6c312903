package dev.jobc.executor.engine;

import dev.jobc.plan.Isolation;
import dev.jobc.plan.Isolation.Resources;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.TaskSpec.Dependencies;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The author's words for policies that plans can hold and this release does not keep. */
final class UnrunnablePolicies {
  private final List<String> found = new ArrayList<>();

  private UnrunnablePolicies() {}

  /** Of a run as a whole, each with its place. */
  static List<String> of(Plan plan) {
    UnrunnablePolicies policies = new UnrunnablePolicies();
    policies.add(!plan.secrets().isEmpty(), "secrets");
    plan.inputs().forEach(input -> policies.stored("input", input.name(), input.type()));
    Map<String, String> sources = plan.policy().sources();
    return policies.found.stream()
        .map(key -> "`" + key + "` of the workflow" + place(sources.get(key)))
        .toList();
  }

  private static String place(@Nullable String source) {
    return source == null ? "" : " at " + source;
  }

  /** Of a task. */
  static List<String> of(Plan plan, Node.Task node) {
    UnrunnablePolicies policies = new UnrunnablePolicies();
    policies.task(node.policy());
    policies.spec(plan.tasks().get(node.task()));
    return policies.found;
  }

  private void task(TaskPolicy policy) {
    add(!policy.runsOn().isEmpty(), "runsOn");
    isolation(policy.isolation());
  }

  private void isolation(Isolation isolation) {
    add(isolation.level() != null, "isolation");
    add(isolation.user() != null, "user");
    add(isolation.group() != null, "group");
    add(isolation.workingDirectory() != null, "workingDirectory");
    add(isolation.umask() != null, "umask");
    add(isolation.network() != null, "network");
    add(!isolation.resources().equals(Resources.NONE), "resources");
  }

  private void spec(TaskSpec task) {
    Dependencies dependencies = task.dependencies();
    add(dependencies.requirements() != null, "requirements");
    add(!dependencies.packages().isEmpty(), "packages");
    add(task.entry() instanceof TaskSpec.Entry.ClassName, "class");
    for (TaskSpec.Param input : task.inputs()) {
      stored("input", input.name(), input.type());
    }
    task.outputs().forEach(output -> stored("output", output.name(), output.type()));
  }

  /** Files of a value would have to outlive the directory of the task. */
  private void stored(String kind, String name, Type type) {
    add(type.holds(Type.Simple.FILE), "type: file of " + kind + " " + name);
    add(type.holds(Type.Simple.DIR), "type: dir of " + kind + " " + name);
  }

  private void add(boolean present, String construct) {
    if (present) {
      found.add(construct);
    }
  }
}
