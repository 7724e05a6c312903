package dev.jobc.model;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.List;

/**
 * A task under {@code tasks:}, to be called by {@code uses}.
 *
 * @param policy what a calling step may override
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
    List<RequireDoc> requires,
    String description,
    Span span) {
  public TaskDecl {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    errors = List.copyOf(errors);
    requires = List.copyOf(requires);
  }
}
