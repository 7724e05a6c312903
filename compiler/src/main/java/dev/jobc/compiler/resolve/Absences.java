package dev.jobc.compiler.resolve;

import dev.jobc.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why the steps that expressions refer to may have no outputs, by the place of the reference. */
public final class Absences {
  private final Map<Span, Absence> absences = new LinkedHashMap<>();

  /** A step that may have no outputs. */
  public record Absence(Step step, List<Cause> causes) {
    public Absence {
      causes = List.copyOf(causes);
    }
  }

  /** Notes why a step may have no outputs where it is referred to. */
  public void add(Span reference, Step step, List<Cause> causes) {
    if (!causes.isEmpty()) {
      absences.put(reference, new Absence(step, causes));
    }
  }

  /** What may be missing within an expression. */
  public List<Absence> within(Span expression) {
    return absences.entrySet().stream()
        .filter(entry -> entry.getKey().start() >= expression.start())
        .filter(entry -> entry.getKey().end() <= expression.end())
        .map(Map.Entry::getValue)
        .toList();
  }
}
