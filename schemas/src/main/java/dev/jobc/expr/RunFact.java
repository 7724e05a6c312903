package dev.jobc.expr;

import dev.jobc.type.Type;
import org.jspecify.annotations.Nullable;

/** The facts about a run that expressions can name: {@code run.id}. */
public enum RunFact {
  /** The run's id, as people see it. */
  ID("id", Type.Simple.STRING),
  /** The workflow's name. */
  NAME("name", Type.Simple.STRING),
  /** When the run was submitted. */
  STARTED_AT("startedAt", Type.Simple.TIMESTAMP),
  /** Where the submitter stood, an absolute path; empty when there is none. */
  DIRECTORY("directory", Type.Simple.STRING),
  /** The time of the evaluation, written {@code now()}: where nothing is evaluated twice. */
  NOW("now", Type.Simple.TIMESTAMP);

  private final String word;
  private final Type type;

  RunFact(String word, Type type) {
    this.word = word;
    this.type = type;
  }

  /** As authors write it and plans store it. */
  public String word() {
    return word;
  }

  /** Whether it is another in every run, and so makes another value of whatever it flows into. */
  public boolean isClock() {
    return this == STARTED_AT || this == NOW;
  }

  public Type type() {
    return type;
  }

  /** The fact an author means by {@code run.word}, null when there is none. */
  public static @Nullable RunFact of(String word) {
    for (RunFact fact : values()) {
      if (fact != NOW && fact.word.equals(word)) {
        return fact;
      }
    }
    return null;
  }
}
