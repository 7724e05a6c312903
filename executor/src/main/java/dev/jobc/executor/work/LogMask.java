package dev.jobc.executor.work;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Outcome;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.TaskSpec;
import dev.jobc.type.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secrets that tasks were given out of what they have written, and out of what they have
 * failed with: as they are, line by line, and as base64, parts of addresses and JSON have them.
 */
final class LogMask {
  static final LogMask NONE = new LogMask(List.of());

  private static final String STARS = "***";

  /** Shorter ones would be found in everything. */
  private static final int SHORTEST = 4;

  /** Fewer characters of base64 say less than four of the secret. */
  private static final int SHORTEST_CODED = 5;

  /** What is not to be seen, longest first; one character a byte. */
  private final List<String> hidden;

  private LogMask(List<String> hidden) {
    this.hidden = hidden;
  }

  /** Of everything that these calls were given. */
  static LogMask of(List<TaskCall> calls) {
    if (calls.stream().noneMatch(LogMask::hasSecrets)) {
      return NONE;
    }
    Set<String> forms = new HashSet<>();
    for (TaskCall call : calls) {
      for (TaskSpec.Param input : call.spec().inputs()) {
        Json value = call.inputs().get(input.name());
        if (value != null) {
          addSecrets(input.type(), value, forms);
        }
      }
      for (String name : call.spec().secretEnv()) {
        String value = call.env().get(name);
        if (value != null) {
          add(value, forms);
        }
      }
    }
    List<String> longestFirst = new ArrayList<>(forms);
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    return new LogMask(longestFirst);
  }

  private static boolean hasSecrets(TaskCall call) {
    return !call.spec().secretEnv().isEmpty()
        || call.spec().inputs().stream().anyMatch(input -> input.type().holds(Type.Simple.SECRET));
  }

  private static void addSecrets(Type type, Json value, Set<String> forms) {
    if (!type.holds(Type.Simple.SECRET)) {
      return;
    }
    switch (value) {
      case Json.Str(String text) -> add(text, forms);
      case Json.Arr(List<Json> items) ->
          items.forEach(item -> addSecrets(element(type, ""), item, forms));
      case Json.Obj object ->
          object
              .members()
              .forEach((name, member) -> addSecrets(element(type, name), member, forms));
      case Json.Null n -> {}
      case Json.Bool b -> {}
      case Json.Int i -> {}
      case Json.Float f -> {}
    }
  }

  /** The type of a member; one that isn't clear is as good as a secret. */
  private static Type element(Type type, String name) {
    return switch (type) {
      case Type.Optional(Type inner) -> element(inner, name);
      case Type.ListOf(Type element) -> element;
      case Type.MapOf(Type element) -> element;
      case Type.RecordOf(String record, var fields) ->
          fields.getOrDefault(name, Type.Simple.SECRET);
      default -> Type.Simple.SECRET;
    };
  }

  private static void add(String secret, Set<String> forms) {
    addForms(secret, forms);
    secret.lines().forEach(line -> addForms(line.strip(), forms));
  }

  private static void addForms(String secret, Set<String> forms) {
    if (secret.length() < SHORTEST) {
      return;
    }
    String json = JsonText.write(Json.of(secret));
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    for (String form :
        List.of(secret, json.substring(1, json.length() - 1), url, url.replace("+", "%20"))) {
      forms.add(bytes(form.getBytes(StandardCharsets.UTF_8)));
    }
    for (int before = 0; before < 3; before++) {
      addCoded(secret.getBytes(StandardCharsets.UTF_8), before, forms);
    }
  }

  /** The characters of base64 that stand for nothing but the secret, behind so many bytes more. */
  private static void addCoded(byte[] secret, int before, Set<String> forms) {
    byte[] shifted = new byte[before + secret.length];
    System.arraycopy(secret, 0, shifted, before, secret.length);
    int from = (before * 8 + 5) / 6;
    int to = shifted.length * 8 / 6;
    if (to - from >= SHORTEST_CODED) {
      forms.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
      forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
    }
  }

  private static String bytes(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  TaskResult.Output of(TaskResult.Output written) {
    return hidden.isEmpty()
        ? written
        : new TaskResult.Output(of(written.stdout()), of(written.stderr()));
  }

  Outcome of(Outcome outcome) {
    return hidden.isEmpty() || !(outcome instanceof Outcome.Failed(TaskError error))
        ? outcome
        : new Outcome.Failed(
            new TaskError(error.name(), text(error.message()), orNull(error.trace())));
  }

  private @Nullable String orNull(@Nullable String trace) {
    return trace == null ? null : text(trace);
  }

  private String text(String text) {
    return new String(of(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  private byte[] of(byte[] written) {
    String before = bytes(written);
    String after = before;
    for (String one : hidden) {
      after = after.replace(one, STARS);
    }
    return after.equals(before) ? written : after.getBytes(StandardCharsets.ISO_8859_1);
  }
}
