package dev.jobc.protocol;

import dev.jobc.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said over the channel, one JSON object a message, its kind in the member {@code t}. W is
 * the worker, E the executor.
 *
 * <ol>
 *   <li>The first frame is {@link Hello} from W, answered by {@link Welcome} or {@link Bye}.
 *   <li>W says {@link Ready}; only then comes the first {@link Run}.
 *   <li>Every {@link Run} is answered by exactly one {@link Result}, flushed before W starts the
 *       next task, whether or not a {@link Cancel} raced it.
 *   <li>Unknown members are ignored. Messages of an unknown kind are ignored, unless they carry
 *       {@code "must": true}: those are answered by {@link Unsupported}.
 * </ol>
 */
public sealed interface Message {

  /**
   * W: who I am. The first frame.
   *
   * @param min lowest protocol version understood
   * @param max highest protocol version understood
   * @param token the one-time secret from {@code JOBC_TOKEN}
   * @param lang {@code python}, {@code go}, …
   * @param sdk version of the worker's own code
   * @param caps optional abilities
   */
  record Hello(
      int min,
      int max,
      String token,
      long pid,
      String lang,
      String langVersion,
      String sdk,
      List<String> caps)
      implements Message {
    public Hello {
      caps = List.copyOf(caps);
    }
  }

  /**
   * E: the terms of the session.
   *
   * @param maxFrame largest payload in bytes, both ways
   * @param slots tasks W may run at once
   * @param logMode {@code files}: standard output and error are append-only files, and results
   *     carry byte ranges
   * @param code directory of the task code, null when the worker holds it itself
   * @param load functions that runs will name
   * @param graceMs how long a cancelled task may take before W is signalled
   */
  record Welcome(
      int proto,
      String session,
      int maxFrame,
      int slots,
      String logMode,
      @Nullable String code,
      List<FunctionSpec> load,
      long graceMs)
      implements Message {
    public Welcome {
      load = List.copyOf(load);
    }
  }

  /** E: further functions that runs will name. */
  record Load(List<FunctionSpec> load) implements Message {
    public Load {
      load = List.copyOf(load);
    }
  }

  /** W: send me runs. */
  record Ready(int slots, long loadMs, List<String> warnings) implements Message {
    public Ready {
      warnings = List.copyOf(warnings);
    }
  }

  /** W: the code as a whole can't be loaded; W ends after this. */
  record LoadError(String entry, Failure error) implements Message {}

  /**
   * E: run a function.
   *
   * @param id chosen by E, unique in the session
   * @param fn name of a function that was loaded
   * @param args the inputs by name
   * @param env variables of this task alone
   * @param remainingMs time left, 0 for no limit; relative, so that no clocks are compared
   */
  record Run(long id, String fn, Json.Obj args, Map<String, String> env, long remainingMs)
      implements Message {
    public Run {
      env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }
  }

  /** W: how far a task is; also a sign of life. */
  record Progress(
      long id, long seq, @Nullable Double done, @Nullable Double total, @Nullable String msg)
      implements Message {}

  /** E: stop a task. An unknown id is ignored. */
  record Cancel(long id, Reason reason, long graceMs) implements Message {
    /** Why. */
    public enum Reason {
      USER,
      TIMEOUT,
      SHUTDOWN,
      LEASE_LOST,
      LIMIT,
      /**
       * Only if it hasn't begun; then its failure is of type {@link Failure#NOT_STARTED}. A task
       * that runs isn't touched.
       */
      RECALL
    }
  }

  /**
   * W: how a task ended.
   *
   * @param value the outputs by name, null exactly when there is an error
   * @param out range of standard output, null when W can't tell
   * @param err range of standard error
   * @param calls of other tasks that its code has made, in order; none when there is an error
   */
  record Result(
      long id,
      Json.@Nullable Obj value,
      @Nullable Failure error,
      @Nullable Span out,
      @Nullable Span err,
      long wallUs,
      List<Call> calls)
      implements Message {
    public Result {
      calls = List.copyOf(calls);
      if ((value == null) == (error == null)) {
        throw new ProtocolException("result " + id + " has neither or both of value and error");
      }
    }
  }

  /** A call of another task. */
  record Call(String task, Json.Obj with) {}

  record Ping(long seq) implements Message {}

  record Pong(long seq) implements Message {}

  /** E: finish what you have, take nothing more, say bye. */
  record Drain() implements Message {}

  /** Either: the last message. */
  record Bye(String reason, String text) implements Message {}

  /** Either: I was told that I must understand a message, and I don't. */
  record Unsupported(String type) implements Message {}

  /** A message of a kind this version doesn't know, or has no use for. */
  record Unknown(String type, boolean must) implements Message {}

  /** Bytes from {@code start} to before {@code end} of an output file. */
  record Span(long start, long end) {}
}
