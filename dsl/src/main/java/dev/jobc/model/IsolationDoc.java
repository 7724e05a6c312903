package dev.jobc.model;

import dev.jobc.plan.Isolation.Level;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import org.jspecify.annotations.Nullable;

/** How a task's process is confined; a member is null when the author wrote none. */
public record IsolationDoc(
    @Nullable Located<Level> level,
    @Nullable Located<String> user,
    @Nullable Located<String> group,
    @Nullable TemplateDoc workingDirectory,
    @Nullable Located<Integer> umask,
    @Nullable Located<Boolean> network,
    @Nullable ResourcesDoc resources) {

  /** Nothing written. */
  public static final IsolationDoc NONE =
      new IsolationDoc(null, null, null, null, null, null, null);

  /**
   * {@code resources:}.
   *
   * @param cpu thousandths of a core
   * @param memory bytes
   * @param disk bytes
   */
  public record ResourcesDoc(
      @Nullable Located<Long> cpu,
      @Nullable Located<Long> memory,
      @Nullable Located<Long> disk,
      @Nullable Located<Integer> processes,
      Span span) {}
}
