package dev.jobc.compiler.lower;

import dev.jobc.compiler.resolve.Layout.Role;
import dev.jobc.compiler.resolve.Layout.Slot;
import dev.jobc.compiler.resolve.Skips;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.resolve.StepTree;
import dev.jobc.compiler.types.SpawnedTasks;
import dev.jobc.compiler.types.TypedPolicy;
import dev.jobc.compiler.types.TypedStep;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.CodeDoc;
import dev.jobc.model.ControlBody;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.model.WorkflowDoc;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanDigest;
import dev.jobc.plan.TaskSpec;
import dev.jobc.source.Located;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes the plan of a workflow that has no error left. The same source gives the same plan. */
public final class Lowering {
  private static final String OUTPUTS = "outputs";

  private final TypedWorkflow workflow;
  private final CodePacker code;
  private final SpawnedTasks spawned;
  private final FlowNodes flow;
  private final Bundles bundles = new Bundles();
  private final Map<TypedTask, Integer> numbers = new IdentityHashMap<>();
  private final List<TypedTask> tasks = new ArrayList<>();
  private final CalledTasks called;

  private Lowering(TypedWorkflow workflow, CodePacker code, SpawnedTasks spawned) {
    this.workflow = workflow;
    this.spawned = spawned;
    this.code = code;
    this.flow = new FlowNodes(workflow);
    this.called = new CalledTasks(workflow);
  }

  /** The plan, and content by digest for the files of its bundles. */
  public record Lowered(Plan plan, Map<String, byte[]> blobs) {}

  /**
   * The plan of a workflow.
   *
   * @param spawned what the code of its tasks may call
   */
  public static Lowered lower(TypedWorkflow workflow, CodePacker code, SpawnedTasks spawned) {
    return new Lowering(workflow, code, spawned).lower();
  }

  private Lowered lower() {
    collectTasks();
    WorkflowDoc doc = workflow.unit().doc();
    Map<String, String> labels = new LinkedHashMap<>();
    doc.labels().forEach(label -> labels.put(label.name().value(), label.value().value()));
    Located<String> namespace = doc.namespace();
    Plan plan =
        new Plan(
            Plan.VERSION,
            doc.jobc().value(),
            doc.name().value(),
            namespace == null ? "default" : namespace.value(),
            doc.description(),
            labels,
            workflow.inputs(),
            workflow.outputs(),
            graphs(),
            tasks.stream().map(this::spec).toList(),
            bundles.all(),
            PlanDigest.sha256(doc.source().text()),
            Literals.or(doc.run().owner(), ""),
            Literals.values(doc.run().secrets()),
            RunLowering.triggers(workflow, this::number),
            RunLowering.policy(workflow, this::number),
            flow.handlers(doc.handlers(), workflow.resolved().tree().roots()),
            FlowNodes.result(doc.resultFrom()));
    return new Lowered(plan, bundles.blobs());
  }

  private void collectTasks() {
    for (List<Slot> graph : workflow.resolved().layout().graphs()) {
      for (Slot slot : graph) {
        collect(workflow.step(slot.step()));
      }
    }
    workflow.run().programs().forEach(this::collect);
    bundles.seal();
  }

  private void collect(TypedStep step) {
    TypedTask task = step.task();
    if (task != null) {
      collect(task);
      policies(step).layer(PolicyDoc::checks).programs().forEach(this::collect);
    }
  }

  private void collect(TypedTask task) {
    if (numbers.putIfAbsent(task, tasks.size()) == null) {
      tasks.add(task);
      bundles.add(task.code().runtime().value(), code.get(task));
      for (SpawnedTasks.Spawned callee : spawned.of(task)) {
        called.add(callee);
        collect(callee.task());
        policies(callee.task()).layer(PolicyDoc::checks).programs().forEach(this::collect);
      }
    }
  }

  private List<Plan.Graph> graphs() {
    List<Plan.Graph> graphs = new ArrayList<>();
    for (List<Slot> slots : workflow.resolved().layout().graphs()) {
      List<Node> nodes = new ArrayList<>(slots.stream().map(this::node).toList());
      if (graphs.isEmpty() && !workflow.outputs().isEmpty()) {
        nodes.add(outputs(nodes));
      }
      graphs.add(new Plan.Graph(nodes));
    }
    called.forEach((task, head) -> graphs.add(new Plan.Graph(List.of(call(task, head)))));
    return graphs;
  }

  private Node call(TypedTask task, Head head) {
    Policies policies = policies(task);
    return new Node.Task(
        head,
        number(task),
        called.inputs(task),
        policies.retry(),
        policies.timeouts(),
        policies.queue(),
        policies.priority(),
        policies.rest(this::number));
  }

  private Node node(Slot slot) {
    Step step = slot.step();
    Head head = head(workflow.step(step), slot);
    return switch (slot.role()) {
      case WORK -> work(workflow.step(step), head);
      case FOR_EACH -> forEach(workflow.step(step), head);
      case JOIN -> new Node.Join(head);
    };
  }

  private Head head(TypedStep typed, Slot slot) {
    Step step = typed.step();
    FlowDoc doc = step.doc().flow();
    boolean starts = slot.role() == Role.FOR_EACH || (slot.role() == Role.WORK && !step.isMap());
    boolean fails = slot.role() == Role.WORK;
    return new Head(
        step.id(),
        slot.needs(),
        workflow.unit().source(step.doc().span()),
        slot.rule(),
        starts ? typed.when() : null,
        fails && FlowDoc.isTrue(doc.continueOnError()),
        fails ? flow.compensate(step) : null,
        starts && FlowDoc.isTrue(doc.setup()),
        starts ? teardown(doc) : List.of(),
        fails && step.isMap() ? "" : step.doc().description());
  }

  /** A cleaned-up step is beside the one that cleans up, so its number alone tells it. */
  private List<Integer> teardown(FlowDoc doc) {
    StepTree tree = workflow.resolved().tree();
    return doc.teardown().stream()
        .map(id -> Objects.requireNonNull(tree.named(id.value())))
        .map(setup -> workflow.resolved().layout().outside(setup).node())
        .sorted()
        .toList();
  }

  private Node work(TypedStep typed, Head head) {
    return switch (typed.step().doc().body()) {
      case StepBody.Call call -> task(typed, head);
      case StepBody.Inline inline -> task(typed, head);
      case ControlBody control ->
          Objects.requireNonNull(workflow.controls().get(typed.step())).node(head);
      case StepBody.Nested nested -> flow.block(typed, head);
      case StepBody.Switch choice -> flow.choice(typed, choice, head);
      case StepBody.Fail fail -> FlowNodes.fail(typed, fail, head);
      case StepBody.Return end -> new Flow.Return(head, typed.with());
      case StepBody.Broken broken -> throw new IllegalStateException("an error was reported");
    };
  }

  private Node task(TypedStep typed, Head head) {
    Policies policies = policies(typed);
    return new Node.Task(
        head,
        number(Objects.requireNonNull(typed.task())),
        typed.with(),
        policies.retry(),
        policies.timeouts(),
        policies.queue(),
        policies.priority(),
        policies.rest(this::number));
  }

  private Policies policies(TypedStep typed) {
    TypedTask task = typed.task();
    return new Policies(
        List.of(
            typed.policy(), task == null ? TypedPolicy.NONE : task.policy(), workflow.defaults()));
  }

  /** What holds for a task that no step calls. */
  private Policies policies(TypedTask task) {
    return new Policies(List.of(task.policy(), workflow.defaults()));
  }

  private TaskSpec.@Nullable Spawn spawn(TypedTask task) {
    List<SpawnedTasks.Spawned> callees = spawned.of(task);
    return callees.isEmpty()
        ? null
        : new TaskSpec.Spawn(callees.stream().map(this::callee).toList(), spawned.limit(task));
  }

  private TaskSpec.Callee callee(SpawnedTasks.Spawned callee) {
    return new TaskSpec.Callee(callee.name(), called.graph(callee.task()));
  }

  private int number(TypedTask task) {
    return Objects.requireNonNull(numbers.get(task));
  }

  private Node forEach(TypedStep typed, Head head) {
    StepDoc.ForEachDoc forEach = Objects.requireNonNull(typed.step().doc().forEach());
    PlanExpr items = Objects.requireNonNull(typed.items());
    Located<Integer> limit = forEach.maxItems();
    Located<Integer> parallel = forEach.maxParallel();
    int maxItems = limit == null ? Node.ForEach.DEFAULT_MAX_ITEMS : limit.value();
    int maxParallel = parallel == null ? maxItems : parallel.value();
    int body = workflow.resolved().layout().inside(typed.step()).graph();
    return new Node.ForEach(
        head,
        items,
        body,
        maxParallel,
        maxItems,
        workflow.keys().get(typed.step()),
        forEach.batch() == null ? 0 : forEach.batch().value(),
        forEach.failFast());
  }

  /** Waits for every node that nothing else waits for. */
  private Node outputs(List<Node> nodes) {
    TreeSet<Integer> ends = new TreeSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      ends.add(i);
    }
    nodes.forEach(node -> ends.removeAll(node.needs()));
    String id = OUTPUTS;
    StepTree tree = workflow.resolved().tree();
    while (tree.names().contains(id)) {
      id += "_";
    }
    WorkflowDoc doc = workflow.unit().doc();
    String source = workflow.unit().source(doc.outputs().getFirst().span());
    return new Node.Outputs(head(id, List.copyOf(ends), source));
  }

  /** What was skipped doesn't keep the outputs from being evaluated. */
  private Head head(String id, List<Integer> needs, String source) {
    List<Slot> slots = workflow.resolved().layout().graphs().getFirst();
    Skips skips = workflow.resolved().skips();
    boolean skipped =
        needs.stream()
            .map(slots::get)
            .anyMatch(slot -> slot.role() != Role.JOIN && skips.maySkip(slot.step()));
    JoinRule rule = skipped ? JoinRule.NONE_FAILED : JoinRule.ALL_SUCCESS;
    return new Head(id, needs, source, rule, null, false, null, false, List.of());
  }

  private TaskSpec spec(TypedTask task) {
    CodeDoc doc = task.code();
    Packed packed = code.get(task);
    Map<Integer, String> exitCodes = new LinkedHashMap<>();
    doc.exitCodes().forEach(e -> exitCodes.put(e.code().value(), e.meaning().value()));
    CodeDoc.CaptureDoc capture = doc.capture();
    Located<String> shell = doc.shell();
    return new TaskSpec(
        task.name(),
        doc.runtime().value().word(),
        packed.entry(),
        bundles.digest(doc.runtime().value(), packed).orElse(null),
        task.inputs(),
        task.outputs(),
        task.errors(),
        task.env(),
        task.args(),
        task.stdin(),
        capture == null ? null : new TaskSpec.Capture(capture.mode().value(), capture.as().value()),
        exitCodes,
        shell == null ? "" : shell.value(),
        packed.dependencies(),
        task.secretEnv(),
        spawn(task),
        task.description());
  }
}
