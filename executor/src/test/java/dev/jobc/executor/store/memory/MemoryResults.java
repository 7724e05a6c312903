package dev.jobc.executor.store.memory;

import dev.jobc.executor.store.ResultKey;
import dev.jobc.executor.store.ResultStore;
import java.util.Optional;

/** Results that may be used again, in memory. */
final class MemoryResults implements ResultStore {
  private final Books books;

  MemoryResults(Books books) {
    this.books = books;
  }

  @Override
  public Optional<Result> find(ResultKey key) {
    synchronized (books) {
      return Optional.ofNullable(books.results.get(key))
          .filter(kept -> kept.at() > books.millis())
          .map(Books.Later::what);
    }
  }

  @Override
  public int removeOver() {
    synchronized (books) {
      int before = books.results.size();
      books.results.values().removeIf(kept -> kept.at() <= books.millis());
      return before - books.results.size();
    }
  }
}
