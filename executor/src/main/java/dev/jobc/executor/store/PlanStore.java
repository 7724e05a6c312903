package dev.jobc.executor.store;

import dev.jobc.executor.Revision;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Provenance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps plans and the files that travel with them. What is kept never changes. */
public interface PlanStore {

  /**
   * Keeps a plan and files; makes it the newest revision of its name. Idempotent.
   *
   * @param provenance the commit it comes from, null for none; that of a revision is the one with
   *     which it was made
   */
  StoredPlan keepPlan(Plan plan, Map<String, byte[]> blobs, @Nullable Provenance provenance);

  /** A plan that comes from no commit. */
  default StoredPlan keepPlan(Plan plan, Map<String, byte[]> blobs) {
    return keepPlan(plan, blobs, null);
  }

  Optional<StoredPlan> findPlan(String digest);

  /**
   * What a workflow's name points to.
   *
   * @param revision null for the newest one
   */
  Optional<Revision> findRevision(String namespace, String name, @Nullable Integer revision);

  /** What the name of a workflow has pointed to, newest first. */
  List<Revision> revisions(String namespace, String name);

  /** What the name of each workflow points to, by name. */
  List<Revision> newest();

  /** A plan that is known to exist. */
  StoredPlan plan(int number);

  /** The content of files by SHA-256 (hex); those that are not kept are left out. */
  Map<String, byte[]> blobs(Set<String> digests);

  /** The short name of a queue, made when it is new. */
  int queue(String name);
}
