package dev.jobc.executor.store;

/** What limits say to an attempt that is about to start and has asked them. */
public sealed interface Entry {

  /** It may start; what it holds is given back when it is recorded. */
  record Through() implements Entry {}

  /**
   * It may not.
   *
   * @param key the limit
   * @param fails whether it is to fail for that, not to be cancelled
   */
  record Refused(String key, boolean fails) implements Entry {}
}
