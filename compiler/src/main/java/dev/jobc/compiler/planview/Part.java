package dev.jobc.compiler.planview;

import dev.jobc.json.JsonText;
import dev.jobc.plan.Control;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.SubWorkflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph that belongs to a node, and what it is to it.
 *
 * @param name as an author would call it; empty for the body of a node that has just one
 */
public record Part(String name, int graph) {

  /** In the order in which an author would write them; none for a node that runs no graph. */
  public static List<Part> of(Node node) {
    List<Part> parts = new ArrayList<>(own(node));
    Integer compensate = node.head().compensate();
    if (compensate != null) {
      parts.add(new Part("compensate", compensate));
    }
    return parts;
  }

  private static List<Part> own(Node node) {
    return switch (node) {
      case Node.Task task -> List.of();
      case Node.ForEach forEach -> List.of(new Part("", forEach.body()));
      case Node.Join join -> List.of();
      case Node.Outputs outputs -> List.of();
      case Control control -> control(control);
    };
  }

  private static List<Part> control(Control node) {
    return switch (node) {
      case Flow.Block block -> block(block);
      case Flow.Switch choice -> choice(choice);
      case Flow.Fail fail -> List.of();
      case Flow.Return end -> List.of();
      case Repeat.Loop loop -> List.of(new Part("", loop.body()));
      case Repeat.Poll poll -> List.of(new Part("", poll.body()));
      case Fan.Race race -> branches(race.branches());
      case Fan.Spawn spawn -> branches(spawn.allow());
      case Fan.MapReduce mapReduce -> mapReduce(mapReduce);
      case Pause pause -> List.of();
      case SubWorkflow call -> List.of();
    };
  }

  /** The tasks that code may call, which belong to no node. */
  public static List<Part> called(Plan plan) {
    return plan.calledGraphs().stream().map(graph -> new Part("called by code", graph)).toList();
  }

  private static List<Part> block(Flow.Block block) {
    List<Part> parts = new ArrayList<>(List.of(new Part("", block.body())));
    parts.addAll(of(block.handlers()));
    return parts;
  }

  /** Of the handlers of a block or of the workflow. */
  public static List<Part> of(Handlers handlers) {
    List<Part> parts = new ArrayList<>();
    for (Handlers.Catch clause : handlers.catches()) {
      String errors = String.join(", ", clause.errors());
      parts.add(new Part(errors.isEmpty() ? "catch" : "catch " + errors, clause.body()));
    }
    add(parts, "finally", handlers.last());
    return parts;
  }

  private static List<Part> choice(Flow.Switch choice) {
    List<Part> parts = new ArrayList<>();
    for (Flow.Case one : choice.cases()) {
      parts.add(new Part("case " + JsonText.write(one.value()), one.body()));
    }
    add(parts, "default", choice.otherwise());
    return parts;
  }

  private static List<Part> mapReduce(Fan.MapReduce node) {
    List<Part> parts = new ArrayList<>(List.of(new Part("map", node.map())));
    add(parts, "combine", node.combine());
    parts.add(new Part("reduce", node.reduce()));
    return parts;
  }

  private static List<Part> branches(List<Fan.Branch> branches) {
    return branches.stream().map(branch -> new Part(branch.name(), branch.body())).toList();
  }

  private static void add(List<Part> parts, String name, @Nullable Integer graph) {
    if (graph != null) {
      parts.add(new Part(name, graph));
    }
  }
}
