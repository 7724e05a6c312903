package dev.jobc.executor.store;

import dev.jobc.executor.Invariant;
import dev.jobc.executor.WorkerSettings;
import java.time.InstantSource;
import java.util.List;

/** Everything of one database. Thread-safe. */
public interface Store extends AutoCloseable {
  PlanStore plans();

  RunStore runs();

  ValueStore values();

  Answers answers();

  ScheduleStore schedules();

  QueueStore queues();

  LetterStore letters();

  ResultStore results();

  Upkeep upkeep();

  /** See {@link dev.jobc.executor.Engine#invariants}. */
  List<Invariant> invariants(int newest);

  /** Opens a channel for messages; each has a connection of its own. */
  Signals signals();

  /** The time that all processes share: what happens, and when, is decided by it alone. */
  InstantSource clock();

  /** Registers a worker. */
  WorkSession openSession(WorkerSettings settings);

  @Override
  void close();
}
