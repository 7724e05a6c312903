package dev.jobc.compiler.matrix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sound workflow around each construct, with a place where one more key can stand. */
final class Constructs {
  private static final String HEAD =
      """
      jobc: v1
      name: own
      secrets: [token]
      inputs: { n: int, flag: bool, xs: { type: "list<int>", maxItems: 9 }, day: { type: date } }
      tasks:
        load:
          runtime: shell
          inputs: { n: int }
          outputs: { rows: int }
          errors: { Busy: {} }
          exitCodes: { 75: Busy }
          run: ./load.sh
      """;

  /** Forms that mean something here. */
  static final Map<String, List<String>> GOOD =
      Map.ofEntries(
          Map.entry("if", List.of("inputs.flag")),
          Map.entry("forEach", List.of("\"${{ inputs.xs }}\"")),
          Map.entry("matrix", List.of("{ a: [1, 2] }")),
          Map.entry("needs", List.of("[pre]")),
          Map.entry("teardown", List.of("[pre]")),
          Map.entry("with", List.of("{ n: 1 }", "{ n: \"${{ inputs.n }}\" }")),
          Map.entry("catch", List.of("[{ steps: [{ command: echo }] }]")),
          Map.entry("finally", List.of("[{ command: echo }]", "{ command: echo }")),
          Map.entry("compensate", List.of("none", "{ command: echo }")),
          Map.entry("retry", List.of("{ maxAttempts: 3 }", "{ maxAttempts: 3, errors: [Busy] }")),
          Map.entry(
              "timeout",
              List.of("5m", "{ attempt: 30s, total: 5m }", "{ queue: 3s, heartbeat: 1s }")),
          Map.entry("requires", List.of("[load]")),
          Map.entry("concurrency", List.of("{ limit: 2 }", "{ key: a, limit: 2 }")),
          Map.entry("cache", List.of("{ ttl: 1h }")),
          Map.entry("description", List.of()));

  private Constructs() {}

  static Map<String, String> steps() {
    Map<String, String> steps = new LinkedHashMap<>();
    step(steps, "call", "uses: load, with: { n: 1 }");
    step(steps, "mapped call", "uses: load, forEach: \"${{ inputs.xs }}\", with: { n: 1 }");
    step(steps, "matrix", "matrix: { a: [1, 2] }, uses: load, with: { n: 1 }");
    step(steps, "inline", "runtime: shell, run: \"true\", outputs: { a: int }");
    step(steps, "python", "runtime: python, run: outputs.a = 1, outputs: { a: int }");
    step(steps, "command", "command: \"true\"");
    step(steps, "steps", "steps: [{ command: \"true\" }]");
    step(steps, "parallel", "parallel: [{ command: \"true\" }, { command: echo }]");
    step(steps, "graph", "graph: [{ id: x, command: \"true\" }, { command: echo, needs: [x] }]");
    step(steps, "switch", "switch: inputs.flag, cases: { true: [{ command: a }], false: [] }");
    step(steps, "fail", "fail: { error: Broken }");
    step(steps, "return", "return: {}");
    step(steps, "loop", "loop: { maxIterations: 3, steps: [{ command: \"true\" }] }");
    step(steps, "race", "race: [{ id: a1, command: a }, { id: b1, command: b }]");
    step(
        steps,
        "mapReduce",
        "mapReduce: { over: \"${{ inputs.xs }}\", partitions: 2, map: { command: a },"
            + " reduce: { command: b } }");
    step(
        steps,
        "combined",
        "mapReduce: { over: \"${{ inputs.xs }}\", partitions: 2, map: { command: a },"
            + " combine: { command: c }, reduce: { command: b } }");
    step(steps, "spawn", "spawn: { calls: [{ task: load, with: { n: 1 } }], allow: [load] }");
    step(steps, "poll", "poll: { command: a, every: 1m, timeout: 1h }");
    step(steps, "wait", "wait: 10m");
    step(steps, "waitFor", "waitFor: { signal: go }");
    step(steps, "approval", "approval: { prompt: Go on? }");
    step(steps, "workflow", "uses: \"workflow:callee\", with: { n: 1 }");
    steps.put(
        "step of a graph",
        HEAD
            + "steps:\n  - graph: [{ id: pre, command: a, setup: true },"
            + " { id: it, command: b%s }]\n");
    steps.put(
        "step of a parallel",
        HEAD + "steps:\n  - parallel: [{ id: pre, command: a }, { id: it, command: b%s }]\n");
    return steps;
  }

  private static void step(Map<String, String> steps, String name, String keys) {
    String step = "  - { id: it, " + keys.replace("%", "%%") + "%s }\n";
    steps.put(name, HEAD + "steps:\n  - { id: pre, command: \"true\" }\n" + step);
  }

  static Map<String, String> tasks() {
    Map<String, String> tasks = new LinkedHashMap<>();
    task(tasks, "shell", "runtime: shell, run: \"true\"");
    task(tasks, "python", "runtime: python, run: pass");
    task(tasks, "command", "command: \"true\"");
    return tasks;
  }

  private static void task(Map<String, String> tasks, String name, String keys) {
    String task = "  own: { inputs: { n: int }, " + keys + "%s }\n";
    tasks.put(name, HEAD + task + "steps: [{ uses: own, with: { n: 1 } }]\n");
  }

  static Map<String, String> workflow() {
    Map<String, String> all = new LinkedHashMap<>();
    String flow = "{ jobc: v1, name: own, inputs: { n: int, flag: bool, day: date }";
    all.put("workflow", flow + ", steps: [{ id: it, command: \"true\" }]%s }\n");
    return all;
  }
}
