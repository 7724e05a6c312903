package dev.jobc.executor.runner.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.testing.Await;
import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.json.JsonText;
import dev.jobc.type.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code runners/conformance/cases.json} against real workers of every language. */
class ConformanceTest {
  private static final Path TABLE =
      Path.of(System.getProperty("jobc.root"), "runners", "conformance");
  private static final Duration GRACE = Duration.ofMillis(400);

  @TempDir static Path directory;
  private static TaskRunner runner;
  private static final Map<String, Tasks> TASKS = new LinkedHashMap<>();

  @BeforeAll
  static void create() throws IOException {
    runner =
        LocalRunners.create(
            new WorkerSettings(
                "conformance", List.of("default"), 1, directory, Duration.ofSeconds(30), GRACE));
    TASKS.put("python", function("python", "tasks.py", "run"));
    TASKS.put("go", function("go", "tasks.go", "Run"));
  }

  @AfterAll
  static void close() {
    runner.close();
  }

  private static Tasks function(String language, String file, String symbol) throws IOException {
    String text = Files.readString(TABLE.resolve(language).resolve(file));
    return Tasks.function(language, "tasks/" + file, symbol, text)
        .input("fn", Type.Simple.STRING)
        .input("value", Type.Simple.JSON)
        .output("result", Type.Simple.JSON)
        .error("Declared");
  }

  @TestFactory
  Stream<DynamicTest> python() throws IOException {
    return cases("python");
  }

  @TestFactory
  Stream<DynamicTest> go() throws IOException {
    return cases("go");
  }

  private static Stream<DynamicTest> cases(String language) throws IOException {
    Json table = JsonText.parse(Files.readString(TABLE.resolve("cases.json")));
    return ((Json.Arr) table)
        .items().stream()
            .map(JsonReader::of)
            .filter(row -> !row.has("only") || row.strings("only").contains(language))
            .map(row -> DynamicTest.dynamicTest(row.string("name"), () -> check(language, row)));
  }

  private static void check(String language, JsonReader row) throws IOException {
    Path pidFile = Files.createTempDirectory(directory, "case").resolve("pid");
    Ended ended = start(language, row, pidFile);
    switch (row.string("cancel", "")) {
      case "before" -> cancel(ended);
      case "during" -> {
        ended.awaitStart();
        if (row.bool("gone", false)) {
          Await.until("the double fork", () -> Files.exists(pidFile));
        }
        cancel(ended);
      }
      case "after" -> {
        ended.result();
        cancel(ended);
      }
      default -> {}
    }
    expect(row, ended);
    if (row.bool("gone", false)) {
      Processes.awaitEnd(Long.parseLong(Files.readString(pidFile).strip()));
    }
    Ended neighbour =
        Ended.run(runner, TASKS.get(language).call("{\"fn\":\"echo\",\"value\":\"next\"}"));
    assertThat(neighbour.outputs()).isEqualTo("{\"result\":\"next\"}");
    assertThat(neighbour.stdout()).isEmpty();
    assertThat(ended.results()).isEqualTo(1);
  }

  private static Ended start(String language, JsonReader row, Path pidFile) {
    Json value = row.any("value");
    String inputs =
        JsonText.write(
            Json.object()
                .put("fn", row.string("fn"))
                .put(
                    "value", value.equals(Json.of("PIDFILE")) ? Json.of(pidFile.toString()) : value)
                .build());
    return Ended.run(runner, TASKS.get(language).call(inputs, row.integer("timeoutMs", 0)));
  }

  private static void cancel(Ended ended) {
    runner.cancel(ended.call.id(), CancelReason.USER, GRACE);
  }

  private static void expect(JsonReader row, Ended ended) {
    if (row.has("error")) {
      TaskError error = ended.error();
      assertThat(error.name()).as("%s", error).isEqualTo(row.string("error"));
      assertThat(error.message()).contains(row.string("message", ""));
      assertThat(error.toString()).doesNotContain("\0");
    } else if (row.has("resultBytes")) {
      assertThat(JsonText.write(result(ended))).hasSize(row.int32("resultBytes"));
    } else {
      assertThat(new String(JsonText.canonical(result(ended)), UTF_8))
          .isEqualTo(new String(JsonText.canonical(row.any("result")), UTF_8));
    }
    if (row.has("calls")) {
      assertThat(new String(JsonText.canonical(JsonText.parse(ended.calls())), UTF_8))
          .isEqualTo(new String(JsonText.canonical(row.any("calls")), UTF_8));
    }
    if (row.has("stdout")) {
      assertThat(ended.stdout()).isEqualTo(row.string("stdout"));
      assertThat(ended.stderr()).isEqualTo(row.string("stderr"));
    }
    if (row.has("stdoutBytes")) {
      assertThat(ended.result().output().stdout()).hasSize(row.int32("stdoutBytes"));
    }
  }

  private static Json result(Ended ended) {
    String outputs = ended.outputs();
    assertThat(outputs).startsWith("{");
    return ((Json.Obj) JsonText.parse(outputs)).get("result");
  }
}
