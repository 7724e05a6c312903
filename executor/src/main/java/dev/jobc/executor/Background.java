package dev.jobc.executor;

import java.util.Optional;

/** Something that a process does again and again beside its other work, until closed. */
public interface Background extends AutoCloseable {

  /** What keeps it from its work just now, in one line; it goes on trying. */
  Optional<String> trouble();

  /** Ends it; what is under way may take a few seconds. */
  @Override
  void close();
}
