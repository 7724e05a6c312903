package dev.jobc.executor.store.postgres;

/** Which session, in which life. */
record SessionKey(int worker, long epoch, String name) {}
