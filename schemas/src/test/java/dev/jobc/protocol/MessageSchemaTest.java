package dev.jobc.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.json.JsonText;
import dev.jobc.type.Type;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the records and the JSON Schemas of the protocol together. */
class MessageSchemaTest {
  private static final String FOLDER = "/jobc/schemas/runner-protocol/v1/";

  /** Part of the format, without a use on this side so far. */
  private static final Set<String> RESERVED =
      Set.of("describe", "described", "started", "log", "call", "reply");

  private static final FunctionSpec FUNCTION =
      new FunctionSpec(
          "f#1",
          FunctionSpec.Kind.FUNCTION,
          "a.py",
          "f",
          List.of(new FunctionSpec.Param("x", new Type.ListOf(Type.Simple.INT))),
          List.of(new FunctionSpec.Param("y", Type.Simple.DATE)));

  private static final Failure FAILURE =
      new Failure(
          Failure.Kind.USER,
          "KeyError",
          "'a'",
          List.of("LookupError"),
          List.of(new Failure.Frame("a.py", 3, "f", "x['a']")),
          new Failure(Failure.Kind.USER, "ValueError", "v", List.of(), List.of(), null));

  /** Every message with every member filled. */
  static Stream<Message> messages() {
    return Stream.of(
        new Message.Hello(1, 1, "t", 7, "python", "3.11.7", "0.1.0", List.of("async")),
        new Message.Welcome(1, "s", 1 << 24, 1, "files", "/code", List.of(FUNCTION), 10_000),
        new Message.Load(List.of(FUNCTION)),
        new Message.Ready(1, 12, List.of("careful")),
        new Message.LoadError("a.py", FAILURE),
        new Message.Run(
            3, "f#1", Json.object().put("x", 1L).build(), Map.of("JOBC_STEP", "s"), 1000),
        new Message.Progress(3, 1, 0.5, 2.0, "half"),
        new Message.Cancel(3, Message.Cancel.Reason.LEASE_LOST, 500),
        new Message.Result(
            3,
            Json.object().put("y", "2026-11-22").build(),
            null,
            new Message.Span(0, 5),
            new Message.Span(2, 2),
            40,
            List.of(new Message.Call("walk", Json.object().put("folder", "/srv").build()))),
        new Message.Result(4, null, FAILURE, null, null, 40, List.of()),
        new Message.Ping(1),
        new Message.Pong(1),
        new Message.Drain(),
        new Message.Bye("drained", "done"),
        new Message.Unsupported("later"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageSurvivesItsJsonFormAndFitsItsSchema(Message message) {
    Json.Obj json = MessageCodec.encode(message);
    assertThat(MessageCodec.decode(JsonText.parse(JsonText.write(json)))).isEqualTo(message);
    String type = JsonReader.of(json).string("t");
    assertThat(schema(type).validate(JsonText.write(json), InputFormat.JSON)).isEmpty();
  }

  @Test
  void theRecordsHaveTheSchemasMembersAndNoOthers() {
    Map<String, Set<String>> written =
        messages()
            .map(MessageCodec::encode)
            .collect(
                Collectors.toMap(
                    json -> JsonReader.of(json).string("t"),
                    json -> new TreeSet<>(json.members().keySet()),
                    (a, b) -> {
                      a.addAll(b);
                      return a;
                    }));
    written.forEach(
        (type, members) -> {
          JsonReader schema = JsonReader.of(JsonText.parse(text(type)));
          Set<String> declared =
              new TreeSet<>(JsonReader.of(schema.any("properties")).object().members().keySet());
          declared.remove("must");
          assertThat(members).as(type).isEqualTo(declared);
        });
  }

  @Test
  void everySchemaHasARecordOrIsReserved() throws Exception {
    Path folder = Path.of(MessageSchemaTest.class.getResource(FOLDER).toURI());
    Set<String> types =
        messages()
            .map(message -> JsonReader.of(MessageCodec.encode(message)).string("t"))
            .collect(Collectors.toCollection(TreeSet::new));
    types.addAll(RESERVED);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(types);
    }
  }

  @Test
  void whatIsUnknownIsIgnoredUnlessItMustBeUnderstood() {
    assertThat(MessageCodec.decode(JsonText.parse("{\"t\":\"ping\",\"seq\":1,\"more\":[]}")))
        .isEqualTo(new Message.Ping(1));
    assertThat(MessageCodec.decode(JsonText.parse("{\"t\":\"later\",\"must\":true}")))
        .isEqualTo(new Message.Unknown("later", true));
  }

  @Test
  void malformedMessagesAreRefused() {
    for (String text :
        List.of(
            "{}",
            "[]",
            "{\"t\":1}",
            "{\"t\":\"ping\"}",
            "{\"t\":\"result\",\"id\":1}",
            "{\"t\":\"result\",\"id\":1,\"value\":{},\"out\":[1]}",
            "{\"t\":\"cancel\",\"id\":1,\"reason\":\"whim\",\"grace_ms\":0}")) {
      assertThatThrownBy(() -> MessageCodec.decode(JsonText.parse(text)))
          .as(text)
          .isInstanceOf(ProtocolException.class);
    }
  }

  private static Schema schema(String type) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(text(type), InputFormat.JSON);
  }

  private static String text(String type) {
    try (InputStream in = MessageSchemaTest.class.getResourceAsStream(FOLDER + type + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
