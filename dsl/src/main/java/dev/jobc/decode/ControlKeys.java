package dev.jobc.decode;

/** The keys of steps that are no tasks: loops, waits, questions, clauses. */
final class ControlKeys {
  private ControlKeys() {}

  /** {@code loop}. */
  static final class Loop {
    static final KeyTable TABLE =
        KeyTable.of("`loop`", "until", "maxIterations", "delay", "state", "steps")
            .says("until", "condition", "while", "exitWhen")
            .says("maxIterations", "limit", "max", "maxLoops", "checkFrequency")
            .says("delay", "interval", "every", "sleep")
            .says("state", "vars", "variables", "inputs")
            .says("steps", "tasks", "do");
  }

  /** A value that a loop carries, when it is written as a map with {@code initial}. */
  static final class State {
    static final KeyTable TABLE =
        KeyTable.of("a value of `state`", "type", "initial", "next")
            .says("initial", "value", "default", "start")
            .says("next", "set", "update");
  }

  /** {@code mapReduce}. */
  static final class MapReduce {
    static final KeyTable TABLE =
        KeyTable.of("`mapReduce`", "over", "partitions", "map", "combine", "reduce")
            .says("over", "items", "forEach", "input")
            .says("partitions", "shards", "parts", "splits", "maxParallel");
  }

  /** {@code spawn}. */
  static final class Spawn {
    static final KeyTable TABLE =
        KeyTable.of("`spawn`", "calls", "allow", "maxItems")
            .says("calls", "tasks", "items", "dynamicTasks")
            .says("allow", "allowed", "only");
  }

  /** {@code spawn} of a task. */
  static final class TaskSpawn {
    static final KeyTable TABLE =
        KeyTable.of("`spawn` of a task", "allow", "maxItems")
            .says("allow", "allowed", "only", "tasks")
            .advises("calls", "a task makes the calls itself; `calls` belongs to a step");
  }

  /** {@code wait} as a map. */
  static final class Wait {
    static final KeyTable TABLE =
        KeyTable.of("`wait`", "until")
            .advises("for", "a duration stands alone: `wait: 10m`")
            .advises("duration", "a duration stands alone: `wait: 10m`");
  }

  /** {@code waitFor}. */
  static final class WaitFor {
    static final KeyTable TABLE =
        KeyTable.of("`waitFor`", "signal", "type", "timeout", "onTimeout")
            .says("signal", "event", "name")
            .says("type", "schema", "payload");
  }

  /** {@code approval}. */
  static final class Approval {
    static final KeyTable TABLE =
        KeyTable.of("`approval`", "prompt", "form", "timeout", "onTimeout")
            .says("prompt", "message", "title", "question")
            .says("form", "inputs", "fields", "onResume");
  }

  /** A clause of {@code catch}. */
  static final class Catch {
    static final KeyTable TABLE =
        KeyTable.of("a clause of `catch`", "errors", "as", "steps")
            .says("errors", "error", "on", "type", "types", "errorEquals")
            .says("as", "name", "into")
            .says("steps", "do", "tasks", "then", "run")
            .advises("next", "what follows an error stands in the clause's own `steps`")
            .advises("Next", "what follows an error stands in the clause's own `steps`");
  }

  /** {@code fail}. */
  static final class Fail {
    static final KeyTable TABLE =
        KeyTable.of("`fail`", "error", "message")
            .says("error", "name", "type", "code")
            .says("message", "reason", "text", "cause");
  }
}
