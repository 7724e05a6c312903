package dev.jobc.model;

import dev.jobc.source.Span;
import dev.jobc.syntax.Part;
import java.util.List;

/**
 * A field that is text in the end: {@code env}, {@code args}, {@code stdin}. Numbers and booleans
 * stand for the text the author wrote. No parts mean empty text.
 */
public record TemplateDoc(List<Part> parts, Span span) {
  public TemplateDoc {
    parts = List.copyOf(parts);
  }

  /** Whether it is the same text in every run. */
  public boolean isLiteral() {
    return parts.stream().allMatch(Part.Text.class::isInstance);
  }
}
