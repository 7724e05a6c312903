package dev.jobc.compiler.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes workflows whose steps read others under conditions about them, one step a line, without
 * regard to what may be read where; same seed, same text.
 */
final class GuardedReads {
  private static final Pattern ID = Pattern.compile("id: (s\\d+)");
  private static final String HEAD =
      """
      jobc: v1
      name: random
      inputs: { b: bool, n: int? }
      tasks:
        give: { runtime: shell, outputs: { v: int }, exitCodes: { 99: skip }, run: x }
        load: { runtime: shell, outputs: { v: int }, run: x }
        take: { runtime: shell, inputs: { v: int }, outputs: { v: int }, run: x }
      steps:
      """;

  private final Random random;
  private final StringBuilder text = new StringBuilder(HEAD);
  private final List<String> ids = new ArrayList<>();
  private final List<String> races = new ArrayList<>();

  GuardedReads(long seed) {
    this.random = new Random(seed);
  }

  String workflow() {
    block("  ", "steps", 0);
    return text.toString();
  }

  /** The same step without what it reads. */
  static String harmless(String line) {
    String pad = line.substring(0, line.length() - line.stripLeading().length());
    return line.contains("{ id:") ? pad + "- { id: " + id(line) + ", uses: load }" : pad + "# gone";
  }

  static String id(String line) {
    Matcher id = ID.matcher(line);
    return id.find() ? id.group(1) : "none";
  }

  private void block(String pad, String kind, int depth) {
    int size = 2 + random.nextInt(3);
    List<String> beside = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (random.nextInt(6) == 0) {
        guard(pad);
      } else if (depth < 2 && random.nextInt(3) == 0) {
        nested(pad, depth);
      } else {
        beside.add(leaf(pad, kind.equals("graph") ? beside : List.of()));
      }
    }
  }

  private void nested(String pad, int depth) {
    String id = "s" + (ids.size() + 1);
    ids.add(id);
    String kind = List.of("steps", "steps", "graph", "race", "loop").get(random.nextInt(5));
    text.append(pad).append("- id: ").append(id).append('\n');
    switch (kind) {
      case "race" -> {
        races.add(id);
        text.append(pad).append("  race:\n");
        leaf(pad + "    ", List.of());
        leaf(pad + "    ", List.of());
        return;
      }
      case "loop" -> {
        text.append(pad).append("  loop:\n");
        text.append(pad).append("    maxIterations: 2\n");
        text.append(pad).append("    steps:\n");
        block(pad + "      ", "steps", depth + 1);
        return;
      }
      default -> {
        text.append(pad).append("  ").append(kind).append(":\n");
        block(pad + "    ", kind, depth + 1);
      }
    }
    if (random.nextBoolean()) {
      text.append(pad).append("  catch:\n").append(pad).append("    - steps:\n");
      block(pad + "        ", "steps", depth + 1);
    }
    if (random.nextInt(3) == 0) {
      text.append(pad).append("  finally:\n");
      block(pad + "    ", "steps", depth + 1);
    }
  }

  /** A step that ends the run unless something holds. */
  private void guard(String pad) {
    if (random.nextInt(3) == 0) {
      choice(pad);
      return;
    }
    String id = next();
    String when = random.nextBoolean() || ids.size() < 2 ? "inputs.n == null" : condition(1);
    text.append(pad).append("- { id: ").append(id).append(", if: \"").append(when).append("\", ");
    text.append(end()).append(" }\n");
  }

  private void choice(String pad) {
    text.append(pad).append("- id: ").append(next()).append('\n');
    if (random.nextInt(4) == 0) {
      text.append(pad).append("  continueOnError: true\n");
    }
    text.append(pad).append("  switch: inputs.b\n").append(pad).append("  cases:\n");
    for (boolean value : List.of(true, false)) {
      text.append(pad).append("    ").append(value).append(":\n");
      leaf(pad + "      ", List.of());
      if (random.nextBoolean()) {
        text.append(pad).append("      - { id: ").append(next()).append(", ");
        text.append(end()).append(" }\n");
      }
    }
  }

  private String end() {
    return random.nextBoolean() ? "return: {}" : "fail: { error: E, message: m }";
  }

  private String next() {
    String id = "s" + (ids.size() + 1);
    ids.add(id);
    return id;
  }

  private String leaf(String pad, List<String> beside) {
    StringBuilder line = new StringBuilder();
    String id = "s" + (ids.size() + 1);
    line.append(pad).append("- { id: ").append(id);
    if (!beside.isEmpty() && random.nextInt(3) > 0) {
      line.append(", needs: [").append(beside.get(random.nextInt(beside.size()))).append(']');
      List<String> rules = List.of("all_success", "all_done", "one_success", "none_failed");
      line.append(", triggerRule: ").append(rules.get(random.nextInt(rules.size())));
    }
    if (random.nextInt(5) == 0) {
      line.append(", continueOnError: true");
    }
    if (!ids.isEmpty() && random.nextBoolean()) {
      line.append(", if: \"").append(condition(2)).append('"');
    }
    if (random.nextInt(5) == 0) {
      line.append(", uses: take, with: { v: \"${{ inputs.n }}\" }");
    } else if (!ids.isEmpty() && random.nextInt(3) > 0) {
      line.append(", uses: take, with: { v: \"${{ steps.")
          .append(other())
          .append(".outputs.v }}\" }");
    } else {
      line.append(random.nextInt(3) == 0 ? ", uses: give" : ", uses: load");
    }
    text.append(line).append(" }\n");
    ids.add(id);
    return id;
  }

  private String condition(int depth) {
    String other = other();
    return switch (random.nextInt(depth == 0 ? 10 : 14)) {
      case 0, 1 -> "steps." + other + ".succeeded";
      case 2 -> "!steps." + other + ".failed";
      case 3 -> "steps." + other + ".status == 'skipped'";
      case 4 -> "inputs.b";
      case 5 -> "(inputs.n ?? 0) > 3";
      case 6 ->
          races.isEmpty()
              ? "inputs.n != null"
              : "steps." + races.getLast() + ".outputs.winner == '" + other + "'";
      case 7 -> "has(steps." + other + ".error)";
      case 8 ->
          races.isEmpty()
              ? "inputs.b"
              : "steps." + races.getLast() + ".outputs.winner != '" + other + "'";
      case 9 -> "inputs.n > 3";
      case 10 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
      case 11 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
      case 12 -> "cond(" + condition(depth - 1) + ", " + condition(depth - 1) + ", false)";
      default -> "!(" + condition(depth - 1) + ")";
    };
  }

  private String other() {
    return ids.get(random.nextInt(ids.size()));
  }
}
