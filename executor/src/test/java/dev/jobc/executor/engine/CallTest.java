package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Contract;
import dev.jobc.plan.Head;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Provenance;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that run other workflows, on a real server. */
class CallTest {
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore interrupted = new Semaphore(0);
  private final TestEngine jobc =
      new TestEngine(
          Map.of(
              "work", call -> TestEngine.NOTHING,
              "double", call -> twice(call.inputs()),
              "fail", call -> fail(),
              "hang", call -> TestEngine.hang(begun::release, interrupted::release)));
  private final Engine engine = jobc.engine();

  @BeforeEach
  void start() {
    engine.startWorker(EngineTest.settings("w", 1));
  }

  private static Json.Obj twice(Json.Obj inputs) {
    return Json.object().put("y", 2 * ((Json.Int) inputs.get("x")).value()).build();
  }

  private static Json.Obj fail() throws RegisteredRunner.TaskFailure {
    throw new RegisteredRunner.TaskFailure("Sold", "nothing left");
  }

  @AfterEach
  void stop() {
    jobc.close();
  }

  /** Doubles its input. */
  private static Plan callee() {
    TaskSpec twice =
        Plans.spec(
            "double",
            List.of(Plans.param("x", Type.Simple.INT)),
            List.of(Plans.param("y", Type.Simple.INT)),
            List.of());
    Plans plans = Plans.named("callee");
    plans.input("x", Type.Simple.INT, null);
    plans.task(
        0,
        "twice",
        twice,
        Map.of("x", new PlanExpr.WorkflowInput("x")),
        List.of(),
        RetryPolicy.NONE,
        Timeouts.NONE);
    plans.output("y", Type.Simple.INT, new PlanExpr.Field(new PlanExpr.StepOutputs(0, 0), "y"));
    return plans.plan();
  }

  private static Plan single(String task) {
    Plans plans = Plans.named("callee");
    plans.task(
        0,
        "inner",
        Plans.spec(task, List.of(), List.of(), List.of("Sold")),
        Map.of(),
        List.of(),
        RetryPolicy.NONE,
        Timeouts.NONE);
    return plans.plan();
  }

  private static SubWorkflow call(Plan callee, Map<String, PlanExpr> with) {
    String contract = Contract.digest(callee.inputs(), callee.outputs());
    Head head = Head.of("call", List.of(), "test.yaml:1:1");
    return new SubWorkflow(head, "default", "callee", null, contract, with);
  }

  private RunView run(Plan callee) throws InterruptedException {
    Plans caller = Plans.named("caller");
    caller.node(0, call(callee, Map.of()));
    caller.task(0, "after", "work", List.of(0));
    engine.storePlan(callee, Map.of());
    return jobc.ended(jobc.submit(caller.plan()));
  }

  private RunSummary child() {
    return engine.runs(new RunFilter(null, "callee", null, null, Map.of()), 10).getFirst();
  }

  @Test
  void aCalledRunComesFromTheCommitOfItsRevision() throws Exception {
    Provenance commit = new Provenance(null, "1".repeat(40));
    Plan callee = single("work");
    engine.storePlan(callee, Map.of(), commit);
    assertThat(run(callee).provenance()).isNull();
    assertThat(engine.run(child().id()).orElseThrow().provenance()).isEqualTo(commit);
  }

  @Test
  void inputsGoDownAndOutputsComeUp() throws Exception {
    Plan callee = callee();
    engine.storePlan(callee, Map.of());
    Plans caller = Plans.named("caller");
    caller.node(0, call(callee, Map.of("x", new PlanExpr.Const(Json.of(21)))));
    caller.output("all", Type.Simple.JSON, new PlanExpr.StepOutputs(0, 0));
    RunView view = jobc.ended(jobc.submit(caller.plan()));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.outputs().get("all")).isEqualTo(JsonText.parse("{\"y\":42}"));
    assertThat(child().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(jobc.database().query("select count(*) from jobc.called_run")).containsExactly("1");
  }

  @Test
  void aWorkflowWithoutStepsEndsAtOnce() throws Exception {
    assertThat(run(Plans.named("callee").plan()).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void theErrorOfTheOtherRunIsThatOfTheStep() throws Exception {
    RunView view = run(single("fail"));
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps().getFirst().error().name()).isEqualTo("Sold");
    assertThat(view.steps().get(1).state()).isEqualTo(StepState.SKIPPED);
  }

  @Test
  void aWorkflowThatHasChangedOrIsNotThereIsNotStarted() throws Exception {
    Plans caller = Plans.named("caller");
    caller.node(0, call(callee(), Map.of("x", new PlanExpr.Const(Json.of(21)))));
    RunView missing = jobc.ended(jobc.submit(caller.plan()));
    assertThat(missing.steps().getFirst().error().message())
        .contains("no workflow `default/callee`");
    engine.storePlan(single("work"), Map.of());
    RunView changed = jobc.ended(jobc.submit(caller.plan()));
    assertThat(changed.steps().getFirst().error().name()).isEqualTo("LoadError");
    assertThat(changed.steps().getFirst().error().message()).contains("other inputs or outputs");
  }

  @Test
  void aWorkflowThatUsesAPoolNobodyHasMadeIsNotStarted() throws Exception {
    RunView view = run(LimitedPlans.plan("callee", LimitedPlans.pool("db", 1)));
    assertThat(view.steps().getFirst().error().name()).isEqualTo("LoadError");
    assertThat(view.steps().getFirst().error().message()).startsWith("there is no pool `db`");
  }

  @Test
  void aCancelGoesDown() throws Exception {
    Plan callee = single("hang");
    engine.storePlan(callee, Map.of());
    Plans caller = Plans.named("caller");
    caller.node(0, call(callee, Map.of()));
    RunId parent = jobc.submit(caller.plan());
    assertThat(begun.tryAcquire(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    RunId child = child().id();
    engine.cancel(List.of(parent));
    assertThat(engine.run(parent).orElseThrow().summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(engine.run(child).orElseThrow().summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(interrupted.tryAcquire(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCancelOfTheOtherRunFailsTheStep() throws Exception {
    Plan callee = single("hang");
    engine.storePlan(callee, Map.of());
    Plans caller = Plans.named("caller");
    caller.node(0, call(callee, Map.of()));
    RunId parent = jobc.submit(caller.plan());
    assertThat(begun.tryAcquire(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    engine.cancel(List.of(child().id()));
    RunView view = jobc.ended(parent);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps().getFirst().error().name()).isEqualTo("Cancelled");
  }
}
