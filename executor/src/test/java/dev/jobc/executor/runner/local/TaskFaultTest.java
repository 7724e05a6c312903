package dev.jobc.executor.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.faults.SmallDisk;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.type.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that run out of memory or of disk, are killed, or write without end. */
class TaskFaultTest {
  @TempDir Path directory;
  private TaskRunner runner;

  @BeforeEach
  void create() {
    runner =
        LocalRunners.create(
            new WorkerSettings(
                "test",
                List.of("default"),
                2,
                directory,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2)));
  }

  @AfterEach
  void close() {
    runner.close();
  }

  private Ended shell(String script) {
    return Ended.run(runner, Tasks.inline("shell", script).call("{}"));
  }

  private void goesOn() {
    assertThat(shell("echo fine").stdout()).isEqualTo("fine\n");
  }

  @Test
  void aProgramThatRunsOutOfMemorySaysSo() {
    Ended ended = shell("ulimit -v 400000\nexec python3 -c 'bytearray(1 << 30)'");
    assertThat(ended.error().name()).isEqualTo(TaskError.EXIT_CODE);
    assertThat(ended.error().trace()).contains("MemoryError");
    goesOn();
  }

  @Test
  void aPythonFunctionThatRunsOutOfMemoryFailsAndItsWorkerGoesOn() {
    Tasks tasks =
        Tasks.function(
                "python",
                "t.py",
                "f",
                "def f(size) -> int:\n    return len(bytearray(1 << size)) and size\n")
            .input("size", Type.Simple.INT)
            .output("n", Type.Simple.INT);
    Ended ended = Ended.run(runner, tasks.call("{\"size\":60}"));
    assertThat(ended.error().name()).isEqualTo("Unexpected");
    assertThat(ended.error().message()).startsWith("MemoryError");
    assertThat(Ended.run(runner, tasks.call("{\"size\":3}")).outputs()).isEqualTo("{\"n\":3}");
  }

  /** As the kernel does it when memory runs out. */
  @Test
  void aProgramThatIsKilledIsSaidToBe() {
    Ended ended = shell("kill -KILL $$");
    assertThat(ended.error().name()).isEqualTo(TaskError.EXIT_CODE);
    assertThat(ended.error().message())
        .isEqualTo(
            "the script was killed by signal 9 (SIGKILL), as the system does when memory runs out");
    goesOn();
  }

  @Test
  void aHundredMegabytesOfOutputAreCutVisiblyAndRemoved() throws IOException {
    Ended ended = shell("head -c 100000000 /dev/zero | tr '\\0' x");
    assertThat(ended.stdout())
        .endsWith("\n[jobc: cut here: 98951424 of 100000000 bytes are not kept]\n")
        .hasSizeLessThan((1 << 20) + 100);
    runner.close();
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum())
          .as("bytes left behind")
          .isLessThan(1 << 20);
    }
  }

  @Test
  void aFullDiskFailsWhatNeedsItAndTheWorkerGoesOn(@TempDir Path disk) throws Exception {
    SmallDisk.run(FullRunDirectory.class, 16, disk);
  }
}
