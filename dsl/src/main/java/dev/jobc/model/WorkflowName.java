package dev.jobc.model;

import org.jspecify.annotations.Nullable;

/**
 * How one workflow names another.
 *
 * @param namespace null for that of the file that names it
 * @param revision at least 1, null for the newest
 */
public record WorkflowName(@Nullable String namespace, String name, @Nullable Integer revision) {

  /** What such a name begins with. */
  public static final String PREFIX = "workflow:";

  @Override
  public String toString() {
    return PREFIX
        + (namespace == null ? "" : namespace + "/")
        + name
        + (revision == null ? "" : "@" + revision);
  }
}
