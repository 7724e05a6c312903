package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Head;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Map-reduce and spawned calls on a real server, with what they are given and give. */
class FanTest {
  private static final List<String> RAN = Collections.synchronizedList(new ArrayList<>());
  private static final Type INTS = new Type.ListOf(Type.Simple.INT);
  private static final CountDownLatch BEGUN = new CountDownLatch(1);
  private static final CountDownLatch STOPPED = new CountDownLatch(1);
  private static final TaskSpec SUM = numbers("sum");
  private static final TaskSpec TWICE = numbers("twice");
  private static TestEngine engine;

  @BeforeAll
  static void start() {
    engine =
        new TestEngine(
            Map.of(
                "sum", FanTest::sum,
                "twice", call -> given(2 * total(call)),
                "stuck", FanTest::stuck));
    engine.engine().startWorker(EngineTest.settings("w1", 4));
  }

  private static TaskSpec numbers(String task) {
    return Plans.spec(
        task,
        List.of(Plans.param("all", INTS)),
        List.of(Plans.param("n", Type.Simple.INT)),
        List.of("Odd"));
  }

  private static Json.Obj sum(TaskCall call) {
    RAN.add(call.facts().get("JOBC_STEP"));
    return given(total(call));
  }

  private static long total(TaskCall call) {
    return ((Json.Arr) call.inputs().get("all"))
        .items().stream().mapToLong(n -> ((Json.Int) n).value()).sum();
  }

  private static Json.Obj given(long n) {
    return Json.object().put("n", n).build();
  }

  /** The part of the number 1 fails when another has begun; all others only end when stopped. */
  private static Json.Obj stuck(TaskCall call) throws Exception {
    if (total(call) == 1) {
      BEGUN.await();
      throw new RegisteredRunner.TaskFailure("Odd", "not today");
    }
    return TestEngine.hang(BEGUN::countDown, STOPPED::countDown);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @BeforeEach
  void reset() {
    RAN.clear();
  }

  private static Head head(String id) {
    return Head.of(id, List.of(), "test.yaml:1:1");
  }

  private static int task(Plans plans, String id, TaskSpec task, boolean ofResults) {
    int graph = plans.graph();
    PlanExpr item = new PlanExpr.Item(graph);
    PlanExpr all =
        ofResults
            ? new PlanExpr.Comprehension(
                PlanExpr.Comprehension.Kind.MAP,
                item,
                "p",
                new PlanExpr.Field(new PlanExpr.Local("p"), "n"))
            : item;
    plans.task(graph, id, task, Map.of("all", all), List.of(), RetryPolicy.NONE, Timeouts.NONE);
    return graph;
  }

  private static Json.Arr list(long to) {
    return Json.array(LongStream.rangeClosed(1, to).<Json>mapToObj(Json::of).toList());
  }

  private static void mapReduce(
      Plans plans, Json over, long partitions, TaskSpec map, boolean combines) {
    Integer combine = combines ? (Integer) task(plans, "combine", SUM, true) : null;
    plans.node(
        0,
        new Fan.MapReduce(
            head("whole"),
            new PlanExpr.Const(over),
            new PlanExpr.Const(Json.of(partitions)),
            task(plans, "map", map, false),
            combine,
            task(plans, "reduce", TWICE, true)));
    plans.output("n", Type.Simple.INT, new PlanExpr.Field(new PlanExpr.StepOutputs(0, 0), "n"));
  }

  private static RunView.Step step(RunView view, String id) {
    return view.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void partsAreCombinedUntilFewAreLeftThenReduced() throws Exception {
    Plans plans = Plans.named("levels");
    mapReduce(plans, list(1000), 300, SUM, true);
    RunView view = engine.run(plans.plan());
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.outputs()).isEqualTo(Json.object().put("n", 2 * 500_500L).build());
    assertThat(RAN).doesNotHaveDuplicates().hasSize(300 + 19 + 2);
    assertThat(RAN).contains("map[299]", "combine[0]", "combine[20]");
  }

  @Test
  void nothingHasNoPartsAndIsReducedAllTheSame() throws Exception {
    Plans plans = Plans.named("nothing");
    mapReduce(plans, list(0), 4, SUM, false);
    RunView view = engine.run(plans.plan());
    assertThat(view.outputs()).isEqualTo(Json.object().put("n", 0L).build());
    assertThat(RAN).isEmpty();
  }

  @Test
  void aPartThatFailsCancelsTheRestAndNothingIsGiven() throws Exception {
    Plans plans = Plans.named("failed");
    mapReduce(plans, list(3), 3, numbers("stuck"), false);
    RunView view = engine.run(plans.plan());
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.outputs()).isNull();
    assertThat(step(view, "map").error()).isEqualTo(new TaskError("Odd", "not today"));
    assertThat(step(view, "map").state()).isEqualTo(StepState.FAILED);
    assertThat(step(view, "reduce").state()).isEqualTo(StepState.SKIPPED);
    assertThat(STOPPED.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the others are told")
        .isTrue();
  }

  private static RunView spawn(Json calls, int maxItems) throws Exception {
    Plans plans = Plans.named("spawn");
    List<Fan.Branch> allow = new ArrayList<>();
    for (TaskSpec task : List.of(SUM, TWICE, numbers("stuck"))) {
      int graph = plans.graph();
      PlanExpr with = new PlanExpr.Field(new PlanExpr.Item(graph), "with");
      plans.task(
          graph,
          "call_" + task.name(),
          task,
          Map.of("all", new PlanExpr.Field(with, "all")),
          List.of(),
          RetryPolicy.NONE,
          Timeouts.NONE);
      allow.add(new Fan.Branch(task.name(), graph));
    }
    plans.node(0, new Fan.Spawn(head("spawn"), new PlanExpr.Const(calls), allow, maxItems));
    plans.output(
        "results", Type.Simple.JSON, new PlanExpr.Field(new PlanExpr.StepOutputs(0, 0), "results"));
    return engine.run(plans.plan());
  }

  private static Json call(String task, long n) {
    Json with = Json.object().put("all", list(n)).build();
    return Json.object().put("task", task).put("with", with).build();
  }

  private static @Nullable String results(RunView view) {
    Json.Obj outputs = view.outputs();
    return outputs == null ? null : JsonText.write(outputs.get("results"));
  }

  @Test
  void callsOfSeveralTasksGiveTheirResultsInOrder() throws Exception {
    RunView view = spawn(Json.array(List.of(call("sum", 1), call("twice", 2), call("sum", 3))), 3);
    assertThat(results(view))
        .isEqualTo(
            """
            [{"task":"sum","outputs":{"n":1}},{"task":"twice","outputs":{"n":6}},\
            {"task":"sum","outputs":{"n":6}}]\
            """);
    assertThat(RAN).containsExactlyInAnyOrder("call_sum[0]", "call_sum[2]");
  }

  @Test
  void noCallsAreNoWork() throws Exception {
    assertThat(results(spawn(Json.array(List.of()), 3))).isEqualTo("[]");
  }

  @Test
  void whatMayNotBeCalledFailsTheStepBeforeAnyCall() throws Exception {
    RunView view = spawn(Json.array(List.of(call("sum", 1), call("other", 1))), 3);
    assertThat(step(view, "spawn").error())
        .isEqualTo(
            new TaskError(
                TaskError.EXPRESSION_ERROR, "a call names `other`, which `allow` does not hold"));
    assertThat(RAN).isEmpty();
    view = spawn(Json.array(List.of(call("sum", 1), call("sum", 1))), 1);
    assertThat(step(view, "spawn").error().message())
        .isEqualTo("2 calls are more than the `maxItems` of 1");
  }
}
