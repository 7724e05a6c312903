package dev.jobc.protocol;

import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a task failed, as its worker saw it.
 *
 * @param kind what sort of failure
 * @param type name of the exception class or error type
 * @param bases further names it answers to: base classes, wrapped errors, registered sentinels
 * @param trace frames of the author's own code, innermost last
 * @param cause the error behind it, null when there is none
 */
public record Failure(
    Kind kind,
    String type,
    String message,
    List<String> bases,
    List<Frame> trace,
    @Nullable Failure cause) {

  /** The type of a failure of kind {@link Kind#CANCELLED} whose task had not begun. */
  public static final String NOT_STARTED = "NotStarted";

  public enum Kind {
    /** The task's code raised it. */
    USER,
    /** The task ended because it was asked to. */
    CANCELLED,
    /** A value can't be written as JSON. */
    SERIALIZATION,
    /** The outputs don't have the declared shape. */
    TYPE,
    /** The code can't be loaded. */
    LOAD,
    /** The worker's own fault. */
    INTERNAL
  }

  /**
   * A place in the author's code.
   *
   * @param file relative to the code directory
   * @param line 1 for the first
   * @param code text of the line, empty when unknown
   */
  public record Frame(String file, int line, String fn, String code) {}

  public Failure {
    bases = List.copyOf(bases);
    trace = List.copyOf(trace);
  }

  Json toJson() {
    return Json.object()
        .put("kind", Words.write(kind))
        .put("type", type)
        .put("message", message)
        .put("bases", bases.isEmpty() ? null : Json.strings(bases))
        .put(
            "trace",
            trace.isEmpty() ? null : Json.array(trace.stream().map(Failure::frame).toList()))
        .put("cause", cause == null ? null : cause.toJson())
        .build();
  }

  static Failure fromJson(Json value) {
    JsonReader in = JsonReader.of("error", value);
    return new Failure(
        Words.read(Kind.class, in.string("kind")),
        in.string("type"),
        in.string("message"),
        in.strings("bases"),
        in.list("trace", Failure::frame),
        in.orNull("cause", Failure::fromJson));
  }

  private static Json frame(Frame frame) {
    return Json.object()
        .put("file", frame.file())
        .put("line", frame.line())
        .put("fn", frame.fn())
        .put("code", frame.code())
        .build();
  }

  private static Frame frame(Json value) {
    JsonReader in = JsonReader.of("frame", value);
    return new Frame(
        in.string("file"), in.int32("line"), in.string("fn", ""), in.string("code", ""));
  }
}
