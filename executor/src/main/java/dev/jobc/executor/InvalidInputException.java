package dev.jobc.executor;

import java.util.List;

/** A submission whose inputs don't fit the plan; carries every problem, not just the first. */
public final class InvalidInputException extends EngineException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  public InvalidInputException(List<String> problems) {
    super(Kind.INVALID_INPUT, String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
