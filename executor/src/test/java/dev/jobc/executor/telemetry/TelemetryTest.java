package dev.jobc.executor.telemetry;

import static dev.jobc.executor.testing.Collector.attributes;
import static dev.jobc.executor.testing.Collector.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.Submission;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.telemetry.otel.TelemetrySettings;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Collector;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.plan.Contract;
import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.Timeouts;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector is told by an engine on a real server. */
class TelemetryTest {
  private static final Json.Obj NOTHING = Json.object().build();
  private static final String CALLER = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER_SPAN = "00f067aa0ba902b7";

  private final TestDatabase database = TestDatabase.create();
  private final Map<String, String> told = new ConcurrentHashMap<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private Collector collector;

  @BeforeEach
  void begin() throws IOException {
    collector = new Collector();
  }

  @AfterEach
  void end() {
    release.countDown();
    collector.close();
    Invariants.check(database);
  }

  private Json.Obj work(TaskCall call) {
    told.put(key(call), call.facts().getOrDefault("TRACEPARENT", ""));
    return NOTHING;
  }

  private Json.Obj flaky(TaskCall call) throws Exception {
    work(call);
    if (call.facts().get("JOBC_ATTEMPT").equals("1")) {
      throw new RegisteredRunner.TaskFailure("Busy", "the password is hunter2");
    }
    return NOTHING;
  }

  private Json.Obj fail(TaskCall call) throws Exception {
    work(call);
    throw new RegisteredRunner.TaskFailure("Sold", "nothing left");
  }

  private Json.Obj hang(TaskCall call) throws Exception {
    work(call);
    release.await();
    return NOTHING;
  }

  private static String key(TaskCall call) {
    return call.facts().get("JOBC_STEP") + "#" + call.facts().get("JOBC_ATTEMPT");
  }

  private Engine connect(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
    environment.put("OTEL_METRIC_EXPORT_INTERVAL", "100");
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "50");
    environment.putAll(more);
    return connect(TelemetrySettings.start(environment, "1.2.3", said::add));
  }

  private Engine connect(Telemetry telemetry) {
    Map<String, RegisteredRunner.Function> tasks =
        Map.of("work", this::work, "flaky", this::flaky, "fail", this::fail, "hang", this::hang);
    return Engines.connect(
        database.settings(),
        InstantSource.system(),
        settings -> List.of(new RegisteredRunner(tasks)),
        telemetry);
  }

  private static WorkerSettings worker(List<String> roles) {
    return new WorkerSettings(
        "w",
        List.of("default"),
        roles,
        3,
        Path.of("unused"),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2));
  }

  private static RunId run(Engine engine, Plan plan, TraceContext trace)
      throws InterruptedException {
    RunId run = engine.submit(new Submission(engine.storePlan(plan, Map.of()), NOTHING, "", trace));
    assertThat(engine.awaitEnd(run, Await.PATIENCE)).isTrue();
    return run;
  }

  private static Plan flaky() {
    Plans plans = Plans.named("flaky");
    plans.task(
        0,
        "retried",
        Plans.spec("flaky", List.of(), List.of(), List.of("Busy")),
        Map.of(),
        List.of(),
        Plans.retry(2, 1),
        Timeouts.NONE);
    return plans.plan();
  }

  private static Map<String, String> labels(Engine engine, Plan plan, String task, String role) {
    Map<String, String> labels = new HashMap<>();
    labels.put("jobc.workflow", "default/" + plan.name());
    labels.put("jobc.workflow.version", engine.storePlan(plan, Map.of()).substring(0, 12));
    labels.put("jobc.task", task);
    labels.put("jobc.queue", "default");
    labels.put("jobc.role", role);
    return labels;
  }

  private static Map<String, String> with(Map<String, String> labels, String status) {
    Map<String, String> more = new HashMap<>(labels);
    more.put("jobc.status", status);
    return more;
  }

  @Test
  void aTraceGoesFromTheCallerThroughEveryAttemptIntoTheTask() throws Exception {
    TraceContext caller =
        TraceContext.parse("00-" + CALLER + "-" + CALLER_SPAN + "-01", "a=b").orElseThrow();
    RunId run;
    try (Engine engine = connect(Map.of("OTEL_SERVICE_NAME", "shop"));
        Engine.Worker worker = engine.startWorker(worker(List.of()))) {
      run = run(engine, flaky(), caller);
    }
    Span submit = collector.span("submit default/flaky");
    Span whole = collector.span("run default/flaky");
    List<Span> attempts = collector.spans("process retried");
    assertThat(collector.spans()).allMatch(span -> hex(span.getTraceId()).equals(CALLER));
    assertThat(hex(submit.getParentSpanId())).isEqualTo(CALLER_SPAN);
    assertThat(submit.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_PRODUCER);
    assertThat(whole.getParentSpanId()).isEqualTo(submit.getSpanId());
    assertThat(whole.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(whole.getTraceState()).isEqualTo("a=b");
    assertThat(attributes(whole.getAttributesList()))
        .containsEntry("cicd.pipeline.run.id", run.toString())
        .containsEntry("cicd.pipeline.result", "success");
    assertThat(attempts)
        .hasSize(2)
        .allMatch(span -> span.getParentSpanId().equals(whole.getSpanId()))
        .allMatch(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CONSUMER)
        .allMatch(span -> span.getStartTimeUnixNano() <= span.getEndTimeUnixNano());
    Span failed = attempts.get(0);
    Span second = attempts.get(1);
    assertThat(failed.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(attributes(failed.getAttributesList()))
        .containsEntry("error.type", "Busy")
        .containsEntry("jobc.status", "retried")
        .containsEntry("jobc.source", "test.yaml:1:1");
    assertThat(second.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    assertThat(second.getLinksList())
        .singleElement()
        .matches(link -> link.getSpanId().equals(failed.getSpanId()));
    assertThat(told)
        .containsEntry("retried#1", "00-" + CALLER + "-" + hex(failed.getSpanId()) + "-01")
        .containsEntry("retried#2", "00-" + CALLER + "-" + hex(second.getSpanId()) + "-01");
    assertThat(collector.spans().toString()).doesNotContain("hunter2");
    assertThat(collector.resource())
        .containsEntry("service.name", "shop")
        .containsEntry("service.version", "1.2.3");
  }

  @Test
  void aRunThatAnotherCallsIsBelowItAlsoAtAnotherWorker() throws Exception {
    Plan callee = Plans.chain(1);
    Plans caller = Plans.named("caller");
    String contract = Contract.digest(callee.inputs(), callee.outputs());
    Head head = Head.of("call", List.of(), "test.yaml:1:1");
    caller.node(0, new SubWorkflow(head, "default", callee.name(), null, contract, Map.of()));
    try (Engine submits = connect(Map.of());
        Engine executes = connect(Map.of());
        Engine.Worker worker = executes.startWorker(worker(List.of()))) {
      submits.storePlan(callee, Map.of());
      run(submits, caller.plan(), null);
    }
    Span outer = collector.span("run default/caller");
    Span inner = collector.span("run default/chain1");
    Span attempt = collector.span("process s0");
    assertThat(inner.getParentSpanId()).isEqualTo(outer.getSpanId());
    assertThat(attempt.getParentSpanId()).isEqualTo(inner.getSpanId());
    assertThat(attempt.getTraceId())
        .isEqualTo(collector.span("submit default/caller").getTraceId());
  }

  private static void trace(Plans plans, int node, TaskPolicy.Trace trace) {
    Node.Task task = (Node.Task) plans.at(0, node);
    TaskPolicy none = TaskPolicy.NONE;
    TaskPolicy policy =
        new TaskPolicy(
            null,
            none.runsOn(),
            none.flow(),
            none.isolation(),
            none.checks(),
            null,
            null,
            null,
            trace,
            null,
            null,
            none.labels(),
            none.owner());
    plans.replace(
        0,
        node,
        new Node.Task(
            task.head(),
            task.task(),
            task.with(),
            task.retry(),
            task.timeouts(),
            task.queue(),
            task.priority(),
            policy));
  }

  @Test
  void aTaskSaysHowMuchOfItIsShown() throws Exception {
    Plans plans = Plans.named("shown");
    plans.task(0, "hidden", "work", List.of());
    plans.task(0, "plain", "work", List.of(0));
    plans.task(0, "whole", "work", List.of(1));
    trace(plans, 0, TaskPolicy.Trace.NONE);
    trace(plans, 1, TaskPolicy.Trace.ATTEMPTS);
    trace(plans, 2, TaskPolicy.Trace.PHASES);
    try (Engine engine = connect(Map.of());
        Engine.Worker worker = engine.startWorker(worker(List.of()))) {
      run(engine, plans.plan(), null);
    }
    Span run = collector.span("run default/shown");
    assertThat(collector.spans("process hidden")).isEmpty();
    assertThat(told.get("hidden#1")).contains(hex(run.getSpanId()));
    Span whole = collector.span("process whole");
    assertThat(collector.span("process plain").getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(collector.span("queued").getParentSpanId()).isEqualTo(whole.getSpanId());
    assertThat(collector.span("prepared").getParentSpanId()).isEqualTo(whole.getSpanId());
    assertThat(collector.span("prepared").getEndTimeUnixNano())
        .isEqualTo(whole.getStartTimeUnixNano());
  }

  @Test
  void tasksAreCountedByWhatTheyAreAndHowTheyEnded() throws Exception {
    Plan flaky = flaky();
    Plans sold = Plans.named("sold");
    sold.task(0, "sold", "fail", List.of());
    Map<String, String> labels;
    Map<String, String> failing;
    try (Engine engine = connect(Map.of())) {
      engine.queues().setRole("blue", List.of("default"));
      try (Engine.Worker worker = engine.startWorker(worker(List.of("red", "blue")))) {
        run(engine, flaky, null);
        run(engine, flaky, null);
        run(engine, sold.plan(), null);
      }
      labels = labels(engine, flaky, "flaky", "blue,red");
      failing = labels(engine, sold.plan(), "fail", "blue,red");
    }
    assertThat(collector.numbers("jobc.tasks.selected"))
        .isEqualTo(Map.of(labels, 4.0, failing, 1.0));
    assertThat(collector.numbers("jobc.tasks.retried"))
        .isEqualTo(Map.of(with(labels, "retried"), 2.0));
    assertThat(collector.numbers("jobc.tasks.processed"))
        .isEqualTo(Map.of(with(labels, "succeeded"), 2.0, with(failing, "failed"), 1.0));
    assertThat(collector.histogram("jobc.task.time_in_queue").get(labels).getCount()).isEqualTo(4);
    assertThat(collector.histogram("jobc.task.execution_time"))
        .containsOnlyKeys(
            with(labels, "retried"), with(labels, "succeeded"), with(failing, "failed"));
    var latency =
        collector.histogram("jobc.task.end_to_end_latency").get(with(labels, "succeeded"));
    assertThat(latency.getCount()).isEqualTo(2);
    assertThat(latency.getSum()).isGreaterThan(0.002).isLessThan(60);
    assertThat(latency.getExplicitBoundsList()).startsWith(0.001).endsWith(21_600.0);
  }

  @Test
  void queuesSlotsClaimsAndFlushesAreMeasured() throws Exception {
    Plans plans = Plans.named("wide");
    for (int i = 0; i < 5; i++) {
      plans.task(0, "s" + i, "hang", List.of());
    }
    Plan plan = plans.plan();
    Plan waiting = Plans.chain(1);
    try (Engine engine = connect(Map.of());
        Engine.Worker worker = engine.startWorker(worker(List.of()))) {
      engine.submit(new Submission(engine.storePlan(plan, Map.of()), NOTHING));
      Await.until(() -> worker.running() == 3);
      engine.submit(new Submission(engine.storePlan(waiting, Map.of()), NOTHING));
      Map<String, String> queue = Map.of("jobc.queue", "default", "jobc.queue.state", "ready");
      Await.until(() -> collector.numbers("jobc.queue.depth").getOrDefault(queue, 0.0) > 0);
      Await.until(
          () ->
              collector
                      .numbers("jobc.queue.oldest_age")
                      .getOrDefault(Map.of("jobc.queue", "default"), 0.0)
                  > 0);
      Await.until(
          () ->
              collector
                  .numbers("jobc.worker.slots_used")
                  .equals(Map.of(Map.of("jobc.role", ""), 3.0)));
      assertThat(collector.numbers("jobc.worker.slots"))
          .isEqualTo(Map.of(Map.of("jobc.role", ""), 3.0));
      release.countDown();
      Await.until(
          () -> engine.runs(10).stream().allMatch(run -> run.state() == RunState.SUCCEEDED));
      Await.until(() -> collector.numbers("jobc.queue.depth").get(queue) == 0.0);
    }
    Map<String, String> role = Map.of("jobc.role", "");
    for (String measured : List.of("jobc.claim", "jobc.flush")) {
      var size = collector.histogram(measured + ".size").get(role);
      assertThat(size.getSum()).as(measured).isGreaterThan(0);
      assertThat(collector.histogram(measured + ".duration").get(role).getCount())
          .isEqualTo(size.getCount());
    }
    assertThat(collector.histogram("jobc.flush.size").get(role).getSum()).isEqualTo(6);
  }

  @Test
  void whatEndsBeforeAnyWorkerHadItIsCountedByTheOneThatFindsOut() throws Exception {
    Plans plans = Plans.named("full");
    for (int i = 0; i < 3; i++) {
      plans.task(0, "s" + i, "hang", List.of());
    }
    Plans late = Plans.named("late");
    late.task(
        0,
        "late",
        Plans.spec("work"),
        Map.of(),
        List.of(),
        RetryPolicy.NONE,
        new Timeouts(0, 0, 200, 0));
    Map<String, String> labels;
    try (Engine engine = connect(Map.of());
        Engine.Worker worker = engine.startWorker(worker(List.of()))) {
      engine.submit(new Submission(engine.storePlan(plans.plan(), Map.of()), NOTHING));
      Await.until(() -> worker.running() == 3);
      run(engine, late.plan(), null);
      labels = labels(engine, late.plan(), "work", "");
      release.countDown();
    }
    assertThat(collector.numbers("jobc.tasks.processed"))
        .containsEntry(with(labels, "failed"), 1.0);
    assertThat(collector.numbers("jobc.tasks.selected")).doesNotContainKey(labels);
    assertThat(attributes(collector.span("process late").getAttributesList()))
        .containsEntry("error.type", "Timeout");
    assertThat(attributes(collector.span("run default/late").getAttributesList()))
        .containsEntry("cicd.pipeline.result", "failure");
  }

  @Test
  void cancellationsAreCountedAndEndTheRunsSpan() throws Exception {
    Plans plans = Plans.named("hanging");
    plans.task(0, "hang", "hang", List.of());
    try (Engine engine = connect(Map.of());
        Engine.Worker worker = engine.startWorker(worker(List.of()))) {
      RunId run = engine.submit(new Submission(engine.storePlan(plans.plan(), Map.of()), NOTHING));
      Await.until(() -> worker.running() == 1);
      engine.cancel(List.of(run));
      Await.until(() -> worker.running() == 0);
    }
    assertThat(collector.numbers("jobc.cancellations.requested")).isEqualTo(Map.of(Map.of(), 1.0));
    assertThat(attributes(collector.span("run default/hanging").getAttributesList()))
        .containsEntry("cicd.pipeline.result", "cancellation");
    assertThat(attributes(collector.span("process hang").getAttributesList()))
        .containsEntry("jobc.status", "cancelled");
  }

  @Test
  void aRunThatTakesUpAnotherGoesOnInItsTrace() throws Exception {
    Plans plans = Plans.named("sold");
    plans.task(0, "sold", "fail", List.of());
    try (Engine engine = connect(Map.of());
        Engine.Worker worker = engine.startWorker(worker(List.of()))) {
      RunId run = run(engine, plans.plan(), null);
      RunId again = engine.resume(run, List.of());
      assertThat(engine.awaitEnd(again, Await.PATIENCE)).isTrue();
    }
    assertThat(collector.spans("run default/sold")).hasSize(2);
    assertThat(collector.spans().stream().map(Span::getTraceId).distinct()).hasSize(1);
  }

  @Test
  void whatIsNotSampledIsCountedAndHasAPlaceInATraceAllTheSame() throws Exception {
    try (Engine engine = connect(Map.of("OTEL_TRACES_SAMPLER", "always_off"));
        Engine.Worker worker = engine.startWorker(worker(List.of()))) {
      run(engine, Plans.chain(2), null);
    }
    assertThat(collector.spans()).isEmpty();
    assertThat(collector.numbers("jobc.tasks.processed").values()).containsExactly(2.0);
    assertThat(told.values()).hasSize(2).allMatch(parent -> parent.endsWith("-00"));
    assertThat(told.values().stream().map(parent -> parent.substring(3, 35)).distinct()).hasSize(1);
    assertThat(database.query("select count(*) from jobc.run_trace")).containsExactly("0");
  }

  @Test
  void aCallersTraceReachesTheTaskAlsoWhenTelemetryIsOff() throws Exception {
    String parent = "00-" + CALLER + "-" + CALLER_SPAN + "-01";
    try (Engine engine = connect(Telemetry.OFF);
        Engine.Worker worker = engine.startWorker(worker(List.of()))) {
      run(engine, Plans.chain(1), TraceContext.parse(parent, "").orElseThrow());
    }
    assertThat(told).containsEntry("s0#1", parent);
  }

  @Test
  void aCollectorThatIsDownIsToldOnceAndDisturbsNothing() throws Exception {
    collector.answer(400);
    try (Engine engine = connect(Map.of());
        Engine.Worker worker = engine.startWorker(worker(List.of()))) {
      run(engine, Plans.chain(3), null);
      Await.until(() -> said.size() == 2);
      run(engine, Plans.chain(3), null);
      assertThat(said)
          .hasSize(2)
          .anyMatch(line -> line.startsWith("traces can't be sent: "))
          .anyMatch(line -> line.startsWith("metrics can't be sent: "))
          .allMatch(line -> line.endsWith("; work goes on without them"));
      collector.answer(200);
      Await.until(() -> said.contains("metrics are sent again"));
    }
    assertThat(collector.numbers("jobc.tasks.processed").values()).containsExactly(6.0);
  }

  @Test
  void settingsThatMakeNoSenseTurnItOffAndSaySo() throws Exception {
    try (Engine engine = connect(Map.of("OTEL_TRACES_EXPORTER", "pigeon"));
        Engine.Worker worker = engine.startWorker(worker(List.of()))) {
      run(engine, Plans.chain(1), null);
    }
    assertThat(said).singleElement().asString().startsWith("telemetry is off: ").contains("pigeon");
    assertThat(collector.metrics()).isEmpty();
  }
}
