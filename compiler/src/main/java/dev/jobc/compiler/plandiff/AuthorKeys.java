package dev.jobc.compiler.plandiff;

import java.util.List;
import java.util.Map;

/** What the members of a plan are called in a source. */
final class AuthorKeys {
  private static final Map<String, String> WORDS =
      Map.of(
          "timeouts", "timeout",
          "when", "if",
          "rule", "triggerRule",
          "queues", "queue",
          "items", "forEach",
          "interpreter", "shell",
          "for", "wait",
          "subject", "switch",
          "catches", "catch");

  /** Members that hold others together, and which an author doesn't write. */
  private static final List<String> FRAMES =
      List.of("policy.isolation.", "policy.", "dependencies.", "entry.");

  private static final String INLINE = "bundle..inline/";

  private AuthorKeys() {}

  static String of(String path) {
    if (path.startsWith(INLINE)) {
      return "run";
    }
    if (path.startsWith("bundle.")) {
      return "file " + path.substring("bundle.".length());
    }
    String key = path;
    for (String frame : FRAMES) {
      if (key.startsWith(frame)) {
        key = key.substring(frame.length());
      }
    }
    int dot = key.indexOf('.');
    String first = dot < 0 ? key : key.substring(0, dot);
    String word = first.equals("level") ? "isolation" : WORDS.getOrDefault(first, first);
    return dot < 0 ? word : word + key.substring(dot);
  }
}
