package dev.jobc.executor.store;

import dev.jobc.executor.TraceContext;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.Fault;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that expressions of running steps refer to. Reads in sets. JSON in UTF-8. */
public interface ValueStore {

  /** A step instance with its run. */
  record Address(long runId, StepRef ref) {}

  /** A scope with its run. */
  record ScopeAddress(long runId, int scope) {}

  /** What a run was submitted with. */
  record RunInput(byte[] inputs, String directory) {}

  /** A scope and what its instances were given, a list; null when they were given nothing. */
  record Items(ScopeImage scope, byte @Nullable [] items) {}

  Map<Long, RunInput> inputs(Collection<Long> runs);

  /**
   * The runs that runs have taken up, the first of each chain; runs that took up none are left out.
   */
  Map<Long, Long> origins(Collection<Long> runs);

  /** The traces that runs belong to; runs without are left out. */
  default Map<Long, TraceContext> traces(Collection<Long> runs) {
    return Map.of();
  }

  /** Where runs come from: {@link #origins} and {@link #traces} at once. */
  record Lineage(Map<Long, Long> origins, Map<Long, TraceContext> traces) {}

  default Lineage lineage(Collection<Long> runs) {
    return new Lineage(origins(runs), traces(runs));
  }

  /** The facts of what started a run, empty when it was a person. */
  Optional<byte[]> start(long run);

  /** Outputs of steps that gave any. */
  Map<Address, byte[]> outputs(Collection<Address> steps);

  Map<ScopeAddress, Items> scopes(Collection<ScopeAddress> scopes);

  /** What a step has opened, in order, without what was given. */
  Collection<ScopeImage> opened(Address step);

  /**
   * The outputs that one node of a map's body gave, by item; items without are left out.
   *
   * @param size nodes of the body
   */
  Map<Integer, byte[]> gather(long runId, int scope, int node, int size);

  /** How a step ended, null when it has not. */
  @Nullable Ending ending(Address step);

  /** Why a step failed or could not start, null when that is not so or not kept. */
  @Nullable Fault fault(Address step);

  /**
   * What the last attempt that failed said, null when none has; for {@link ScopeImage#NOBODY} what
   * was said when the run as a whole ran out of time.
   */
  byte @Nullable [] error(Address step);
}
