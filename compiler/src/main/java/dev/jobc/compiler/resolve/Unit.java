package dev.jobc.compiler.resolve;

import dev.jobc.model.TaskDecl;
import dev.jobc.model.WorkflowDoc;
import dev.jobc.source.Place;
import dev.jobc.source.Span;
import java.nio.file.Path;

/**
 * A file that takes part in a compilation.
 *
 * @param doc what it says
 * @param directory where it is; paths in it are relative to this
 */
public record Unit(WorkflowDoc doc, Path directory) {
  private static final String DEFAULT_NAMESPACE = "default";

  public String name() {
    return doc.name().value();
  }

  /** The namespace of its workflow or library. */
  public String namespace() {
    return doc.namespace() == null ? DEFAULT_NAMESPACE : doc.namespace().value();
  }

  /**
   * {@code file:line:column} without directories, so that a plan is the same wherever it is
   * compiled.
   */
  public String source(Span span) {
    String path = doc.source().path();
    return path.substring(path.lastIndexOf('/') + 1)
        + ":"
        + doc.source().lines().position(span.start());
  }

  /** The place of a span of this file, for messages. */
  Place place(Span span) {
    return doc.source().place(span);
  }

  /** A task and the file that declares it. */
  public record UnitTask(Unit unit, TaskDecl decl) {}
}
