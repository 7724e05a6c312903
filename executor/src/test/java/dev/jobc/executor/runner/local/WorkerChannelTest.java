package dev.jobc.executor.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.bundle.RunnerFiles;
import dev.jobc.executor.runner.gobuild.GoBuilder;
import dev.jobc.executor.runner.host.RunnerHost;
import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.json.JsonText;
import dev.jobc.protocol.Frames;
import dev.jobc.type.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the workers of every language do with the bytes on their channel. */
class WorkerChannelTest {
  private static final String RUN =
      "{\"t\":\"run\",\"id\":%d,\"fn\":\"f\",\"args\":{\"value\":\"v%d\"}}";
  private static final String PARAM = "[{\"name\":\"%s\",\"type\":\"json\"}]";

  @TempDir static Path directory;
  private static RunnerHost host;
  private static Map<String, List<String>> commands;
  private static Map<String, String> load;

  @BeforeAll
  static void build() throws Exception {
    host = new RunnerHost(directory);
    Path python = RunnerFiles.of("python").unpack(directory.resolve("runners"));
    Tasks text = Tasks.function("python", "a.py", "f", "def f(value): return {'result': value}\n");
    Path code = host.bundles().materialise(text.call("{}").bundle());
    TaskCall go =
        Tasks.function(
                "go",
                "a.go",
                "F",
                "package a\n\nfunc F(value interface{}) interface{} { return value }\n")
            .input("value", Type.Simple.JSON)
            .output("result", Type.Simple.JSON)
            .call("{}");
    commands =
        Map.of(
            "python",
            List.of("python3", python.resolve("jobc_worker.py").toString()),
            "go",
            List.of(new GoBuilder(host).build(go, "channel-test").toString()));
    load = Map.of("python", welcome(code, "a.py", "f"), "go", welcome(code, "a.go", "F"));
  }

  @AfterAll
  static void close() {
    host.close();
  }

  private static String welcome(Path code, String path, String symbol) {
    return ("{\"t\":\"welcome\",\"proto\":1,\"session\":\"s\",\"max_frame\":1000,\"slots\":1,"
            + "\"codec\":\"json\",\"log_mode\":\"files\",\"grace_ms\":0,\"code\":\"%s\",\"load\":"
            + "[{\"fn\":\"f\",\"kind\":\"function\",\"path\":\"%s\",\"symbol\":\"%s\","
            + "\"inputs\":%s,\"outputs\":%s}]}")
        .formatted(code, path, symbol, PARAM.formatted("value"), PARAM.formatted("result"));
  }

  private static FakeExecutor ready(String language) throws Exception {
    FakeExecutor executor = FakeExecutor.start(directory, commands.get(language));
    JsonReader hello = JsonReader.of(executor.next());
    assertThat(hello.string("t")).isEqualTo("hello");
    assertThat(hello.string("token")).isEqualTo("secret");
    assertThat(hello.string("lang")).isEqualTo(language);
    executor.send(load.get(language));
    assertThat(type(executor.next())).isEqualTo("ready");
    return executor;
  }

  private static String type(Json message) {
    return JsonReader.of(message).string("t");
  }

  private static long id(Json message) {
    return JsonReader.of(message).integer("id");
  }

  private static void expectResult(Json message, int id) {
    JsonReader result = JsonReader.of(message);
    assertThat(result.string("t")).isEqualTo("result");
    assertThat(result.integer("id")).isEqualTo(id);
    assertThat(JsonText.write(result.any("value"))).isEqualTo("{\"result\":\"v" + id + "\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "go"})
  void bytesMayComeOneAtATime(String language) throws Exception {
    try (FakeExecutor executor = ready(language)) {
      ByteBuffer frame = Frames.frame(JsonText.parse(RUN.formatted(1, 1)));
      while (frame.hasRemaining()) {
        executor.write(ByteBuffer.wrap(new byte[] {frame.get()}));
      }
      expectResult(executor.next(), 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "go"})
  void manyFramesInOneWriteAndBatchesAreAnsweredInOrder(String language) throws Exception {
    try (FakeExecutor executor = ready(language)) {
      ByteBuffer all = ByteBuffer.allocate(4096);
      all.put(Frames.frame(JsonText.parse(RUN.formatted(1, 1))));
      all.put(Frames.frame(JsonText.parse("[]")));
      all.put(
          Frames.frame(
              JsonText.parse("[" + RUN.formatted(2, 2) + "," + RUN.formatted(3, 3) + "]")));
      executor.write(all.flip());
      for (int id = 1; id <= 3; id++) {
        expectResult(executor.next(), id);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "go"})
  void unknownMessagesAreIgnoredUnlessTheyMustBeUnderstood(String language) throws Exception {
    try (FakeExecutor executor = ready(language)) {
      executor.send("{\"t\":\"later\",\"x\":1}");
      executor.send("{\"t\":\"cancel\",\"id\":99,\"reason\":\"user\",\"grace_ms\":0}");
      executor.send("{\"t\":\"later\",\"must\":true}");
      assertThat(JsonText.write(executor.next()))
          .isEqualTo("{\"t\":\"unsupported\",\"type\":\"later\"}");
      executor.send("{\"t\":\"ping\",\"seq\":5,\"new\":true}");
      JsonReader pong = JsonReader.of(executor.next());
      assertThat(pong.string("t")).isEqualTo("pong");
      assertThat(pong.integer("seq")).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "go"})
  void aRecallInTheQueueIsAnsweredAtOnceAndSaysThatNothingBegan(String language) throws Exception {
    try (FakeExecutor executor = ready(language)) {
      executor.send(
          "["
              + RUN.formatted(1, 1)
              + ","
              + RUN.formatted(2, 2)
              + ",{\"t\":\"cancel\",\"id\":2,\"reason\":\"recall\",\"grace_ms\":0}]");
      if (language.equals("go")) { // may have begun before it saw the recall
        assertThat(List.of(id(executor.next()), id(executor.next())))
            .containsExactlyInAnyOrder(1L, 2L);
        return;
      }
      JsonReader recalled = JsonReader.of(executor.next());
      assertThat(recalled.integer("id")).isEqualTo(2);
      JsonReader error = JsonReader.of(recalled.any("error"));
      assertThat(error.string("kind")).isEqualTo("cancelled");
      assertThat(error.string("type")).isEqualTo("NotStarted");
      expectResult(executor.next(), 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "go"})
  void aResultOverTheLimitIsAnErrorOfItsTask(String language) throws Exception {
    try (FakeExecutor executor = ready(language)) {
      String quotes = "\\u0001".repeat(155); // the result is a little longer than the run
      executor.send(
          "{\"t\":\"run\",\"id\":1,\"fn\":\"f\",\"args\":{\"value\":\"" + quotes + "\"}}");
      JsonReader result = JsonReader.of(executor.next());
      assertThat(JsonReader.of(result.any("error")).string("kind")).isEqualTo("serialization");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "go"})
  void aFrameOverTheLimitEndsTheWorker(String language) throws Exception {
    try (FakeExecutor executor = ready(language)) {
      executor.write(ByteBuffer.allocate(4).putInt(1001).flip());
      assertThat(executor.exitCode()).isEqualTo(1);
      assertThat(executor.stderr()).contains("frame_too_large: a frame of 1001 bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "go"})
  void textOnTheChannelIsQuoted(String language) throws Exception {
    try (FakeExecutor executor = ready(language)) {
      executor.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)));
      assertThat(executor.exitCode()).isEqualTo(1);
      assertThat(executor.stderr())
          .contains("text was written to the protocol channel")
          .contains("GET / HTTP");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "go"})
  void theEndAtABorderIsCleanAndWithinAFrameIsNot(String language) throws Exception {
    try (FakeExecutor executor = ready(language)) {
      executor.hangUp();
      assertThat(executor.exitCode()).isZero();
    }
    try (FakeExecutor executor = ready(language)) {
      executor.write(ByteBuffer.wrap(new byte[] {0, 0}));
      executor.hangUp();
      assertThat(executor.exitCode()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "go"})
  void drainAnswersWhatIsQueuedAndSaysBye(String language) throws Exception {
    try (FakeExecutor executor = ready(language)) {
      executor.send("[" + RUN.formatted(1, 1) + "," + RUN.formatted(2, 2) + ",{\"t\":\"drain\"}]");
      expectResult(executor.next(), 1);
      expectResult(executor.next(), 2);
      assertThat(type(executor.next())).isEqualTo("bye");
      assertThat(executor.exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "go"})
  void aRefusedWorkerEndsWithTheReason(String language) throws Exception {
    try (FakeExecutor executor = FakeExecutor.start(directory, commands.get(language))) {
      executor.next();
      executor.send("{\"t\":\"bye\",\"reason\":\"version\",\"text\":\"speak up\"}");
      assertThat(executor.exitCode()).isEqualTo(1);
      assertThat(executor.stderr()).contains("the executor refused this worker: speak up");
    }
  }
}
