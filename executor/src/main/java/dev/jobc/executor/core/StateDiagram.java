package dev.jobc.executor.core;

import dev.jobc.executor.StepState;
import java.util.List;
import java.util.stream.Collectors;

/** Draws {@link Transition} as a Mermaid state diagram with a table below it. */
public final class StateDiagram {
  private StateDiagram() {}

  /** The content of {@code docs/state-machine.md}. */
  public static String markdown() {
    StringBuilder out = new StringBuilder();
    out.append("# States of a step\n\n");
    out.append(
        "Generated from `dev.jobc.executor.core.Transition`; a test fails when it is stale.\n\n");
    out.append("```mermaid\nstateDiagram-v2\n");
    out.append("  [*] --> ").append(StepState.WAITING.word()).append('\n');
    for (Transition t : Transition.values()) {
      for (StepState from : t.from()) {
        out.append("  ").append(from.word()).append(" --> ").append(t.to().word());
        out.append(" : ").append(word(t)).append('\n');
      }
    }
    for (StepState state : StepState.values()) {
      if (state.ended()) {
        out.append("  ").append(state.word()).append(" --> [*]\n");
      }
    }
    out.append("```\n\n| transition | from | to | because |\n| --- | --- | --- | --- |\n");
    for (Transition t : Transition.values()) {
      out.append("| ").append(word(t)).append(" | ").append(words(t.from())).append(" | ");
      out.append(t.to().word()).append(" | ").append(t.cause()).append(" |\n");
    }
    return out.toString();
  }

  private static String words(List<StepState> states) {
    return states.stream().map(StepState::word).collect(Collectors.joining(", "));
  }

  private static String word(Transition transition) {
    return transition.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
