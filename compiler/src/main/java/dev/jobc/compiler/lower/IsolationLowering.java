package dev.jobc.compiler.lower;

import dev.jobc.model.IsolationDoc;
import dev.jobc.model.IsolationDoc.ResourcesDoc;
import dev.jobc.plan.Isolation;
import dev.jobc.plan.Isolation.Resources;
import dev.jobc.source.Located;
import org.jspecify.annotations.Nullable;

/** How a task's process is confined, each key from the nearest layer that has it. */
record IsolationLowering(Policies policies) {

  /** A literal of an isolation; null when the author wrote none. */
  @FunctionalInterface
  private interface Part<T> {
    @Nullable Located<T> of(IsolationDoc doc);
  }

  Isolation isolation() {
    ResourcesDoc resources = policies.first(doc -> doc.isolation().resources());
    return new Isolation(
        of(IsolationDoc::level),
        of(IsolationDoc::user),
        of(IsolationDoc::group),
        policies.layer(doc -> doc.isolation().workingDirectory()).workingDirectory(),
        of(IsolationDoc::umask),
        of(IsolationDoc::network),
        resources == null ? Resources.NONE : resources(resources));
  }

  private <T> @Nullable T of(Part<T> part) {
    return Literals.orNull(policies.first(doc -> part.of(doc.isolation())));
  }

  private static Resources resources(ResourcesDoc doc) {
    return new Resources(
        Literals.or(doc.cpu(), 0L),
        Literals.or(doc.memory(), 0L),
        Literals.or(doc.disk(), 0L),
        Literals.or(doc.processes(), 0));
  }
}
