package dev.jobc.executor.store;

import dev.jobc.executor.WorkerSettings;
import java.time.InstantSource;

/** Everything of one database. Thread-safe. */
public interface Store extends AutoCloseable {
  PlanStore plans();

  RunStore runs();

  ValueStore values();

  Answers answers();

  ScheduleStore schedules();

  QueueStore queues();

  LetterStore letters();

  Upkeep upkeep();

  /** Opens a channel for messages; each has a connection of its own. */
  Signals signals();

  /** The time that all processes share: what happens, and when, is decided by it alone. */
  InstantSource clock();

  /** Registers a worker. */
  WorkSession openSession(WorkerSettings settings);

  @Override
  void close();
}
