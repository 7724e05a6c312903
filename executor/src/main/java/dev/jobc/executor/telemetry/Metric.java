package dev.jobc.executor.telemetry;

import java.util.List;

/**
 * Every metric that the engine gives. Attributes take few values: names that authors and operators
 * have chosen, never ids of runs, values or messages.
 */
public enum Metric {
  TASKS_SELECTED(
      "jobc.tasks.selected",
      Kind.COUNTER,
      "{task}",
      "Attempts whose task a worker has begun to start",
      Attribute.OF_TASK),
  TASKS_PROCESSED(
      "jobc.tasks.processed",
      Kind.COUNTER,
      "{task}",
      "Tasks that have ended, by how they ended",
      Attribute.OF_END),
  TASKS_RETRIED(
      "jobc.tasks.retried",
      Kind.COUNTER,
      "{task}",
      "Attempts that failed, or were lost with their worker, and are followed by another",
      Attribute.OF_END),
  TASKS_DEAD_LETTERED(
      "jobc.tasks.dead_lettered",
      Kind.COUNTER,
      "{task}",
      "Tasks that failed for good and are kept as dead letters",
      Attribute.OF_TASK),
  CANCELLATIONS_REQUESTED(
      "jobc.cancellations.requested",
      Kind.COUNTER,
      "{cancellation}",
      "Cancellations of runs under way, and of steps of them, that were asked for",
      List.of()),
  EXECUTION_TIME(
      "jobc.task.execution_time",
      Kind.HISTOGRAM,
      "s",
      "From the start of the task's code to its end, by attempt",
      Attribute.OF_END),
  END_TO_END_LATENCY(
      "jobc.task.end_to_end_latency",
      Kind.HISTOGRAM,
      "s",
      "From when a task could first start to its end, all its attempts and waits together",
      Attribute.OF_END),
  TIME_IN_QUEUE(
      "jobc.task.time_in_queue",
      Kind.HISTOGRAM,
      "s",
      "From when an attempt could start to when a worker took it",
      Attribute.OF_TASK),
  QUEUE_DEPTH(
      "jobc.queue.depth",
      Kind.GAUGE,
      "{task}",
      "What waits in a queue, and for what",
      List.of(Attribute.QUEUE, Attribute.QUEUE_STATE)),
  QUEUE_OLDEST_AGE(
      "jobc.queue.oldest_age",
      Kind.GAUGE,
      "s",
      "How long the oldest of what waits for a worker has done so",
      List.of(Attribute.QUEUE)),
  WORKER_SLOTS(
      "jobc.worker.slots",
      Kind.GAUGE,
      "{slot}",
      "Tasks that the workers of this process may run at once",
      List.of(Attribute.ROLE)),
  WORKER_SLOTS_USED(
      "jobc.worker.slots_used",
      Kind.GAUGE,
      "{slot}",
      "Tasks that they run",
      List.of(Attribute.ROLE)),
  CLAIM_DURATION(
      "jobc.claim.duration",
      Kind.HISTOGRAM,
      "s",
      "How long it took to take work off the job table",
      List.of(Attribute.ROLE)),
  CLAIM_SIZE(
      "jobc.claim.size",
      Kind.SIZES,
      "{task}",
      "How much was taken at once; 0 when there was nothing",
      List.of(Attribute.ROLE)),
  FLUSH_DURATION(
      "jobc.flush.duration",
      Kind.HISTOGRAM,
      "s",
      "How long it took to record outcomes, to the commit",
      List.of(Attribute.ROLE)),
  FLUSH_SIZE(
      "jobc.flush.size",
      Kind.SIZES,
      "{task}",
      "How many outcomes were recorded in one transaction",
      List.of(Attribute.ROLE)),
  SESSIONS_LOST(
      "jobc.sessions.lost",
      Kind.COUNTER,
      "{session}",
      "Sessions of workers of this process that others have declared lost",
      List.of(Attribute.ROLE)),
  ATTEMPTS_REFUSED(
      "jobc.attempts.refused",
      Kind.COUNTER,
      "{attempt}",
      "Results that came too late and changed nothing",
      List.of(Attribute.ROLE));

  /** What is done with its values. */
  public enum Kind {
    COUNTER,
    GAUGE,
    /** Of seconds, in buckets from 1 ms to 6 h. */
    HISTOGRAM,
    /** Of numbers of things. */
    SIZES
  }

  /** What tells values of a metric apart. */
  public enum Attribute {
    WORKFLOW("jobc.workflow"),
    VERSION("jobc.workflow.version"),
    TASK("jobc.task"),
    QUEUE("jobc.queue"),
    ROLE("jobc.role"),
    STATUS("jobc.status"),
    QUEUE_STATE("jobc.queue.state");

    /** Of every count of tasks. */
    static final List<Attribute> OF_TASK = List.of(WORKFLOW, VERSION, TASK, QUEUE, ROLE);

    static final List<Attribute> OF_END = List.of(WORKFLOW, VERSION, TASK, QUEUE, ROLE, STATUS);

    private final String key;

    Attribute(String key) {
      this.key = key;
    }

    public String key() {
      return key;
    }
  }

  private final String id;
  private final Kind kind;
  private final String unit;
  private final String description;
  private final List<Attribute> attributes;

  Metric(String id, Kind kind, String unit, String description, List<Attribute> attributes) {
    this.id = id;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
    this.attributes = attributes;
  }

  /** Its name for the world. */
  public String id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  /** In the notation of UCUM. */
  public String unit() {
    return unit;
  }

  public String description() {
    return description;
  }

  public List<Attribute> attributes() {
    return attributes;
  }
}
