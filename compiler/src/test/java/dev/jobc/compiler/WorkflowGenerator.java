package dev.jobc.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes workflows of nested blocks whose steps echo outputs of steps that have ended; same seed,
 * same text.
 */
final class WorkflowGenerator {
  private static final int MAX_DEPTH = 3;

  private final Random random;
  private final StringBuilder text = new StringBuilder("jobc: v1\nname: random\nsteps:\n");
  private int steps;

  WorkflowGenerator(long seed) {
    this.random = new Random(seed);
  }

  /** A step that others can read. */
  private record Known(String id, int maps) {}

  String workflow() {
    List<Known> ended = block("steps", 2, 0, List.of(), 0);
    text.append("outputs:\n");
    for (Known step : ended) {
      text.append("  of_").append(step.id()).append(": ").append(read(step, 0)).append('\n');
    }
    return text.append("  last: end\n").toString();
  }

  /** Replaces, removes or doubles a stretch of a text. */
  static String damage(String text, long seed) {
    Random random = new Random(seed);
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + 1 + random.nextInt(12));
    String middle =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> text.substring(from, to).repeat(2);
          case 2 -> "${{ steps.s1.outputs.text[0] ?? x }}";
          default -> new StringBuilder(text.substring(from, to)).reverse().toString();
        };
    return text.substring(0, from) + middle + text.substring(to);
  }

  /** Writes the steps of a block; answers those that have ended after it. */
  private List<Known> block(String kind, int indent, int depth, List<Known> before, int maps) {
    List<Known> ended = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      List<Known> visible = new ArrayList<>(before);
      if (!kind.equals("parallel")) {
        visible.addAll(ended);
      }
      ended.addAll(step(indent, depth, visible, maps));
    }
    return ended;
  }

  private List<Known> step(int indent, int depth, List<Known> visible, int maps) {
    String id = "s" + ++steps;
    String pad = " ".repeat(indent);
    text.append(pad).append("- id: ").append(id).append('\n');
    boolean map = random.nextInt(4) == 0;
    if (map) {
      text.append(pad).append("  forEach: [1, 2]\n").append(pad).append("  as: i_" + id + "\n");
    }
    int inside = maps + (map ? 1 : 0);
    List<Known> own =
        depth < MAX_DEPTH && random.nextInt(3) == 0
            ? nested(indent, depth, visible, inside, pad)
            : leaf(id, visible, inside, pad);
    return own;
  }

  private List<Known> nested(int indent, int depth, List<Known> visible, int maps, String pad) {
    String kind = List.of("steps", "parallel", "graph").get(random.nextInt(3));
    text.append(pad).append("  ").append(kind).append(":\n");
    return block(kind, indent + 4, depth + 1, visible, maps);
  }

  private List<Known> leaf(String id, List<Known> visible, int maps, String pad) {
    text.append(pad).append("  command: echo\n");
    if (!visible.isEmpty() && random.nextBoolean()) {
      Known target = visible.get(random.nextInt(visible.size()));
      text.append(pad).append("  args: [").append(quoted(target)).append("]\n");
    }
    text.append(pad).append("  capture: { stdout: text, as: text }\n");
    text.append(pad).append("  outputs: { text: string }\n");
    return List.of(new Known(id, maps));
  }

  /** Works for a text and for lists of texts of any depth. */
  private static String quoted(Known step) {
    return "\"${{ toJson(steps." + step.id() + ".outputs.text) }}\"";
  }

  private static String read(Known step, int maps) {
    return step.maps() == maps
        ? "\"${{ steps." + step.id() + ".outputs.text + '.' }}\""
        : "\"${{ size(steps." + step.id() + ".outputs.text) }}\"";
  }
}
