package dev.jobc.executor.store.memory;

import dev.jobc.executor.store.AnswerContract;
import dev.jobc.executor.store.CancelContract;
import dev.jobc.executor.store.ClaimContract;
import dev.jobc.executor.store.HoldContract;
import dev.jobc.executor.store.LetterContract;
import dev.jobc.executor.store.LimitContract;
import dev.jobc.executor.store.ReadContract;
import dev.jobc.executor.store.ResultContract;
import dev.jobc.executor.store.RunContract;
import dev.jobc.executor.store.RunLimitContract;
import dev.jobc.executor.store.SessionContract;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.TryContract;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** The contract of every store, by theme; the same as of the one in PostgreSQL. */
class MemoryStoreTest {
  private static Store empty() {
    return new MemoryStore(InstantSource.system());
  }

  @Nested
  class Claims extends ClaimContract {
    @Override
    protected Store open() {
      return empty();
    }
  }

  @Nested
  class Sessions extends SessionContract {
    @Override
    protected Store open() {
      return empty();
    }
  }

  @Nested
  class Cancels extends CancelContract {
    @Override
    protected Store open() {
      return empty();
    }
  }

  @Nested
  class Readers extends ReadContract {
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
  class Limits extends LimitContract {
    @Override
    protected Store open() {
      return empty();
    }
  }

  @Nested
  class RunLimits extends RunLimitContract {
    @Override
    protected Store open() {
      return empty();
    }
  }

  @Nested
  class Answers extends AnswerContract {
    @Override
    protected Store open() {
      return empty();
    }
  }

  @Nested
  class Results extends ResultContract {
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

  @Nested
  class Letters extends LetterContract {
    @Override
    protected Store open() {
      return empty();
    }
  }
}
