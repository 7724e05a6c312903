package dev.jobc.reference;

import dev.jobc.json.Json;
import java.util.List;

/**
 * What the world answers. Times are milliseconds.
 *
 * @param took from the start of the attempt to its end
 * @param queued before the attempt began
 * @param silence the longest time without a sign of life
 */
public record Reply(Outcome outcome, long took, long queued, long silence) {

  /** How it ends. */
  public sealed interface Outcome {}

  /**
   * Well.
   *
   * @param outputs those left out are missing
   * @param calls what its code has called, in order
   */
  public record Success(Json.Obj outputs, List<Call> calls) implements Outcome {
    public Success {
      calls = List.copyOf(calls);
    }

    /** Without calls. */
    public Success(Json.Obj outputs) {
      this(outputs, List.of());
    }
  }

  /** A call of another task. */
  public record Call(String task, Json.Obj with) {}

  /** With an error. */
  public record Failure(String name, String message) implements Outcome {}

  /** It asks to be skipped. */
  public record Skip() implements Outcome {}

  /** Its worker dies. */
  public record Lost() implements Outcome {}

  /** It does not end by itself. */
  public record Never() implements Outcome {}

  /** Without waiting and without silence. */
  public static Reply of(Outcome outcome, long took) {
    return new Reply(outcome, took, 0, 0);
  }
}
