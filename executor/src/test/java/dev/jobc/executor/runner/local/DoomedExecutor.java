package dev.jobc.executor.runner.local;

import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program that runs two endless tasks until it is killed. */
final class DoomedExecutor {
  private DoomedExecutor() {}

  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    TaskRunner runner =
        LocalRunners.create(
            new WorkerSettings(
                "doomed",
                List.of("default"),
                2,
                directory,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2)));
    String write = "echo $$ > \"%1$s.new\"; mv \"%1$s.new\" \"%1$s\"; ";
    Ended shell =
        Ended.run(
            runner,
            Tasks.inline("shell", write.formatted(directory.resolve("shell")) + "sleep 1000 & wait")
                .call("{}"));
    Ended python =
        Ended.run(
            runner,
            Tasks.inline(
                    "python",
                    """
                    import os
                    with open("%1$s.new", "w") as file:
                        file.write(str(os.getpid()))
                    os.rename("%1$s.new", "%1$s")
                    while True:
                        pass
                    """
                        .formatted(directory.resolve("python")))
                .call("{}"));
    shell.result();
    python.result();
  }
}
