package dev.jobc.executor.store;

/** Short messages between the processes of one database. Lost ones cost time, never work. */
public interface Signals extends AutoCloseable {

  /** What a process may hear. */
  enum Signal {
    /** There is new work. */
    READY,
    /** A run has ended. */
    ENDED,
    /** Some work must not go on; see {@link WorkSession#halted}. */
    HALT
  }

  /** Tells the other processes; never blocks for long, never throws. */
  void send(Signal signal);

  /** Waits for messages, at most so long, and returns those that came. */
  java.util.Set<Signal> await(java.time.Duration atMost);

  @Override
  void close();
}
