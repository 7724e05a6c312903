package dev.jobc.executor.runner.local;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A call under way in a test, and how it ended. */
final class Ended {
  private static final int PATIENCE_SECONDS = 60;

  final TaskCall call;
  final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<TaskResult> result = new CompletableFuture<>();
  private final AtomicInteger results = new AtomicInteger();

  private Ended(TaskCall call) {
    this.call = call;
  }

  static Ended run(TaskRunner runner, TaskCall call) {
    Ended ended = new Ended(call);
    runner.run(
        call,
        () -> ended.started.complete(null),
        outcome -> {
          ended.results.incrementAndGet();
          ended.result.complete(outcome);
        });
    return ended;
  }

  void awaitStart() {
    started.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Waits for the start of any of these calls, and answers which began. */
  static Ended awaitAnyStart(List<Ended> calls) {
    CompletableFuture.anyOf(
            calls.stream().map(call -> call.started).toArray(CompletableFuture<?>[]::new))
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    return calls.stream().filter(call -> call.started.isDone()).findFirst().orElseThrow();
  }

  TaskResult result() {
    return result.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  int results() {
    return results.get();
  }

  /** The outputs as JSON text; the error instead when there is one, so that a test shows it. */
  String outputs() {
    return switch (result().outcome()) {
      case TaskResult.Outcome.Succeeded(var outputs, var calls) -> JsonText.write(outputs);
      case TaskResult.Outcome.Failed(var error) -> "failed: " + error;
      case TaskResult.Outcome.Skipped() -> "skipped";
    };
  }

  /** The calls that its code has made, as JSON text. */
  String calls() {
    if (result().outcome() instanceof TaskResult.Outcome.Succeeded(var outputs, var calls)) {
      return JsonText.write(
          Json.array(
              calls.stream()
                  .map(
                      call ->
                          (Json)
                              Json.object()
                                  .put("task", call.task())
                                  .put("with", call.with())
                                  .build())
                  .toList()));
    }
    throw new AssertionError("it didn't succeed: " + outputs());
  }

  TaskError error() {
    if (result().outcome() instanceof TaskResult.Outcome.Failed(var error)) {
      return error;
    }
    throw new AssertionError("it didn't fail: " + outputs());
  }

  String stdout() {
    return new String(result().output().stdout(), StandardCharsets.UTF_8);
  }

  String stderr() {
    return new String(result().output().stderr(), StandardCharsets.UTF_8);
  }
}
