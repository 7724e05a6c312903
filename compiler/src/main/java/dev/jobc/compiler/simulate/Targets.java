package dev.jobc.compiler.simulate;

import dev.jobc.compiler.simulate.Target.Kind;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.reference.Owners;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything a run of a plan can come to. */
final class Targets {
  private final Plan plan;
  private final Owners owners;
  private final Map<String, Target> all = new LinkedHashMap<>();

  private Targets(Plan plan) {
    this.plan = plan;
    this.owners = new Owners(plan);
  }

  /** By key, in the order of the source. */
  static Map<String, Target> of(Plan plan) {
    Targets targets = new Targets(plan);
    for (int graph = 0; graph < plan.graphs().size(); graph++) {
      List<Node> nodes = plan.graphs().get(graph).nodes();
      for (int node = 0; node < nodes.size(); node++) {
        targets.node(graph, node, nodes.get(node));
      }
    }
    targets.handlers(plan.handlers(), "the workflow", "");
    return targets.all;
  }

  private void add(Kind kind, String key, String label, String source) {
    all.put(key, new Target(kind, key, label, source));
  }

  private void node(int graph, int number, Node node) {
    String name = "step `" + owners.name(graph, node) + "`";
    String key = key(graph, number);
    if (node.head().when() != null) {
      add(Kind.BRANCHES, key + " if true", "`if` of " + name + " holds", node.source());
      add(Kind.BRANCHES, key + " if false", "`if` of " + name + " does not hold", node.source());
    }
    if (hasRule(node)) {
      String rule = "`" + node.head().rule().word() + "` of " + name;
      add(Kind.BRANCHES, key + " rule run", rule + " lets it run", node.source());
      add(Kind.BRANCHES, key + " rule not", rule + " keeps it from running", node.source());
    }
    Integer compensate = node.head().compensate();
    if (compensate != null) {
      String what = name + " is compensated";
      add(Kind.COMPENSATIONS, body(compensate), what, source(compensate, node.source()));
    }
    switch (node) {
      case Flow.Block block -> handlers(block.handlers(), name, node.source());
      case Flow.Switch choice -> choice(choice, name);
      case Repeat.Loop loop -> loop(loop, key, name);
      case Repeat.Poll poll -> {
        add(Kind.LOOPS, key + " yes", name + " gets its answer", node.source());
        if (poll.timeout() > 0) {
          add(Kind.LOOPS, key + " Timeout", name + " runs out of time", node.source());
        }
      }
      case Fan.Race race -> {
        for (Fan.Branch branch : race.branches()) {
          String what = "branch `" + branch.name() + "` of " + name + " wins";
          String at = source(branch.body(), node.source());
          add(Kind.RACES, key + " winner " + branch.name(), what, at);
        }
      }
      case Pause.Approval approval -> answers(key, name, node, approval.timeout(), true);
      case Pause.WaitFor wait -> answers(key, name, node, wait.timeout(), false);
      case Node.Task task -> {
        for (String error : plan.tasks().get(task.task()).errors()) {
          String what = name + " fails with `" + error + "`";
          add(Kind.ERRORS, key + " error " + error, what, node.source());
        }
      }
      default -> {}
    }
  }

  private void choice(Flow.Switch choice, String name) {
    for (Flow.Case one : choice.cases()) {
      String what = "case `" + JsonText.write(one.value()).replace("\"", "") + "` of " + name;
      add(Kind.BRANCHES, body(one.body()), what, source(one.body(), choice.source()));
    }
    Integer otherwise = choice.otherwise();
    if (otherwise != null) {
      String at = source(otherwise, choice.source());
      add(Kind.BRANCHES, body(otherwise), "`default` of " + name, at);
    }
  }

  private void loop(Repeat.Loop loop, String key, String name) {
    if (loop.until() != null) {
      add(Kind.LOOPS, key + " yes", "`until` of " + name + " holds", loop.source());
      add(Kind.LOOPS, key + " LoopLimit", name + " comes to its limit", loop.source());
    }
  }

  private void answers(String key, String name, Node node, long timeout, boolean person) {
    add(Kind.ANSWERS, key + " yes", name + " gets its answer", node.source());
    if (person) {
      add(Kind.ANSWERS, key + " no", name + " is denied", node.source());
    }
    if (timeout > 0) {
      add(Kind.ANSWERS, key + " late", name + " gets no answer in time", node.source());
    }
  }

  private void handlers(Handlers handlers, String name, String source) {
    for (Handlers.Catch clause : handlers.catches()) {
      String errors = clause.errors().isEmpty() ? "" : " of " + String.join(", ", clause.errors());
      String what = "`catch`" + errors + " in " + name;
      add(Kind.CATCHES, body(clause.body()), what, source(clause.body(), source));
    }
    Integer last = handlers.last();
    if (last != null) {
      add(Kind.FINALLY, body(last), "`finally` of " + name, source(last, source));
    }
  }

  /** Where a graph is written; an empty one stands where its owner does. */
  private String source(int graph, String otherwise) {
    List<Node> nodes = new ArrayList<>(plan.graphs().get(graph).nodes());
    return nodes.isEmpty() ? otherwise : nodes.getFirst().source();
  }

  static boolean hasRule(Node node) {
    JoinRule rule = node.head().rule();
    return rule != JoinRule.ALL_SUCCESS
        && rule != JoinRule.NONE_FAILED
        && rule != JoinRule.ALL_DONE
        && rule != JoinRule.ALWAYS;
  }

  static String key(int graph, int node) {
    return graph + "/" + node;
  }

  static String body(int graph) {
    return "body " + graph;
  }
}
