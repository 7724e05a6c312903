package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobc run} of a workflow that calls the one in the file beside it. */
class CallVerbTest {
  @TempDir Path directory;

  @Test
  void whatIsCalledIsStoredAndRunToo() throws Exception {
    Jobc jobc = TestDatabase.give(new Jobc(directory));
    Files.writeString(
        directory.resolve("child.yaml"),
        """
        jobc: v1
        name: child
        inputs: { who: string }
        steps:
          - id: say
            runtime: shell
            queue: far
            env: { WHO: "${{ inputs.who }}" }
            outputs: { text: string }
            run: echo "text=Hello $WHO" >> "$JOBC_OUTPUT"
        outputs:
          text: ${{ steps.say.outputs.text }}
        """);
    Files.writeString(
        directory.resolve("parent.yaml"),
        """
        jobc: v1
        name: parent
        steps:
          - id: greet
            uses: workflow:child
            with: { who: Ada }
        outputs:
          text: ${{ steps.greet.outputs.text }}
        """);
    Files.writeString(directory.resolve("broken.yaml"), "jobc: v1\nname: broken\nsteps: 3\n");

    Jobc.Ended ended = jobc.call("run", "parent.yaml");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo("text: Hello Ada\n");
    assertThat(jobc.call("runs", "list").out()).contains("  parent", "  child", "2 runs");
  }
}
