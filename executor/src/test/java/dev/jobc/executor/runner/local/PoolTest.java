package dev.jobc.executor.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.testing.Await;
import dev.jobc.type.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How calls are spread over processes, and what becomes of them when processes end. */
class PoolTest {
  private static final Duration GRACE = Duration.ofSeconds(2);

  @TempDir Path directory;
  private TaskRunner runner;

  @BeforeEach
  void create() {
    runner =
        LocalRunners.create(
            new WorkerSettings(
                "test", List.of("default"), 2, directory, Duration.ofSeconds(30), GRACE));
  }

  @AfterEach
  void close() {
    runner.close();
  }

  private static Tasks python(String body) {
    return Tasks.inline("python", body).input("n", Type.Simple.INT).output("pid", Type.Simple.INT);
  }

  private List<Ended> runAll(Tasks tasks, int count) {
    List<Ended> all = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      all.add(Ended.run(runner, tasks.call("{\"n\":" + n + "}")));
    }
    return all;
  }

  @Test
  void noMoreProcessesThanSlotsAndEveryCallIsAnsweredOnce() {
    List<Ended> all = runAll(python("import os\noutputs.pid = os.getpid()"), 300);
    Set<String> processes = all.stream().map(Ended::outputs).collect(Collectors.toSet());
    assertThat(processes).hasSizeBetween(1, 2).allMatch(text -> text.startsWith("{\"pid\":"));
    assertThat(all).allMatch(ended -> ended.results() == 1);
  }

  @Test
  void aCrashCostsOnlyTheCallThatRan() {
    List<Ended> all =
        runAll(
            python("import os\nif inputs.n == 120: os._exit(9)\noutputs.pid = os.getpid()"), 300);
    assertThat(all.stream().map(Ended::outputs).filter(text -> text.startsWith("failed")))
        .containsExactly(all.get(120).outputs());
    assertThat(all.get(120).error().name()).isEqualTo("WorkerLost");
    assertThat(all).allMatch(ended -> ended.results() == 1);
  }

  @Test
  void aCancelHitsItsCallAndNoNeighbour() {
    Tasks tasks =
        python("import os, time\nif inputs.n % 50 == 7: time.sleep(60)\noutputs.pid = os.getpid()");
    List<Ended> all = runAll(tasks, 200);
    List<Ended> slow = Stream.of(7, 57, 107, 157).map(all::get).toList();
    List<Ended> open = new ArrayList<>(slow);
    while (!open.isEmpty()) { // with two processes, any two of them run first
      Ended ended = Ended.awaitAnyStart(open);
      open.remove(ended);
      runner.cancel(ended.call.id(), CancelReason.USER, GRACE);
      assertThat(ended.error().name()).isEqualTo("Cancelled");
    }
    assertThat(all)
        .allMatch(ended -> ended.outputs().startsWith("{") || slow.contains(ended))
        .allMatch(ended -> ended.results() == 1);
  }

  @Test
  void callsBehindASlowOneGoElsewhere() {
    Tasks tasks =
        python("import os, time\nif inputs.n == 7: time.sleep(300)\noutputs.pid = os.getpid()");
    List<Ended> all = runAll(tasks, 300);
    Ended slow = all.get(7);

    assertThat(all.stream().filter(ended -> ended != slow))
        .allMatch(ended -> ended.outputs().startsWith("{"));
    assertThat(slow.results()).isZero();
  }

  @Test
  void aCallBehindARunningOneIsCancelledAtOnce() {
    Tasks tasks =
        python("import os, time\nif inputs.n < 0: time.sleep(300)\noutputs.pid = os.getpid()");
    runAll(tasks, 20).forEach(Ended::result); // so that calls of this task are queued behind others
    List<Ended> slow =
        Stream.of(-1, -2).map(n -> Ended.run(runner, tasks.call("{\"n\":" + n + "}"))).toList();
    slow.forEach(Ended::awaitStart);

    List<Ended> all = runAll(tasks, 40);
    for (Ended behind : all) {
      runner.cancel(behind.call.id(), CancelReason.USER, GRACE);
      assertThat(behind.error().name()).isEqualTo("Cancelled");
    }

    assertThat(slow).allMatch(ended -> ended.results() == 0);
    slow.forEach(ended -> runner.cancel(ended.call.id(), CancelReason.USER, GRACE));
    assertThat(slow).allMatch(ended -> ended.error().name().equals("Cancelled"));
    assertThat(all).allMatch(ended -> ended.results() == 1);
  }

  @Test
  void whatADeadExecutorLeftIsRemovedByTheNext() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    Process executor =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedExecutor.class.getName(),
                other.toString())
            .redirectErrorStream(true)
            .redirectOutput(other.resolve("log").toFile())
            .start();
    List<Path> pids = List.of(other.resolve("shell"), other.resolve("python"));
    Await.until("both tasks", () -> pids.stream().allMatch(Files::exists));
    executor.destroyForcibly().waitFor();
    LocalRunners.create(
            new WorkerSettings("next", List.of("default"), 1, other, Duration.ofSeconds(30), GRACE))
        .close();
    for (Path pid : pids) {
      Processes.awaitEnd(Long.parseLong(Files.readString(pid).strip()));
    }
    try (Stream<Path> left = Files.list(other.resolve("live"))) {
      assertThat(left).isEmpty();
    }
  }
}
