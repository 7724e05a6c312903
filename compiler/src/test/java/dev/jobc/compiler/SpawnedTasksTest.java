package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Checked;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.TaskSpec.Callee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan holds all that the code of a task may call, with what holds for such calls. */
class SpawnedTasksTest {
  private static final String LIBRARY =
      """
      jobc: v1
      name: tools
      tasks:
        index:
          runtime: python
          inputs: { path: string }
          errors: { Unreadable: {} }
          retry: { maxAttempts: 3 }
          queue: heavy
          run: pass
      """;
  private static final String WORKFLOW =
      """
      jobc: v1
      name: crawl
      priority: 7
      tasks:
        walk:
          runtime: python
          spawn: { allow: [walk, tools.index], maxItems: 500 }
          timeout: 1m
          run: pass
      steps:
        - steps:
            - uses: walk
          catch:
            - errors: [Unreadable]
              steps: []
      """;

  @TempDir Path directory;

  @Test
  void calleesAreTasksOfThePlanWithTheirPolicies() throws IOException {
    Files.writeString(directory.resolve("tools.yaml"), LIBRARY);
    Path file = Files.writeString(directory.resolve("crawl.yaml"), WORKFLOW);
    Checked<CompiledWorkflow> compiled = Compiler.compile(file, "crawl.yaml");
    assertThat(compiled.diagnostics()).isEmpty();
    Plan plan = ((Checked.Ok<CompiledWorkflow>) compiled).value().plan();
    List<String> names = plan.tasks().stream().map(TaskSpec::name).toList();
    TaskSpec.Spawn spawn = Objects.requireNonNull(plan.tasks().get(names.indexOf("walk")).spawn());
    assertThat(spawn.maxItems()).isEqualTo(500);
    assertThat(spawn.allow()).extracting(Callee::name).containsExactly("walk", "tools.index");
    Node.Task walk = (Node.Task) plan.node(spawn.allow().getFirst().body(), 0);
    assertThat(walk.task()).isEqualTo(names.indexOf("walk"));
    assertThat(walk.timeouts().attempt()).isEqualTo(60_000);
    assertThat(walk.id()).isEqualTo("walk");
    Node.Task index = (Node.Task) plan.node(spawn.allow().getLast().body(), 0);
    assertThat(index.task()).isEqualTo(names.indexOf("index"));
    assertThat(index.source()).startsWith("tools.yaml:4:");
    assertThat(index.with()).containsOnlyKeys("path");
    assertThat(index.retry().maxAttempts()).isEqualTo(3);
    assertThat(index.queue()).isEqualTo("heavy");
    assertThat(index.priority()).isEqualTo(7);
  }
}
