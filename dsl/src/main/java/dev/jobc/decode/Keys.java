package dev.jobc.decode;

/**
 * The keys of a file by the map they may stand in; those of what runs code are {@link CodeKeys},
 * those of other steps {@link ControlKeys}. A table is built when it is first needed. The JSON
 * Schema of a workflow says the same; a test holds the two together.
 */
final class Keys {
  private Keys() {}

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
        CodeKeys.codeWords(
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
            .advises("requires", CodeKeys.REQUIRES)
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
        CodeKeys.codeWords(
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
}
