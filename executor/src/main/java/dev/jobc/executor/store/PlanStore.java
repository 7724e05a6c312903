package dev.jobc.executor.store;

import dev.jobc.plan.Plan;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps plans and the files that travel with them. What is kept never changes. */
public interface PlanStore {

  /** Keeps a plan and files; makes it the newest revision of its name. Idempotent. */
  StoredPlan keepPlan(Plan plan, Map<String, byte[]> blobs);

  Optional<StoredPlan> findPlan(String digest);

  /**
   * What a workflow's name points to.
   *
   * @param revision null for the newest one
   */
  Optional<StoredPlan> findRevision(
      String namespace, String name, @org.jspecify.annotations.Nullable Integer revision);

  /** A plan that is known to exist. */
  StoredPlan plan(int number);

  /** The content of files by SHA-256 (hex); those that are not kept are left out. */
  Map<String, byte[]> blobs(Set<String> digests);

  /** The short name of a queue, made when it is new. */
  int queue(String name);
}
