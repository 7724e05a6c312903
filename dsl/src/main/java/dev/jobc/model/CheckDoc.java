package dev.jobc.model;

import dev.jobc.source.Span;

/** What must hold before a task or a run starts. */
public sealed interface CheckDoc {

  TemplateDoc message();

  Span span();

  /** {@code that:} an expression. */
  record That(ValueDoc that, TemplateDoc message, Span span) implements CheckDoc {}

  /** {@code run:} or {@code command:}. */
  record Program(CodeDoc code, TemplateDoc message, Span span) implements CheckDoc {}
}
