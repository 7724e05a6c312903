package dev.jobc.compiler.simulate;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What other tools call the keys of a file with tests. */
final class TestWords {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("tests", "cases"),
          Map.entry("scenarios", "cases"),
          Map.entry("file", "workflow"),
          Map.entry("title", "name"),
          Map.entry("description", "name"),
          Map.entry("given", "inputs"),
          Map.entry("with", "inputs"),
          Map.entry("params", "inputs"),
          Map.entry("mocks", "steps"),
          Map.entry("fixtures", "steps"),
          Map.entry("tasks", "steps"),
          Map.entry("then", "expect"),
          Map.entry("assert", "expect"),
          Map.entry("assertions", "expect"),
          Map.entry("status", "state"),
          Map.entry("order", "path"),
          Map.entry("returns", "outputs"),
          Map.entry("result", "outputs"),
          Map.entry("fails", "error"),
          Map.entry("throws", "error"),
          Map.entry("delay", "duration"),
          Map.entry("took", "duration"),
          Map.entry("index", "item"),
          Map.entry("try", "attempt"),
          Map.entry("spawn", "calls"),
          Map.entry("on", "trigger"));

  private TestWords() {}

  /** The key that a word stands for, if it is one of those that are known there; or null. */
  static @Nullable String ours(String word, Set<String> keys) {
    String ours = WORDS.get(word);
    return ours != null && keys.contains(ours) ? ours : null;
  }
}
