package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.type.SecretMask;
import dev.jobc.type.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A compiled workflow.
 *
 * <p>Steps live in graphs. Graph 0 is the workflow itself; every map has a graph of its own for its
 * body, of which one instance an item exists at run time. A node is addressed by (graph, node),
 * both 0-based. Within a graph, nodes are in topological order: a node's needs have smaller
 * numbers.
 *
 * @param version version of the plan schema, {@link #VERSION}
 * @param language language version the source declared, {@code v1}
 * @param name workflow name
 * @param namespace namespace, {@code default} when the source names none
 * @param description free text, empty when absent
 * @param labels labels of the source
 * @param inputs what a submission must or may pass
 * @param outputs what a successful run gives, in declared order
 * @param graphs graph 0 is the root
 * @param tasks task definitions that nodes point to
 * @param bundles code that travels with the plan
 * @param sourceDigest SHA-256 (hex) of the source text
 * @param owner who answers for the workflow, empty when nobody is named
 * @param secrets names of the secrets its expressions may use
 * @param triggers what starts runs; none means that a person or the API does
 * @param policy what holds for a run as a whole
 * @param handlers what follows when graph 0 has ended
 * @param resultFrom whose failures make graph 0 fail
 */
public record Plan(
    int version,
    String language,
    String name,
    String namespace,
    String description,
    Map<String, String> labels,
    List<Input> inputs,
    List<Output> outputs,
    List<Graph> graphs,
    List<TaskSpec> tasks,
    List<Bundle> bundles,
    String sourceDigest,
    String owner,
    List<String> secrets,
    List<Trigger> triggers,
    RunPolicy policy,
    Handlers handlers,
    ResultFrom resultFrom) {

  public static final int VERSION = 1;

  public Plan {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    graphs = List.copyOf(graphs);
    tasks = List.copyOf(tasks);
    bundles = List.copyOf(bundles);
    secrets = List.copyOf(secrets);
    triggers = List.copyOf(triggers);
  }

  /** Values for its inputs as they may be shown: without secrets. */
  public Json.Obj shown(Map<String, Json> values) {
    Map<String, Type> types = new LinkedHashMap<>();
    inputs.forEach(input -> types.put(input.name(), input.type()));
    return SecretMask.fields(types, values);
  }

  /** A plan without owner, secrets, triggers or policy. */
  public Plan(
      int version,
      String language,
      String name,
      String namespace,
      String description,
      Map<String, String> labels,
      List<Input> inputs,
      List<Output> outputs,
      List<Graph> graphs,
      List<TaskSpec> tasks,
      List<Bundle> bundles,
      String sourceDigest) {
    this(
        version,
        language,
        name,
        namespace,
        description,
        labels,
        inputs,
        outputs,
        graphs,
        tasks,
        bundles,
        sourceDigest,
        "",
        List.of(),
        List.of(),
        RunPolicy.NONE,
        Handlers.NONE,
        ResultFrom.ALL);
  }

  /** The same with other graphs. */
  public Plan withGraphs(List<Graph> others) {
    return new Plan(
        version,
        language,
        name,
        namespace,
        description,
        labels,
        inputs,
        outputs,
        others,
        tasks,
        bundles,
        sourceDigest,
        owner,
        secrets,
        triggers,
        policy,
        handlers,
        resultFrom);
  }

  public Node node(int graph, int node) {
    return graphs.get(graph).nodes().get(node);
  }

  /** The graphs of the tasks that code may call, each once. No node of the plan owns them. */
  public List<Integer> calledGraphs() {
    return tasks.stream()
        .map(TaskSpec::spawn)
        .filter(Objects::nonNull)
        .flatMap(spawn -> spawn.allow().stream())
        .map(TaskSpec.Callee::body)
        .distinct()
        .toList();
  }

  /**
   * An input of the workflow.
   *
   * @param defaultValue evaluated at submission when the input is not passed; null when it is
   *     required
   * @param constraints what a value must keep besides its type
   */
  public record Input(
      String name,
      Type type,
      @Nullable PlanExpr defaultValue,
      String description,
      Constraints constraints) {

    /** An input of which every value of its type will do. */
    public Input(String name, Type type, @Nullable PlanExpr defaultValue, String description) {
      this(name, type, defaultValue, description, Constraints.NONE);
    }
  }

  /** An output of the workflow; evaluated when everything it needs has ended. */
  public record Output(String name, Type type, PlanExpr value) {}

  /** Nodes in topological order. */
  public record Graph(List<Node> nodes) {
    public Graph {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Code that travels with the plan, materialised on a worker under its digest.
   *
   * @param digest SHA-256 (hex) over the canonical JSON of {@code files}
   */
  public record Bundle(String digest, List<BundleFile> files) {
    public Bundle {
      files = List.copyOf(files);
    }
  }

  /**
   * One file of a bundle.
   *
   * @param path relative, with {@code /}, never leaving the bundle
   * @param digest SHA-256 (hex) of the content, its key in the blob store
   */
  public record BundleFile(String path, String digest, boolean executable) {}
}
