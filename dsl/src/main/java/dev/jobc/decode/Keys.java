package dev.jobc.decode;

/**
 * Every key of the language by the map it may stand in. A table is built when it is first needed.
 * The JSON Schema of a workflow says the same; a test holds the two together.
 */
final class Keys {
  private Keys() {}

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

  private static KeyTable codeWords(KeyTable table) {
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

  private static final String OF_SCHEDULE =
      "it belongs to a trigger: `triggers: { schedule: { cron: \"0 2 * * *\", … } }`, whose keys"
          + " are `start`, `timezone`, `catchup`";
  private static final String CHOICE =
      "each step has its own `if`; several ways are a `switch` with `cases` and `default`";
  private static final String OPERATOR =
      "say what runs: `command` for a program, `runtime` and `run` for a script, `uses` for a task";
  private static final String PAST =
      "it belongs to a trigger: `triggers: { schedule: { cron: …, dependsOnPast: true } }`";
  private static final String SENSOR = "a step that asks again is `poll: { uses: …, every: 30s }`";
  private static final String MISSING = "a type whose value may be missing ends in `?`: `string?`";
  private static final String SPAWN =
      "`spawn` belongs to a task under `tasks`, or to a step of its own";
  private static final String REQUIRES =
      "`requires` belongs to a task under `tasks` or to the workflow; steps wait with `needs`";

  /** The file itself. */
  static final class Workflow {
    static final KeyTable TABLE =
        KeyTable.of(
                "a workflow",
                "jobc",
                "name",
                "namespace",
                "description",
                "labels",
                "types",
                "inputs",
                "tasks",
                "steps",
                "catch",
                "finally",
                "resultFrom",
                "outputs",
                "requires")
            .knows(PolicyKeys.DEFAULTS)
            .knows("owner")
            .knows(RunDecoder.KEYS.toArray(String[]::new))
            .advises("pool", "`pool` belongs to the tasks that take its slots")
            .advises("cache", "`cache` belongs to the tasks whose results are reused")
            .says("triggers", "on", "trigger", "schedule", "schedules", "cron", "schedule_interval")
            .says(
                "steps", "jobs", "stages", "step", "dag", "nodes", "states", "States", "entrypoint")
            .says("name", "id", "workflow", "dag_id", "title")
            .says("inputs", "params", "parameters", "arguments", "input")
            .says("vars", "variables", "constants", "locals")
            .says("secrets", "secretRefs", "credentials")
            .says("timeout", "dagrun_timeout", "activeDeadlineSeconds", "timeout-minutes")
            .says("concurrency", "parallelism")
            .advises(
                "max_active_runs",
                "it belongs to a trigger: `triggers: { schedule: { cron: …, maxActiveRuns: 1 } }`;"
                    + " for every run of the workflow it is `concurrency`")
            .says("tasks", "templates", "functions", "definitions")
            .says("jobc", "version", "apiVersion", "dialect")
            .says("outputs", "output", "returns", "result")
            .says("labels", "tags", "metadata")
            .says("catch", "errors", "onFailure", "on_failure_callback")
            .says("finally", "onExit", "afterExecution", "always")
            .advises("saga", "put it on a block: `steps: [{ saga: true, steps: [...] }]`")
            .advises("env", "set `env` on the steps that need it")
            .advises("start_date", OF_SCHEDULE)
            .advises("startDate", OF_SCHEDULE)
            .advises("catchup", OF_SCHEDULE)
            .advises("timezone", OF_SCHEDULE)
            .advises(
                "default_args", "say it on each task; placement, such as `queue`, may stand here")
            .advises("defaults", "say it on each task; placement, such as `queue`, may stand here")
            .advises(
                "pluginDefaults", "say it on each task; placement, such as `queue`, may stand here")
            .advises("permissions", "a workflow grants no rights; name what it uses in `secrets`")
            .advises("StartAt", "steps run in the order they are written: leave the line out")
            .advises("kind", "a file is a workflow when it has `steps`; leave the line out")
            .advises("spec", "its keys stand at the outermost level, beside `jobc` and `name`")
            .advises("parallel", "put it into a step: `steps: [{ parallel: [...] }]`")
            .advises("graph", "put it into a step: `steps: [{ graph: [...] }]`");
  }

  /** A step. */
  static final class Step {
    static final KeyTable TABLE =
        codeWords(
                KeyTable.of(
                    "a step",
                    "id",
                    "description",
                    "needs",
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
                    "errors",
                    "steps",
                    "parallel",
                    "graph",
                    "switch",
                    "cases",
                    "default",
                    "fail",
                    "return",
                    "catch",
                    "finally",
                    "saga",
                    "compensate",
                    "setup",
                    "teardown",
                    "resultFrom",
                    "if",
                    "triggerRule",
                    "continueOnError",
                    "forEach",
                    "as",
                    "maxParallel",
                    "maxItems",
                    "key",
                    "batch",
                    "failFast",
                    "matrix",
                    "include",
                    "exclude",
                    "loop",
                    "race",
                    "mapReduce",
                    "spawn",
                    "poll",
                    "wait",
                    "waitFor",
                    "approval"))
            .advises("requires", REQUIRES)
            .says(
                "needs",
                "depends_on",
                "dependsOn",
                "depends-on",
                "depends",
                "dependencies",
                "after",
                "upstream",
                "requires_steps")
            .says("id", "name", "task_id", "step")
            .says("uses", "task", "call", "template", "templateRef", "taskRef", "ref", "action")
            .says("with", "params", "parameters", "arguments", "inputs", "input", "op_kwargs")
            .says(
                "forEach",
                "withItems",
                "withParam",
                "withSequence",
                "with_items",
                "items",
                "each",
                "for",
                "map",
                "expand",
                "over")
            .says("as", "item", "itemName", "iterator", "loop_var")
            .says(
                "maxParallel",
                "parallelism",
                "concurrencyLimit",
                "concurrent",
                "max_active_tis_per_dag")
            .says("if", "when", "condition", "runIf", "run_if")
            .says("continueOnError", "ignoreErrors", "allowFailure", "allow_failure")
            .says("triggerRule", "join", "joinRule")
            .says("parallel", "branches")
            .says("steps", "tasks", "jobs", "children", "block", "do")
            .says("graph", "dag")
            .says("matrix", "strategy")
            .says("failFast", "fail-fast", "fail_fast", "stopOnError")
            .says("batch", "batchSize", "batch_size", "chunk", "chunkSize")
            .says("catch", "onFailure", "on_failure", "onError", "rescue")
            .says("file", "module", "source", "path", "python_callable")
            .says("wait", "sleep", "pause", "suspend")
            .advises("then", CHOICE)
            .advises("else", CHOICE)
            .advises("branch", CHOICE)
            .advises("choice", CHOICE)
            .advises("Type", OPERATOR)
            .advises("operator", OPERATOR)
            .advises("depends_on_past", PAST)
            .advises("poke_interval", SENSOR)
            .advises("pokeInterval", SENSOR)
            .advises("mode", "a `poll` never holds a worker between two questions")
            .advises("subflow", "call a workflow with `uses: workflow:namespace/name` and `with`")
            .advises("hooks", "what follows an end goes into `catch` or `finally` of a block")
            .advises(
                "outputFiles", "declare an output of the type `file`: `outputs: { report: file }`");
  }

  /** A task under {@code tasks}. */
  static final class Task {
    static final KeyTable TABLE =
        codeWords(
                KeyTable.of(
                    "a task",
                    "description",
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
                    "inputs",
                    "outputs",
                    "errors",
                    "spawn",
                    "requires"))
            .says("inputs", "params", "parameters", "arguments", "input", "with")
            .says("file", "module", "source", "path")
            .says("file", "python_callable")
            .advises("trigger_rule", "`triggerRule` belongs to a step of a `graph`")
            .advises("triggerRule", "`triggerRule` belongs to a step of a `graph`")
            .advises("name", "a task's name is the key in front of it")
            .advises("id", "a task's name is the key in front of it")
            .advises("uses", "`uses` belongs to a step; a task holds code")
            .advises("needs", "`needs` belongs to a step of a `graph`")
            .advises("forEach", "`forEach` belongs to the step that calls the task")
            .advises("steps", "steps belong to a workflow; a task holds code");
  }

  /** An input that is written as a map with {@code type}. */
  static final class Input {
    static final KeyTable TABLE =
        KeyTable.of(
                "an input",
                "type",
                "default",
                "description",
                "pattern",
                "min",
                "max",
                "minItems",
                "maxItems",
                "examples")
            .says("pattern", "regex", "validator", "format")
            .says("min", "minimum", "ge")
            .says("max", "maximum", "le")
            .says("default", "value", "defaults", "prefill")
            .says("description", "displayName", "title", "doc")
            .says("type", "kind", "schema")
            .advises(
                "required",
                "an input is required unless it has a `default` or its type ends in `?`")
            .advises("optional", MISSING)
            .advises("nullable", MISSING)
            .advises("properties", "write the fields as the type: `type: { a: int, b: string }`")
            .advises("fields", "write the fields as the type: `type: { a: int, b: string }`")
            .advises("items", "write the element as the type: `type: list<string>`")
            .advises("enum", "write the values as the type: `type: { enum: [a, b] }`")
            .advises("values", "write the values as the type: `type: { enum: [a, b] }`")
            .advises("options", "write the values as the type: `type: { enum: [a, b] }`");
  }

  /** An output of a task that is written as a map with {@code type}. */
  static final class Output {
    static final KeyTable TABLE =
        KeyTable.of("an output", "type", "description")
            .says("description", "displayName", "title", "doc")
            .says("type", "kind", "schema")
            .advises(
                "value", "the task gives the value; only a workflow's outputs are expressions");
  }

  /** A declared error. */
  static final class Error {
    static final KeyTable TABLE = KeyTable.of("an error", "description");
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

  /** {@code capture}. */
  static final class Capture {
    static final KeyTable TABLE =
        KeyTable.of("`capture`", "stdout", "as")
            .says("as", "name", "output", "to", "into")
            .says("stdout", "format", "mode")
            .advises("stderr", "only standard output can be captured; standard error is logged");
  }
}
