package dev.jobc.expr;

import dev.jobc.type.Type;
import java.util.Map;
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
  /** How often the run was started, from 1; more than 1 when the workflow says {@code retry}. */
  ATTEMPT("attempt", Type.Simple.INT),
  /** The time of the calendar that started the run. */
  SCHEDULED_AT("scheduledAt", Type.Simple.TIMESTAMP),
  /** The time the run is about: of its calendar, or where its interval begins. */
  LOGICAL_DATE("logicalDate", Type.Simple.TIMESTAMP),
  /** From the calendar's time before to the one that started the run. */
  INTERVAL(
      "interval",
      new Type.RecordOf("", Map.of("start", Type.Simple.TIMESTAMP, "end", Type.Simple.TIMESTAMP))),
  /** What started the run, an object; its type is that of the workflow's triggers. */
  TRIGGER("trigger", Type.Simple.JSON),
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

  /** Whether only runs that a calendar started have it. */
  public boolean isOfSchedule() {
    return this == SCHEDULED_AT || this == LOGICAL_DATE || this == INTERVAL;
  }

  public Type type() {
    return type;
  }

  /** The fact an author means by {@code run.word}, null when there is none. */
  public static @Nullable RunFact of(String word) {
    for (RunFact fact : values()) {
      if (fact != NOW && fact != TRIGGER && fact.word.equals(word)) {
        return fact;
      }
    }
    return null;
  }
}
