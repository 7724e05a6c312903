package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a configured database: the embedded server is made, kept, killed and found again. */
class EmbeddedRunTest {
  @TempDir Path directory;
  private Jobc jobc;

  @BeforeEach
  void prepare() throws IOException {
    // As root the server runs as nobody, who must get there.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    jobc = new Jobc(directory);
    Files.writeString(
        directory.resolve("one.yaml"),
        """
        jobc: v1
        name: one
        steps:
          - id: only
            runtime: shell
            run: "true"
        """);
  }

  @AfterEach
  void stop() {
    jobc.call("db", "stop");
  }

  @Test
  void runsSurviveAKilledServerAndTheNextCommandWorks() {
    assertThat(jobc.call("db", "status").out()).startsWith("embedded PostgreSQL does not run\n");
    Jobc.Ended first = jobc.call("run", "one.yaml");
    assertThat(first.code()).as(first.err()).isZero();
    String id = first.err().split("\\s+")[1];
    long postmaster = postmaster();

    ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
    Deadline.await(() -> !jobc.call("db", "status").out().startsWith("embedded PostgreSQL runs"));
    Jobc.Ended list = jobc.call("runs", "list");

    assertThat(list.code()).as(list.err()).isZero();
    assertThat(list.out()).contains(id).contains("succeeded");
    assertThat(postmaster()).isNotEqualTo(postmaster);
    assertThat(jobc.call("db", "stop").out()).isEqualTo("embedded PostgreSQL stopped\n");
    assertThat(jobc.call("db", "stop").out()).isEqualTo("embedded PostgreSQL did not run\n");
  }

  @Test
  void aRunUnderWayBearsAServerThatIsStartedAgain() throws Exception {
    Path started = directory.resolve("started");
    Path goOn = directory.resolve("go-on");
    Files.writeString(
        directory.resolve("waits.yaml"),
        """
        jobc: v1
        name: waits
        steps:
          - id: first
            runtime: shell
            env: { STARTED: "%s", GO_ON: "%s" }
            run: |
              touch "$STARTED"
              until [ -e "$GO_ON" ]; do sleep 0.05; done
          - id: second
            runtime: shell
            run: "true"
        """
            .formatted(started, goOn));
    Process run = jobc.start("run", "waits.yaml");
    Deadline.await(() -> Files.exists(started));

    assertThat(jobc.call("db", "stop").code()).isZero();
    Files.createFile(goOn);
    assertThat(jobc.call("db", "start").code()).isZero();

    String told = new String(run.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(told).isZero();
    assertThat(told).contains("succeeded  second");
  }

  private long postmaster() {
    Matcher status =
        Pattern.compile("embedded PostgreSQL runs: .*\\(pid (\\d+)\\)")
            .matcher(jobc.call("db", "status").out());
    assertThat(status.find()).isTrue();
    return Long.parseLong(status.group(1));
  }
}
