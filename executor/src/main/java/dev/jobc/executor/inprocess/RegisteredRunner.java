package dev.jobc.executor.inprocess;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Runs functions that were registered under the names of tasks, each attempt on a virtual thread.
 * Serves the runtime {@value #RUNTIME}. A cancel interrupts the thread.
 */
public final class RegisteredRunner implements TaskRunner {
  /** The runtime that plans name. */
  public static final String RUNTIME = "inprocess";

  private final Map<String, Function> functions;
  private final Map<Long, Attempt> attempts = new ConcurrentHashMap<>();

  /** A task. */
  @FunctionalInterface
  public interface Function {
    /**
     * Does the work.
     *
     * @return outputs by name
     * @throws TaskFailure to fail under a name of one's choice
     * @throws Exception to fail under the name of its class
     */
    Json.Obj run(TaskCall call) throws Exception;
  }

  /** A failure with a declared name. */
  public static final class TaskFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final String name;

    public TaskFailure(String name, String message) {
      super(message);
      this.name = name;
    }
  }

  /** The task asks to be skipped. */
  public static final class Skip extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** One attempt and the thread it runs on. */
  private record Attempt(Thread thread, AtomicLong signs, List<TaskResult.Call> calls) {}

  public RegisteredRunner(Map<String, Function> functions) {
    this.functions = Map.copyOf(functions);
  }

  @Override
  public boolean serves(String runtime) {
    return runtime.equals(RUNTIME);
  }

  @Override
  public void run(TaskCall call, Runnable onStart, Consumer<TaskResult> onResult) {
    Function function = functions.get(call.spec().name());
    if (function == null) {
      String message = "no function is registered for the task `" + call.spec().name() + "`";
      onResult.accept(TaskResult.failed(new TaskError(TaskError.LOAD_ERROR, message)));
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  onStart.run();
                  TaskResult result = attempt(function, call);
                  Attempt ended = attempts.remove(call.id());
                  onResult.accept(ended == null ? result : with(result, ended.calls()));
                });
    List<TaskResult.Call> calls = new CopyOnWriteArrayList<>();
    attempts.put(call.id(), new Attempt(thread, new AtomicLong(), calls));
    thread.start();
  }

  private static TaskResult with(TaskResult result, List<TaskResult.Call> calls) {
    return result.outcome() instanceof TaskResult.Outcome.Succeeded succeeded
        ? new TaskResult(
            new TaskResult.Outcome.Succeeded(succeeded.outputs(), calls), result.output())
        : result;
  }

  private static TaskResult attempt(Function function, TaskCall call) {
    try {
      return TaskResult.succeeded(function.run(call));
    } catch (TaskFailure e) {
      return TaskResult.failed(new TaskError(e.name, message(e)));
    } catch (Skip e) {
      return new TaskResult(new TaskResult.Outcome.Skipped(), TaskResult.Output.NONE);
    } catch (InterruptedException e) {
      return TaskResult.failed(new TaskError(TaskError.CANCELLED, "interrupted"));
    } catch (Exception e) {
      return TaskResult.failed(new TaskError(e.getClass().getSimpleName(), message(e)));
    } catch (StackOverflowError | AssertionError e) {
      return TaskResult.failed(new TaskError(TaskError.UNEXPECTED, e.toString()));
    }
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** A sign of life of a function that takes long; see {@code timeout: heartbeat}. */
  public void heartbeat(TaskCall call) {
    Attempt attempt = attempts.get(call.id());
    if (attempt != null) {
      attempt.signs().incrementAndGet();
    }
  }

  /**
   * Calls a task that {@code spawn} of the function's own task allows. The call is made when the
   * function succeeds; its step ends when all that it has called has ended.
   */
  public void spawn(TaskCall call, String task, Json.Obj with) {
    Attempt attempt = attempts.get(call.id());
    if (attempt != null) {
      attempt.calls().add(new TaskResult.Call(task, with));
    }
  }

  @Override
  public long signs(long callId) {
    Attempt attempt = attempts.get(callId);
    return attempt == null ? 0 : attempt.signs().get();
  }

  @Override
  public void cancel(long callId, CancelReason reason, Duration grace) {
    Attempt attempt = attempts.get(callId);
    if (attempt != null) {
      attempt.thread().interrupt();
    }
  }

  @Override
  public void close() {
    attempts.values().forEach(attempt -> attempt.thread().interrupt());
  }
}
