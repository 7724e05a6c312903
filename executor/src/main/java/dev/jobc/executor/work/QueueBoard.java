package dev.jobc.executor.work;

import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.store.QueueStore;
import java.util.List;

/** What the operator says about the queues of a worker, as of a moment ago. Thread-safe. */
final class QueueBoard {
  private final QueueStore store;
  private final WorkerSettings settings;
  private volatile QueueStore.Board board;

  QueueBoard(QueueStore store, WorkerSettings settings) {
    this.store = store;
    this.settings = settings;
    board = store.board(settings.queues(), settings.roles());
  }

  /** Looks again. */
  void refresh() {
    board = store.board(settings.queues(), settings.roles());
  }

  /** Queues to take work from. */
  List<Integer> served() {
    return board.served();
  }

  /** Whether tasks of the queue have to ask before they start. */
  boolean isLimited(int queue) {
    return board.limited().contains(queue);
  }
}
