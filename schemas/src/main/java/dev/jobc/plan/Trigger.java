package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import dev.jobc.type.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What starts runs by itself.
 *
 * <p>Expressions see the trigger's own values as the run fact {@code trigger}, an object.
 */
public sealed interface Trigger {

  /** Values for the workflow's inputs, evaluated when the trigger fires. */
  Map<String, PlanExpr> inputs();

  /** Where the author wrote it, {@code file:line:column}. */
  String source();

  /** A person, or a call of the API. */
  record Manual(Map<String, PlanExpr> inputs, String source) implements Trigger {
    public Manual {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /**
   * Times of a calendar.
   *
   * @param cron five fields, or six with seconds first; names are resolved
   * @param timezone a name of the tz database
   */
  record Schedule(
      String cron,
      String timezone,
      Recurrence recurrence,
      Map<String, PlanExpr> inputs,
      String source)
      implements Trigger {
    public Schedule {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /**
   * A fixed distance of time.
   *
   * @param every milliseconds, at least 1000
   */
  record Interval(long every, Recurrence recurrence, Map<String, PlanExpr> inputs, String source)
      implements Trigger {
    public Interval {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /**
   * An HTTP request.
   *
   * @param path below the server's webhook address, unique there
   * @param body type of the request's JSON
   * @param secret name of the secret that signs the request, null for none
   */
  record Webhook(
      String path, Type body, @Nullable String secret, Map<String, PlanExpr> inputs, String source)
      implements Trigger {
    public Webhook {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /**
   * A message.
   *
   * @param topic name of the queue or topic
   * @param body type of the message's JSON
   * @param when a bool over the message; null for every message
   */
  record Event(
      String topic, Type body, @Nullable PlanExpr when, Map<String, PlanExpr> inputs, String source)
      implements Trigger {
    public Event {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /**
   * The end of a run of another workflow.
   *
   * @param workflow its name with its namespace
   * @param states how it must have ended, at least one
   */
  record Completion(
      String workflow, List<State> states, Map<String, PlanExpr> inputs, String source)
      implements Trigger {
    public Completion {
      states = List.copyOf(states);
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /** How a run ends. */
    public enum State {
      SUCCEEDED,
      FAILED,
      CANCELLED
    }
  }

  /**
   * Something that is asked again and again until it holds, and then must cease to hold before it
   * fires again.
   *
   * @param that what must hold
   * @param every milliseconds between two questions, at least 1000
   */
  record Condition(Probe that, long every, Map<String, PlanExpr> inputs, String source)
      implements Trigger {
    public Condition {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /** What a condition asks. */
  sealed interface Probe {

    /** An expression that is true. */
    record Holds(PlanExpr that) implements Probe {}

    /**
     * A program that exits with 0.
     *
     * @param task index into {@link Plan#tasks}
     */
    record Program(int task) implements Probe {}
  }

  /**
   * How times become runs.
   *
   * @param catchup which missed times are made up for
   * @param overlap what happens when the run before is still under way
   * @param jitter milliseconds by which a start may be late, at random
   * @param dependsOnPast starts only when the run before succeeded
   * @param waitForDownstream starts only when everything the run before started has ended
   * @param maxActiveRuns 0 for no limit
   * @param start no time before this, RFC 3339; null for no bound
   * @param end no time after this, RFC 3339; null for no bound
   */
  record Recurrence(
      Catchup catchup,
      Overlap overlap,
      long jitter,
      boolean dependsOnPast,
      boolean waitForDownstream,
      int maxActiveRuns,
      @Nullable String start,
      @Nullable String end,
      Semantics semantics) {

    /** Each time once, in order, nothing made up for. */
    public static final Recurrence PLAIN =
        new Recurrence(Catchup.NONE, Overlap.SKIP, 0, false, false, 0, null, null, Semantics.FIRE);

    /** Which of the times that were missed still get a run. */
    public enum Catchup {
      NONE,
      LATEST,
      ALL
    }

    /** What a time does while the run before is under way. */
    public enum Overlap {
      SKIP,
      QUEUE,
      CANCEL_RUNNING,
      ALLOW
    }

    /** What a time means to its run. */
    public enum Semantics {
      /** The run is about the moment. */
      FIRE,
      /** The run is about the interval that ends then. */
      INTERVAL_END
    }
  }
}
