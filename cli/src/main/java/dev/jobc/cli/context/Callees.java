package dev.jobc.cli.context;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.diag.Checked;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The workflows that a workflow calls: they are in the files beside it. */
public final class Callees {
  private Callees() {}

  /** Those that it calls, and those that these call; a sound workflow's are sound. */
  public static List<CompiledWorkflow> of(Session session, Path file, Plan plan) {
    List<CompiledWorkflow> found = new ArrayList<>();
    if (calls(plan).isEmpty()) {
      return found;
    }
    List<CompiledWorkflow> beside = beside(session.resolve(file));
    Set<String> known = new HashSet<>(Set.of(name(plan.namespace(), plan.name())));
    Deque<Plan> open = new ArrayDeque<>(List.of(plan));
    while (!open.isEmpty()) {
      for (SubWorkflow call : calls(open.remove())) {
        String name = name(call.namespace(), call.name());
        for (CompiledWorkflow other : beside) {
          boolean meant = name(other.plan().namespace(), other.plan().name()).equals(name);
          if (meant && call.revision() == null && known.add(name)) {
            found.add(other);
            open.add(other.plan());
          }
        }
      }
    }
    return found;
  }

  private static String name(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static List<SubWorkflow> calls(Plan plan) {
    List<SubWorkflow> calls = new ArrayList<>();
    for (Plan.Graph graph : plan.graphs()) {
      for (Node node : graph.nodes()) {
        if (node instanceof SubWorkflow call) {
          calls.add(call);
        }
      }
    }
    return calls;
  }

  /** What compiles of the files in the same directory. */
  private static List<CompiledWorkflow> beside(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    List<CompiledWorkflow> beside = new ArrayList<>();
    if (directory == null) {
      return beside;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path other : files.filter(Callees::isWorkflow).sorted().toList()) {
        if (Compiler.compile(other, other.toString())
            instanceof Checked.Ok<CompiledWorkflow>(CompiledWorkflow sound, var warnings)) {
          beside.add(sound);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return beside;
  }

  private static boolean isWorkflow(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") && !name.endsWith(".test.yaml");
  }
}
