package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Checked;
import dev.jobc.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step of a graph waits for what its policies refer to, as for what its inputs do. */
class PolicyReferencesTest {
  private static final String WORKFLOW =
      """
      jobc: v1
      name: edges
      tasks:
        make:
          runtime: shell
          outputs: { x: string }
          run: echo x=1
      steps:
        - graph:
            - { id: a, uses: make }
            - id: b
              uses: make
              %s
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "idempotencyKey: ${{ steps.a.outputs.x }}",
        "workingDirectory: /srv/${{ steps.a.outputs.x }}",
        "cache: { ttl: 1h, key: '${{ steps.a.outputs.x }}' }",
        "concurrency: { limit: 1, key: '${{ steps.a.outputs.x }}' }",
        "rateLimit: { limit: 5, per: 1s, key: '${{ steps.a.outputs.x }}' }",
        "rateLimit: { limit: '${{ size(steps.a.outputs.x) }}', per: 1s }",
        "queue: { of: [p, q], by: hash, key: '${{ steps.a.outputs.x }}' }",
        "checks: [{ that: steps.a.outputs.x != '', message: no }]",
      })
  void makesAnEdge(String policy) throws IOException {
    Path file = Files.writeString(directory.resolve("edges.yaml"), WORKFLOW.formatted(policy));
    Checked<CompiledWorkflow> compiled = Compiler.compile(file, "edges.yaml");
    assertThat(compiled.diagnostics()).isEmpty();
    Plan plan = ((Checked.Ok<CompiledWorkflow>) compiled).value().plan();

    assertThat(plan.graphs().getFirst().nodes().get(1).needs()).containsExactly(0);
  }
}
