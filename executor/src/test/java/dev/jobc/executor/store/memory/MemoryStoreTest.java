package dev.jobc.executor.store.memory;

import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.StoreContract;
import java.time.InstantSource;

class MemoryStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return new MemoryStore(InstantSource.system());
  }
}
