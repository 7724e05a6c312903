package dev.jobc.executor.store.postgres;

import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.StoreContract;
import dev.jobc.executor.testing.TestDatabase;
import java.time.InstantSource;

class PostgresStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return PostgresStore.open(TestDatabase.create().settings(), InstantSource.system());
  }
}
