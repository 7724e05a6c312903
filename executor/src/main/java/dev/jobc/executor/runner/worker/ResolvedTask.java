package dev.jobc.executor.runner.worker;

import dev.jobc.executor.runner.bundle.Digests;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.TaskSpec;
import dev.jobc.protocol.FunctionSpec;
import dev.jobc.protocol.Message;
import dev.jobc.protocol.MessageCodec;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A task as workers know it.
 *
 * @param function what to announce
 * @param fingerprint digest of entry and types
 */
record ResolvedTask(FunctionSpec function, String fingerprint) {
  private static final int MANY = 1000;

  /** Remembers tasks by identity: plans are decoded once, and calls are many. */
  static final class Cache {
    private final Map<TaskSpec, ResolvedTask> known = new IdentityHashMap<>();

    ResolvedTask of(TaskSpec spec) {
      if (known.size() > MANY) {
        known.clear();
      }
      return known.computeIfAbsent(spec, ResolvedTask::of);
    }
  }

  static ResolvedTask of(TaskSpec spec) {
    FunctionSpec nameless = function("", spec);
    Json form = MessageCodec.encode(new Message.Load(List.of(nameless)));
    String fingerprint = Digests.sha256(JsonText.canonical(form));
    return new ResolvedTask(
        function(spec.name() + "#" + fingerprint.substring(0, 12), spec), fingerprint);
  }

  private static FunctionSpec function(String name, TaskSpec spec) {
    List<FunctionSpec.Param> inputs = params(spec.inputs());
    List<FunctionSpec.Param> outputs = params(spec.outputs());
    return switch (spec.entry()) {
      case TaskSpec.Entry.Function(String path, String symbol) ->
          new FunctionSpec(name, FunctionSpec.Kind.FUNCTION, path, symbol, inputs, outputs);
      case TaskSpec.Entry.Package(String path, String symbol) ->
          new FunctionSpec(name, FunctionSpec.Kind.FUNCTION, path, symbol, inputs, outputs);
      case TaskSpec.Entry.Inline(String path) ->
          new FunctionSpec(name, FunctionSpec.Kind.INLINE, path, null, inputs, outputs);
      case TaskSpec.Entry.Command(String program) ->
          new FunctionSpec(name, FunctionSpec.Kind.REGISTERED, null, program, inputs, outputs);
      case TaskSpec.Entry.ClassName(String className) ->
          new FunctionSpec(name, FunctionSpec.Kind.REGISTERED, null, className, inputs, outputs);
      case TaskSpec.Entry.Registered() ->
          new FunctionSpec(name, FunctionSpec.Kind.REGISTERED, null, null, inputs, outputs);
    };
  }

  private static List<FunctionSpec.Param> params(List<TaskSpec.Param> params) {
    return params.stream().map(p -> new FunctionSpec.Param(p.name(), p.type())).toList();
  }
}
