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
  DIRECTORY("directory", Type.Simple.STRING);

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

  public Type type() {
    return type;
  }

  /** The fact of that word, null when there is none. */
  public static @Nullable RunFact of(String word) {
    for (RunFact fact : values()) {
      if (fact.word.equals(word)) {
        return fact;
      }
    }
    return null;
  }
}
