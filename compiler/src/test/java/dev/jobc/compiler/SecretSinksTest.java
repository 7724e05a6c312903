package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every place that an expression can flow into, and every way in which a secret can come there: of
 * {@code secrets}, of an input, out of a list or a record, as a part of a longer text. What is
 * shown, stored or decided by takes none of them; tasks and environments do.
 */
class SecretSinksTest {
  private static final Set<DiagnosticCode> REFUSALS =
      EnumSet.of(DiagnosticCode.SECRET_FLOWS, DiagnosticCode.NOT_CACHEABLE);

  /** Expressions of the type {@code secret}. */
  private static final List<String> SOURCES =
      List.of(
          "secrets.key",
          "inputs.password",
          "inputs.tokens[0]",
          "inputs.login.pass",
          "inputs.spare ?? inputs.password",
          "'x' + inputs.password",
          "inputs.password.upper()",
          "(true ? inputs.password : 'x')",
          "[inputs.password].map(p, p + 'x')[0]",
          "{'a': inputs.password}.a");

  private static final String HEAD =
      """
      jobc: v1
      name: sinks
      secrets: [key]
      inputs:
        password: secret
        tokens: list<secret>
        spare: secret?
        login: { user: string, pass: secret }
        n: int
      """;

  private static final String TASKS =
      """
      tasks:
        open: { runtime: python, inputs: { text: string? }, outputs: { done: bool }, run: pass }
        closed: { runtime: python, inputs: { p: secret }, run: pass }
        many: { runtime: python, inputs: { p: list<secret> }, run: pass }
      """;

  private static final Map<String, String> STEPS = new LinkedHashMap<>();
  private static final Map<String, String> RUNS = new LinkedHashMap<>();
  private static final Map<String, String> SAFE = new LinkedHashMap<>();

  static {
    STEPS.put("input of a task", "- { uses: open, with: { text: \"${{ @ }}\" } }");
    STEPS.put("argument", "- { command: echo, args: [\"a ${{ @ }}\"] }");
    STEPS.put("stdin", "- { command: cat, stdin: \"${{ @ }}\" }");
    STEPS.put("if", "- { command: echo, if: \"@ == 'x'\" }");
    STEPS.put("switch", "- { switch: \"@ == 'x'\", cases: { true: [] }, default: [] }");
    STEPS.put("fail.message", "- { fail: { error: Bad, message: \"no ${{ @ }}\" } }");
    STEPS.put("concurrency.key", "- { command: echo, concurrency: { key: \"${{ @ }}\" } }");
    STEPS.put(
        "rateLimit.key",
        "- { command: echo, rateLimit: { limit: 1, per: 1m, key: \"${{ @ }}\" } }");
    STEPS.put(
        "rateLimit.limit",
        "- { command: echo, rateLimit: { limit: \"${{ size(@) }}\", per: 1m } }");
    STEPS.put(
        "queue.key", "- { command: echo, queue: { of: [a, b], by: hash, key: \"${{ @ }}\" } }");
    STEPS.put("idempotencyKey", "- { uses: open, idempotencyKey: \"${{ @ }}\" }");
    STEPS.put("workingDirectory", "- { command: echo, workingDirectory: \"/tmp/${{ @ }}\" }");
    STEPS.put("cache.key", "- { uses: open, cache: { ttl: 1h, key: \"${{ @ }}\" } }");
    STEPS.put("cache", "- { uses: closed, with: { p: \"${{ @ }}\" }, cache: { ttl: 1h } }");
    STEPS.put(
        "cache of an inline task",
        "- { runtime: shell, env: { A: \"${{ @ }}\" }, run: ls, cache: { ttl: 1h } }");
    STEPS.put("checks.that", "- { command: echo, checks: [{ that: \"@ == 'x'\", message: m }] }");
    STEPS.put(
        "checks.message",
        "- { command: echo, checks: [{ that: inputs.n > 3, message: \"${{ @ }}\" }] }");
    STEPS.put(
        "checks.args",
        "- { command: echo, checks: [{ command: ls, args: [\"${{ @ }}\"], message: m }] }");
    STEPS.put("forEach", "- { forEach: \"${{ [@] }}\", command: echo }");
    STEPS.put(
        "forEach.key", "- { forEach: [1, 2], key: \"${{ @ + string(item) }}\", command: echo }");
    STEPS.put("forEach of a list in place", "- { forEach: [\"${{ @ }}\"], command: echo }");
    STEPS.put(
        "mapReduce.over",
        "- { mapReduce: { over: \"${{ [@] }}\", partitions: 2, map: { uses: many, with: { p: \"${{"
            + " items }}\" } }, reduce: { command: echo } } }");
    STEPS.put(
        "mapReduce.partitions",
        "- { mapReduce: { over: [1], partitions: \"${{ size(@) }}\", map: { command: echo },"
            + " reduce: { command: echo } } }");
    STEPS.put(
        "spawn.calls",
        "- { spawn: { calls: \"${{ [{'task': 'open', 'with': {'text': @}}] }}\", allow: [open],"
            + " maxItems: 3 } }");
    STEPS.put(
        "loop.state",
        "- { loop: { state: { a: \"${{ @ }}\" }, maxIterations: 2, steps: [{ command: echo }] } }");
    STEPS.put(
        "loop.state.next",
        "- { loop: { state: { a: { initial: '', next: \"${{ @ }}\" } }, maxIterations: 2, steps: [{"
            + " command: echo }] } }");
    STEPS.put(
        "loop.until",
        "- { loop: { until: \"@ == 'x'\", maxIterations: 2, steps: [{ command: echo }] } }");
    STEPS.put("poll.until", "- { poll: { uses: open, every: 1s, until: \"@ == 'x'\" } }");
    STEPS.put("wait", "- { wait: \"${{ duration(@) }}\" }");
    STEPS.put("wait.until", "- { wait: { until: \"timestamp(@)\" } }");
    STEPS.put("approval.prompt", "- { approval: { prompt: \"go with ${{ @ }}?\" } }");
    STEPS.put("return", "- { return: { out: \"${{ @ }}\" } }");
    RUNS.put("outputs", "outputs: { out: \"${{ @ }}\" }");
    RUNS.put("outputs, inside", "outputs: { out: { a: [\"${{ @ }}\"] } }");
    RUNS.put("outputs as json", "outputs: { out: { type: json, value: \"${{ @ }}\" } }");
    RUNS.put("vars", "vars: { v: \"${{ @ }}\" }\noutputs: { out: \"${{ vars.v }}\" }");
    RUNS.put("concurrency.key of runs", "concurrency: { key: \"${{ @ }}\" }");
    RUNS.put("rateLimit.key of runs", "rateLimit: { limit: 1, per: 1m, key: \"${{ @ }}\" }");
    RUNS.put("checks.that of runs", "checks: [{ that: \"@ == 'x'\", message: m }]");
    RUNS.put("checks.message of runs", "checks: [{ that: inputs.n > 3, message: \"${{ @ }}\" }]");
    RUNS.put("catch", "catch: [{ steps: [{ fail: { error: Bad, message: \"${{ @ }}\" } }] }]");
    RUNS.put("finally", "finally: [{ command: echo, args: [\"${{ @ }}\"] }]");
    SAFE.put("input declared secret", "- { uses: closed, with: { p: \"${{ @ }}\" } }");
    SAFE.put("list of secrets", "- { uses: many, with: { p: [\"${{ @ }}\"] } }");
    SAFE.put("environment", "- { runtime: shell, env: { P: \"x ${{ @ }}\" }, run: ls }");
    SAFE.put(
        "input of an inline task", "- { runtime: python, with: { p: \"${{ @ }}\" }, run: pass }");
    SAFE.put(
        "environment of a check",
        "- { command: ls, checks: [{ run: ls, env: { P: \"${{ @ }}\" }, message: m }] }");
  }

  @TempDir Path directory;

  static Stream<Arguments> everyFlow() {
    List<Arguments> all = new ArrayList<>();
    STEPS.forEach((name, step) -> all.add(Arguments.of(name, "steps:\n  " + step + "\n")));
    RUNS.forEach((name, run) -> all.add(Arguments.of(name, "steps: [{ command: ls }]\n" + run)));
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyFlow")
  void noSecretFlowsInto(String sink, String text) throws IOException {
    String returned = sink.equals("return") ? "\noutputs: { out: \"${{ 'x' }}\" }\n" : "\n";
    for (String source : SOURCES) {
      assertThat(codes(text.replace("@", source) + returned))
          .as(sink + " of " + source)
          .anyMatch(REFUSALS::contains);
    }
    boolean declared = sink.equals("cache"); // the task's input is a secret, whatever it is given
    assertThat(codes(text.replace("@", "string(inputs.n)") + returned))
        .as(sink + " of what is none")
        .allMatch(code -> declared || !REFUSALS.contains(code));
  }

  /** Before there is a run, nobody has secrets. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "triggers: { schedule: { cron: '@daily', with: { n: 1, password: \"${{ secrets.key }}\" } }"
            + " }",
        "triggers: { manual: { with: { n: 1, password: \"${{ inputs.password }}\" } } }",
        "triggers: { event: { topic: t, when: secrets.key == 'x' } }",
        "triggers: { condition: { that: \"secrets.key == 'x'\", every: 1m } }",
        "triggers: { condition: { run: ls, env: { A: \"${{ secrets.key }}\" }, every: 1m } }",
        "description: \"${{ secrets.key }}\"",
        "labels: { team: \"${{ secrets.key }}\" }",
        "owner: \"${{ secrets.key }}\"",
      })
  void nothingAroundARunSeesSecrets(String text) throws IOException {
    assertThat(codes("steps: [{ command: ls }]\n" + text + "\n"))
        .anyMatch(code -> code.severity() == Severity.ERROR);
  }

  @Test
  void callsOfWorkflowsTakeSecretsOnlyAsSecrets() throws IOException {
    Files.writeString(
        directory.resolve("b.yaml"),
        "jobc: v1\nname: callee\ninputs: { p: secret, t: string }\nsteps: [{ command: ls }]\n");
    String call =
        "steps: [{ uses: 'workflow:callee', with: { p: \"${{ @ }}\", t: \"${{ # }}\" } }]\n";
    for (String source : SOURCES) {
      assertThat(codes(call.replace("@", source).replace("#", "'x'")))
          .noneMatch(REFUSALS::contains);
      assertThat(codes(call.replace("@", source).replace("#", source)))
          .contains(DiagnosticCode.SECRET_FLOWS);
    }
  }

  static Stream<Arguments> everySafeFlow() {
    return SAFE.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everySafeFlow")
  void secretsFlowInto(String sink, String step) throws IOException {
    for (String source : SOURCES) {
      assertThat(codes("steps:\n  " + step.replace("@", source) + "\n"))
          .as(sink + " of " + source)
          .noneMatch(code -> !code.code().startsWith("JC4"));
    }
  }

  private List<DiagnosticCode> codes(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("a.yaml"), HEAD + TASKS + text);
    return Compiler.compile(file, "a.yaml").diagnostics().stream().map(Diagnostic::code).toList();
  }
}
