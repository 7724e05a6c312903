package dev.jobc.model;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task under {@code tasks:}, to be called by {@code uses}.
 *
 * @param policy what a calling step may override
 * @param spawn what its code may call while it runs, null for nothing
 * @param requires what must have run before a run in which the task may take part
 * @param description empty when the author wrote none
 * @param span the whole declaration
 */
public record TaskDecl(
    Located<String> name,
    CodeDoc code,
    List<InputDecl> inputs,
    List<OutputDecl> outputs,
    List<ErrorDecl> errors,
    PolicyDoc policy,
    @Nullable SpawnDoc spawn,
    List<RequireDoc> requires,
    String description,
    Span span) {
  public TaskDecl {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    errors = List.copyOf(errors);
    requires = List.copyOf(requires);
  }

  /**
   * {@code spawn:} of a task.
   *
   * @param allow the tasks that may be called
   * @param maxItems how many calls it and those it called may make, at least 1; null for the
   *     default
   * @param key the span of the key
   */
  public record SpawnDoc(
      List<Located<String>> allow, @Nullable Located<Integer> maxItems, Span key) {
    public SpawnDoc {
      allow = List.copyOf(allow);
    }
  }
}
