package dev.jobc.executor.store.memory;

import dev.jobc.executor.store.AnswerContract;
import dev.jobc.executor.store.HoldContract;
import dev.jobc.executor.store.LetterContract;
import dev.jobc.executor.store.RunContract;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.StoreContract;
import dev.jobc.executor.store.TryContract;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

class MemoryStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return empty();
  }

  private static Store empty() {
    return new MemoryStore(InstantSource.system());
  }

  @Nested
  class Answers extends AnswerContract {
    @Override
    protected Store open() {
      return empty();
    }
  }

  @Nested
  class Letters extends LetterContract {
    @Override
    protected Store open() {
      return empty();
    }
  }

  @Nested
  class Runs extends RunContract {
    @Override
    protected Store open() {
      return empty();
    }
  }

  @Nested
  class Tries extends TryContract {
    @Override
    protected Store open() {
      return empty();
    }
  }

  @Nested
  class Holds extends HoldContract {
    @Override
    protected Store open() {
      return empty();
    }
  }
}
