package dev.jobc.executor.store;

import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that expressions of running steps refer to. Reads in sets. JSON in UTF-8. */
public interface ValueStore {

  /** A step instance with its run. */
  record Address(long runId, StepRef ref) {}

  /** An opened map with its run. */
  record ScopeAddress(long runId, int scope) {}

  /** What a run was submitted with. */
  record RunInput(byte[] inputs, String directory) {}

  /** An opened map and the list it goes over. */
  record Items(ScopeImage scope, byte[] items) {}

  Map<Long, RunInput> inputs(Collection<Long> runs);

  /** Outputs of steps that gave any. */
  Map<Address, byte[]> outputs(Collection<Address> steps);

  Map<ScopeAddress, Items> scopes(Collection<ScopeAddress> scopes);

  /** The maps a run has opened over a graph, without their lists. */
  Collection<ScopeImage> opened(long runId, int graph);

  /**
   * The outputs that one node of a map's body gave, by item; items without are left out.
   *
   * @param size nodes of the body
   */
  Map<Integer, byte[]> gather(long runId, int scope, int node, int size);

  /** How a step ended, null when it has not. */
  @Nullable Ending ending(Address step);
}
