package dev.jobc.reference;

import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.SubWorkflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which node runs each graph of a plan. */
public final class Owners {
  private final Plan plan;
  private final Map<Integer, Owner> owners = new HashMap<>();

  /** A node by its address. */
  public record Owner(int graph, int node) {}

  public Owners(Plan plan) {
    this.plan = plan;
    for (int graph = 0; graph < plan.graphs().size(); graph++) {
      List<Node> nodes = plan.graphs().get(graph).nodes();
      for (int node = 0; node < nodes.size(); node++) {
        for (int body : bodies(nodes.get(node))) {
          owners.put(body, new Owner(graph, node));
        }
      }
    }
  }

  /** Null for graph 0 and for the handlers of the workflow. */
  public @Nullable Owner of(int graph) {
    return owners.get(graph);
  }

  /**
   * What an author calls a step: its id; the task of a poll has the poll's, a part of a map-reduce
   * or spawn that of the whole and its own word, {@code count.map}.
   */
  public String name(int graph, Node node) {
    Owner owner = of(graph);
    return owner == null
        ? node.id()
        : name(plan.node(owner.graph(), owner.node()), owner, graph, node);
  }

  private String name(Node around, Owner owner, int graph, Node node) {
    String outer = around.id();
    return switch (around) {
      case Repeat.Poll poll -> name(owner.graph(), poll);
      case Fan.MapReduce parts when parts.reduce() == graph -> outer + ".reduce";
      case Fan.MapReduce parts when parts.map() == graph -> outer + ".map";
      case Fan.MapReduce parts -> outer + ".combine";
      case Fan.Spawn spawn ->
          spawn.allow().stream()
              .filter(branch -> branch.body() == graph)
              .map(branch -> outer + "." + branch.name())
              .findFirst()
              .orElse(node.id());
      default -> node.id();
    };
  }

  /** The graphs that a node may run. */
  public static List<Integer> bodies(Node node) {
    List<Integer> bodies = new ArrayList<>();
    Integer compensate = node.head().compensate();
    if (compensate != null) {
      bodies.add(compensate);
    }
    switch (node) {
      case Node.ForEach map -> bodies.add(map.body());
      case Flow.Block block -> {
        bodies.add(block.body());
        bodies.addAll(bodies(block.handlers()));
      }
      case Flow.Switch choice -> {
        choice.cases().forEach(one -> bodies.add(one.body()));
        add(bodies, choice.otherwise());
      }
      case Repeat.Loop loop -> bodies.add(loop.body());
      case Repeat.Poll poll -> bodies.add(poll.body());
      case Fan.Race race -> race.branches().forEach(branch -> bodies.add(branch.body()));
      case Fan.MapReduce parts -> {
        bodies.add(parts.map());
        add(bodies, parts.combine());
        bodies.add(parts.reduce());
      }
      case Fan.Spawn spawn -> spawn.allow().forEach(task -> bodies.add(task.body()));
      case Node.Task t -> {}
      case Node.Join j -> {}
      case Node.Outputs o -> {}
      case Flow.Fail f -> {}
      case Flow.Return r -> {}
      case Pause p -> {}
      case SubWorkflow s -> {}
    }
    return bodies;
  }

  /** The graphs of handlers. */
  public static List<Integer> bodies(Handlers handlers) {
    List<Integer> bodies = new ArrayList<>();
    handlers.catches().forEach(clause -> bodies.add(clause.body()));
    add(bodies, handlers.last());
    return bodies;
  }

  private static void add(List<Integer> bodies, @Nullable Integer body) {
    if (body != null) {
      bodies.add(body);
    }
  }
}
