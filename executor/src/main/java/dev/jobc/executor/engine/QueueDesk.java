package dev.jobc.executor.engine;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.Queues;
import dev.jobc.executor.store.QueueStore;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Where and when work may start, for the operator. */
final class QueueDesk implements Queues {
  private final QueueStore store;
  private final Runnable newWork;

  /**
   * @param newWork called when work may have come to the job table
   */
  QueueDesk(QueueStore store, Runnable newWork) {
    this.store = store;
    this.newWork = newWork;
  }

  /**
   * A plan that wants slots of a pool which nobody has made would wait for ever.
   *
   * @throws EngineException when there is no such pool
   */
  static void checkPools(QueueStore store, Plan plan) {
    Set<String> pools = new TreeSet<>();
    for (Plan.Graph graph : plan.graphs()) {
      for (Node node : graph.nodes()) {
        if (node instanceof Node.Task task && task.policy().flow().pool() != null) {
          pools.add(task.policy().flow().pool().name());
        }
      }
    }
    if (!pools.isEmpty()) {
      for (String missing : new TreeSet<>(store.missingPools(pools))) {
        throw new EngineException(
            EngineException.Kind.NOT_FOUND,
            "there is no pool `%s`; `jobc pools set %s SLOTS` makes it"
                .formatted(missing, missing));
      }
    }
  }

  @Override
  public List<Queue> queues() {
    return store.queues();
  }

  @Override
  public void setQueue(String name, UnaryOperator<Settings> change) {
    store.setQueue(name, change);
    newWork.run();
  }

  @Override
  public List<Role> roles() {
    return store.roles();
  }

  @Override
  public void setRole(String name, List<String> queues) {
    store.setRole(name, queues);
  }

  @Override
  public boolean removeRole(String name) {
    return store.removeRole(name);
  }

  @Override
  public List<Pool> pools() {
    return store.pools();
  }

  @Override
  public void setPool(String name, int slots) {
    store.setPool(name, slots);
    newWork.run();
  }

  @Override
  public boolean removePool(String name) {
    return store.removePool(name);
  }
}
