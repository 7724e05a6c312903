package dev.jobc.executor.runner;

import dev.jobc.executor.TaskError;
import dev.jobc.json.Json;
import java.util.List;

/**
 * How an attempt ended.
 *
 * @param outcome what came of it
 * @param output what it wrote, cut to the cap with a visible mark
 */
public record TaskResult(Outcome outcome, Output output) {

  public sealed interface Outcome {
    /**
     * Neither is checked against what is declared yet.
     *
     * @param outputs by name
     * @param calls what its code has called, in order
     */
    record Succeeded(Json.Obj outputs, List<Call> calls) implements Outcome {
      public Succeeded {
        calls = List.copyOf(calls);
      }

      /** A task that calls nothing. */
      public Succeeded(Json.Obj outputs) {
        this(outputs, List.of());
      }
    }

    record Failed(TaskError error) implements Outcome {}

    /** The task itself asked to be skipped. */
    record Skipped() implements Outcome {}
  }

  /** A call of another task. */
  public record Call(String task, Json.Obj with) {}

  /** Standard output and standard error of one attempt, as bytes. */
  public record Output(byte[] stdout, byte[] stderr) {
    public static final Output NONE = new Output(new byte[0], new byte[0]);
  }

  public static TaskResult succeeded(Json.Obj outputs) {
    return new TaskResult(new Outcome.Succeeded(outputs), Output.NONE);
  }

  public static TaskResult failed(TaskError error) {
    return new TaskResult(new Outcome.Failed(error), Output.NONE);
  }
}
