package dev.jobc.executor.engine;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.store.Answers.Asked;
import dev.jobc.executor.store.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/** Steps that are held because their worker died. */
final class Held {
  private static final int SHOWN = 10;

  private Held() {}

  /**
   * One that is held.
   *
   * @param step its id, with the numbers of its items when several of that id are held
   */
  static Asked find(List<Asked> open, RunSummary run, String step) {
    List<Asked> held =
        open.stream().filter(one -> one.question().kind() == OpenQuestion.Kind.HELD).toList();
    List<Asked> meant =
        held.stream().filter(one -> one.question().step().equals(step)).limit(1).toList();
    if (meant.isEmpty()) {
      meant = held.stream().filter(one -> isInstance(one.question().step(), step)).toList();
    }
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    if (!meant.isEmpty()) {
      String message = meant.size() + " instances of step `" + step + "` are held: ";
      throw new EngineException(EngineException.Kind.INVALID_INPUT, message + names(meant));
    }
    if (run.state().ended()) {
      throw new EngineException(
          EngineException.Kind.TOO_LATE,
          "run " + run.id() + " has ended already: " + run.state().word());
    }
    String others = held.isEmpty() ? "" : "; those that are: " + names(held);
    throw new EngineException(
        EngineException.Kind.NOT_FOUND,
        "step `" + step + "` of run " + run.id() + " is not held" + others);
  }

  private static boolean isInstance(String place, String step) {
    return place.startsWith(step + "[") || place.startsWith(step + "~");
  }

  private static String names(List<Asked> held) {
    return held.stream()
        .limit(SHOWN)
        .map(one -> "`" + one.question().step() + "`")
        .collect(Collectors.joining(", "));
  }

  /** What it is told. */
  static Outcome outcome(boolean again) {
    return again ? new Outcome.GivenBack(false) : new Outcome.Lost();
  }

  static EngineException tooLate(RunId run, String step) {
    return new EngineException(
        EngineException.Kind.TOO_LATE, "step `" + step + "` of run " + run + " is no longer held");
  }
}
