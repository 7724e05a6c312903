package dev.jobc.protocol;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import org.jspecify.annotations.Nullable;

/** The JSON form of messages. */
public final class MessageCodec {
  private MessageCodec() {}

  /** Writes a message. */
  public static Json.Obj encode(Message message) {
    return switch (message) {
      case Message.Hello m ->
          start("hello")
              .put("min", m.min())
              .put("max", m.max())
              .put("token", m.token())
              .put("pid", m.pid())
              .put("lang", m.lang())
              .put("lang_version", m.langVersion())
              .put("sdk", m.sdk())
              .put("caps", Json.strings(m.caps()))
              .build();
      case Message.Welcome m ->
          start("welcome")
              .put("proto", m.proto())
              .put("session", m.session())
              .put("max_frame", m.maxFrame())
              .put("slots", m.slots())
              .put("codec", "json")
              .put("log_mode", m.logMode())
              .put("code", m.code())
              .put("load", Json.array(m.load().stream().map(FunctionSpec::toJson).toList()))
              .put("grace_ms", m.graceMs())
              .build();
      case Message.Load m ->
          start("load")
              .put("load", Json.array(m.load().stream().map(FunctionSpec::toJson).toList()))
              .build();
      case Message.Ready m ->
          start("ready")
              .put("slots", m.slots())
              .put("load_ms", m.loadMs())
              .put("warnings", Json.strings(m.warnings()))
              .build();
      case Message.LoadError m ->
          start("load_error").put("entry", m.entry()).put("error", m.error().toJson()).build();
      case Message.Run m -> run(m);
      case Message.Progress m ->
          start("progress")
              .put("id", m.id())
              .put("seq", m.seq())
              .put("done", number(m.done()))
              .put("total", number(m.total()))
              .put("msg", m.msg())
              .build();
      case Message.Cancel m ->
          start("cancel")
              .put("id", m.id())
              .put("reason", Words.write(m.reason()))
              .put("grace_ms", m.graceMs())
              .build();
      case Message.Result m -> result(m);
      case Message.Ping m -> start("ping").put("seq", m.seq()).build();
      case Message.Pong m -> start("pong").put("seq", m.seq()).build();
      case Message.Drain m -> start("drain").build();
      case Message.Bye m -> start("bye").put("reason", m.reason()).put("text", m.text()).build();
      case Message.Unsupported m -> start("unsupported").put("type", m.type()).build();
      case Message.Unknown m ->
          start(m.type()).put("must", m.must() ? Json.TRUE : (Json) null).build();
    };
  }

  /**
   * Reads a message.
   *
   * @throws ProtocolException when the object is no message, or a known one of the wrong shape
   */
  public static Message decode(Json value) {
    try {
      JsonReader in = JsonReader.of(value);
      return decode(in, in.string("t"));
    } catch (JsonException | ArithmeticException e) {
      throw new ProtocolException("not a message: " + e.getMessage(), e);
    }
  }

  private static Message decode(JsonReader in, String type) {
    return switch (type) {
      case "hello" ->
          new Message.Hello(
              in.int32("min"),
              in.int32("max"),
              in.string("token"),
              in.integer("pid"),
              in.string("lang"),
              in.string("lang_version"),
              in.string("sdk"),
              in.strings("caps"));
      case "welcome" ->
          new Message.Welcome(
              in.int32("proto"),
              in.string("session"),
              in.int32("max_frame"),
              in.int32("slots"),
              in.string("log_mode"),
              in.stringOrNull("code"),
              in.list("load", FunctionSpec::fromJson),
              in.integer("grace_ms"));
      case "load" -> new Message.Load(in.list("load", FunctionSpec::fromJson));
      case "ready" ->
          new Message.Ready(in.int32("slots"), in.integer("load_ms", 0), in.strings("warnings"));
      case "load_error" ->
          new Message.LoadError(in.string("entry"), Failure.fromJson(in.any("error")));
      case "run" ->
          new Message.Run(
              in.integer("id"),
              in.string("fn"),
              object(in.any("args")),
              in.map("env", MessageCodec::text),
              in.integer("remaining_ms", 0));
      case "progress" ->
          new Message.Progress(
              in.integer("id"),
              in.integer("seq"),
              in.has("done") ? (Double) in.number("done", 0) : null,
              in.has("total") ? (Double) in.number("total", 0) : null,
              in.stringOrNull("msg"));
      case "cancel" ->
          new Message.Cancel(
              in.integer("id"),
              Words.read(Message.Cancel.Reason.class, in.string("reason")),
              in.integer("grace_ms"));
      case "result" ->
          new Message.Result(
              in.integer("id"),
              in.orNull("value", MessageCodec::object),
              in.orNull("error", Failure::fromJson),
              in.orNull("out", MessageCodec::span),
              in.orNull("err", MessageCodec::span),
              in.integer("wall_us", 0),
              in.list("calls", MessageCodec::call));
      case "ping" -> new Message.Ping(in.integer("seq"));
      case "pong" -> new Message.Pong(in.integer("seq"));
      case "drain" -> new Message.Drain();
      case "bye" -> new Message.Bye(in.string("reason"), in.string("text", ""));
      case "unsupported" -> new Message.Unsupported(in.string("type"));
      default -> new Message.Unknown(type, in.bool("must", false));
    };
  }

  private static Json.Obj run(Message.Run m) {
    Json.ObjectBuilder env = Json.object();
    m.env().forEach(env::put);
    return start("run")
        .put("id", m.id())
        .put("fn", m.fn())
        .put("args", m.args())
        .put("env", m.env().isEmpty() ? null : env.build())
        .put("remaining_ms", m.remainingMs() == 0 ? null : (Long) m.remainingMs())
        .build();
  }

  private static Json.Obj result(Message.Result m) {
    return start("result")
        .put("id", m.id())
        .put("ok", m.error() == null)
        .put("value", m.value())
        .put("error", m.error() == null ? null : m.error().toJson())
        .put("out", span(m.out()))
        .put("err", span(m.err()))
        .put("wall_us", m.wallUs())
        .put(
            "calls",
            m.calls().isEmpty()
                ? null
                : Json.array(m.calls().stream().map(MessageCodec::call).toList()))
        .build();
  }

  private static Json call(Message.Call call) {
    return Json.object().put("task", call.task()).put("with", call.with()).build();
  }

  private static Message.Call call(Json value) {
    JsonReader in = JsonReader.of("call", value);
    return new Message.Call(in.string("task"), object(in.any("with")));
  }

  private static Json.ObjectBuilder start(String type) {
    return Json.object().put("t", type);
  }

  private static @Nullable Json number(@Nullable Double value) {
    return value == null ? null : Json.of((double) value);
  }

  private static @Nullable Json span(Message.@Nullable Span span) {
    return span == null
        ? null
        : new Json.Arr(java.util.List.of(Json.of(span.start()), Json.of(span.end())));
  }

  private static Message.Span span(Json value) {
    if (value instanceof Json.Arr(var items)
        && items.size() == 2
        && items.get(0) instanceof Json.Int(long start)
        && items.get(1) instanceof Json.Int(long end)) {
      return new Message.Span(start, end);
    }
    throw new JsonException("a byte range is two integers");
  }

  private static String text(Json value) {
    if (value instanceof Json.Str(String text)) {
      return text;
    }
    throw new JsonException("an environment variable is no string");
  }

  private static Json.Obj object(Json value) {
    if (value instanceof Json.Obj object) {
      return object;
    }
    throw new JsonException("arguments and values are objects");
  }
}
