package dev.jobc.decode;

/** The keys of what runs code, whatever holds it, and of how it is run. */
final class CodeKeys {
  private static final String SPAWN =
      "`spawn` belongs to a task under `tasks`, or to a step of its own";

  /** What to say where nobody else is waited for. */
  static final String REQUIRES =
      "`requires` belongs to a task under `tasks` or to the workflow; steps wait with `needs`";

  private CodeKeys() {}

  private static KeyTable policyWords(KeyTable table) {
    return table
        .says(
            "retry",
            "retries",
            "attempts",
            "maxAttempts",
            "retryStrategy",
            "retryPolicy",
            "retry_policy",
            "retry_delay")
        .says(
            "timeout",
            "timeout-minutes",
            "timeoutMinutes",
            "timeout_minutes",
            "timeoutSeconds",
            "activeDeadlineSeconds",
            "execution_timeout",
            "deadline")
        .says("queue", "taskQueue", "task_queue", "workerGroup", "worker_group")
        .says("priority", "priority_weight", "priorityClassName");
  }

  /** Words for the keys of everything that runs code. */
  static KeyTable codeWords(KeyTable table) {
    return PolicyKeys.words(policyWords(table))
        .knows(PolicyKeys.CODE)
        .knows(PolicyKeys.DEFAULTS)
        .knows(PolicyKeys.TASK)
        .says("run", "script", "bash", "bash_command", "commands", "cmd", "inline", "code")
        .says("runtime", "runner", "language", "lang", "interpreter", "type", "kind")
        .says("env", "environment", "envs", "variables", "vars", "env_vars")
        .says("outputs", "output", "returns", "result", "results")
        .says("stdin", "input_data")
        .says("args", "argv")
        .says("exitCodes", "exit_code", "skip_on_exit_code")
        .advises(
            "image",
            "tasks run as processes, not in containers: choose a `runtime`, or run a program with"
                + " `command`")
        .advises(
            "container",
            "tasks run as processes, not in containers: choose a `runtime`, or run a program with"
                + " `command`");
  }

  /** {@code retry}. */
  static final class Retry {
    static final KeyTable TABLE =
        KeyTable.of(
                "`retry`",
                "maxAttempts",
                "backoff",
                "initial",
                "factor",
                "maxInterval",
                "jitter",
                "maxElapsed",
                "errors",
                "except")
            .says("maxAttempts", "limit", "retries", "attempts", "max", "count", "maxAttempt")
            .says("initial", "delay", "interval", "initialInterval", "retry_delay", "duration")
            .says("factor", "multiplier", "backoffCoefficient", "delayFactor", "exponent")
            .says("maxInterval", "maxDelay", "maxDuration", "maximumInterval", "max_retry_delay")
            .says("maxElapsed", "total", "maxTime", "timeout")
            .says("backoff", "strategy", "policy", "type", "retry_exponential_backoff")
            .says("errors", "on", "only", "retryOn", "retryPolicy")
            .says("except", "nonRetryableErrors", "nonRetryableErrorTypes", "ignore")
            .advises("exponential", "write `backoff: exponential`");
  }

  /** {@code timeout} as a map. */
  static final class Timeout {
    static final KeyTable TABLE =
        KeyTable.of("`timeout`", "attempt", "total", "queue", "heartbeat")
            .says("attempt", "run", "execution", "startToClose", "task")
            .says("total", "scheduleToClose", "overall")
            .says("queue", "scheduleToStart");
  }

  /** A task inside a control step. */
  static final class Part {
    private static final String[] TASK = {
      "uses",
      "with",
      "runtime",
      "run",
      "file",
      "package",
      "command",
      "args",
      "stdin",
      "env",
      "capture",
      "exitCodes",
      "shell",
      "outputs",
      "errors"
    };

    static final KeyTable TABLE =
        codeWords(KeyTable.of("a task", TASK))
            .advises("spawn", SPAWN)
            .advises("requires", REQUIRES);
  }

  /** {@code poll}: a task, and how often it asks. */
  static final class Poll {
    static final KeyTable TABLE =
        codeWords(KeyTable.of("`poll`", Part.TASK).knows("every", "until"))
            .advises("spawn", SPAWN)
            .advises("requires", REQUIRES)
            .says("every", "interval", "poke_interval", "delay", "checkInterval")
            .says("until", "condition", "while");
  }

  /** {@code capture}. */
  static final class Capture {
    static final KeyTable TABLE =
        KeyTable.of("`capture`", "stdout", "as")
            .says("as", "name", "output", "to", "into")
            .says("stdout", "format", "mode")
            .advises("stderr", "only standard output can be captured; standard error is logged");
  }
}
