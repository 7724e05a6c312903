package dev.jobc.executor.runner.local;

import dev.jobc.executor.runner.CodeBundle;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.bundle.Digests;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec;
import dev.jobc.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Builds calls for tests the way the engine builds them. */
final class Tasks {
  private static final AtomicLong IDS = new AtomicLong();

  private final String runtime;
  private TaskSpec.Entry entry = new TaskSpec.Entry.Inline("inline");
  private final Map<String, String> files = new LinkedHashMap<>();
  private final List<TaskSpec.Param> inputs = new ArrayList<>();
  private final List<TaskSpec.Param> outputs = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final Map<Integer, String> exitCodes = new HashMap<>();
  private final List<String> args = new ArrayList<>();
  private final Map<String, String> env = new LinkedHashMap<>();
  private String interpreter = "";
  private String stdin;
  private TaskSpec.Capture capture;
  private TaskSpec.Spawn spawn;
  private TaskSpec spec;
  private CodeBundle bundle;

  private Tasks(String runtime) {
    this.runtime = runtime;
  }

  static Tasks inline(String runtime, String text) {
    String path = "inline/step." + runtime;
    return new Tasks(runtime).entry(new TaskSpec.Entry.Inline(path)).file(path, text);
  }

  static Tasks function(String runtime, String path, String symbol, String text) {
    return new Tasks(runtime).entry(new TaskSpec.Entry.Function(path, symbol)).file(path, text);
  }

  static Tasks pack(String path, String symbol) {
    return new Tasks("go").entry(new TaskSpec.Entry.Package(path, symbol));
  }

  static Tasks command(String program, String... args) {
    Tasks tasks = new Tasks("command").entry(new TaskSpec.Entry.Command(program));
    tasks.args.addAll(List.of(args));
    return tasks;
  }

  Tasks entry(TaskSpec.Entry value) {
    entry = value;
    return this;
  }

  Tasks file(String path, String text) {
    files.put(path, text);
    return this;
  }

  Tasks input(String name, Type type) {
    inputs.add(new TaskSpec.Param(name, type, null));
    return this;
  }

  Tasks output(String name, Type type) {
    outputs.add(new TaskSpec.Param(name, type, null));
    return this;
  }

  Tasks error(String name) {
    errors.add(name);
    return this;
  }

  Tasks exit(int code, String meaning) {
    exitCodes.put(code, meaning);
    return this;
  }

  /** What its code may call. */
  Tasks calling(String task) {
    spawn = new TaskSpec.Spawn(List.of(new TaskSpec.Callee(task, 1)), 100);
    return this;
  }

  Tasks env(String name, String value) {
    env.put(name, value);
    return this;
  }

  Tasks interpreter(String value) {
    interpreter = value;
    return this;
  }

  Tasks stdin(String value) {
    stdin = value;
    return this;
  }

  Tasks capture(TaskSpec.Capture.Mode mode, String as) {
    capture = new TaskSpec.Capture(mode, as);
    return this;
  }

  /** A call with these inputs, as JSON text. */
  TaskCall call(String inputsJson) {
    return call(inputsJson, 0);
  }

  TaskCall call(String inputsJson, long timeoutMillis) {
    if (spec == null) {
      bundle = bundle();
      spec =
          new TaskSpec(
              "task",
              runtime,
              entry,
              bundle == null ? null : bundle.bundle().digest(),
              inputs,
              outputs,
              errors,
              Map.of(),
              List.of(),
              null,
              capture,
              exitCodes,
              interpreter,
              TaskSpec.Dependencies.NONE,
              List.of(),
              spawn);
    }
    long id = IDS.incrementAndGet();
    return new TaskCall(
        id,
        spec,
        bundle,
        (Json.Obj) JsonText.parse(inputsJson),
        env,
        args,
        stdin,
        timeoutMillis,
        Map.of(
            "JOBC_RUN_ID", "run-1",
            "JOBC_STEP", "step",
            "JOBC_ATTEMPT", "2",
            "JOBC_IDEMPOTENCY_KEY", "key-" + id,
            "JOBC_FENCE", "7"));
  }

  private CodeBundle bundle() {
    if (files.isEmpty()) {
      return null;
    }
    Map<String, byte[]> blobs = new HashMap<>();
    List<Plan.BundleFile> entries = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    files.forEach(
        (path, text) -> {
          byte[] content = text.getBytes(StandardCharsets.UTF_8);
          String digest = Digests.sha256(content);
          blobs.put(digest, content);
          entries.add(new Plan.BundleFile(path, digest, path.endsWith(".sh")));
          all.append(path).append(digest);
        });
    String digest = Digests.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    return new CodeBundle(new Plan.Bundle(digest, entries), wanted -> blobs);
  }
}
