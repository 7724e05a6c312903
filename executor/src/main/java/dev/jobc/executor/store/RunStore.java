package dev.jobc.executor.store;

import dev.jobc.executor.LogChunk;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Creates runs and answers questions about them. */
public interface RunStore {

  /** Creates runs, all or none, ids in order; on return they are durable and may be worked on. */
  List<RunId> createRuns(List<NewRun> runs);

  Optional<RunView> view(RunId id);

  /** Newest first. */
  List<RunSummary> newest(int limit);

  List<LogChunk> logs(RunId id, Optional<String> step);

  /** Those of the runs that have ended or don't exist. */
  Set<RunId> over(Collection<RunId> runs);
}
