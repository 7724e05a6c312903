package dev.jobc.executor.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs tasks on a disk that gets full; to be started where the disk is small. */
final class FullRunDirectory {
  private FullRunDirectory() {}

  /** Ends with an exception when something does not hold. */
  public static void main(String[] args) throws Exception {
    Path disk = Path.of(args[0]);
    TaskRunner runner =
        LocalRunners.create(
            new WorkerSettings(
                "test",
                List.of("default"),
                2,
                disk,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2)));
    Tasks greedy = Tasks.inline("shell", "cat /dev/zero > big");
    Tasks modest = Tasks.inline("shell", "echo fine");
    Ended filled = Ended.run(runner, greedy.call("{}"));
    assertThat(filled.error().name()).isEqualTo(TaskError.EXIT_CODE);
    assertThat(filled.error().message()).contains("no space is left on the disk");
    // It took with it what it had written.
    assertThat(Ended.run(runner, modest.call("{}")).stdout()).isEqualTo("fine\n");

    Path ballast = disk.resolve("ballast");
    fill(ballast);
    assertThat(Ended.run(runner, modest.call("{}")).error().message())
        .contains("No space left on device");
    Files.delete(ballast);
    assertThat(Ended.run(runner, modest.call("{}")).stdout()).isEqualTo("fine\n");
    runner.close();
    System.exit(0);
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[512];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // Full, as it should be.
      return;
    }
  }
}
