package dev.jobc.protocol;

/** Numbers that both ends agree on. */
public final class Protocol {
  /** The only version there is. */
  public static final int VERSION = 1;

  /** Largest payload of a frame in bytes, unless {@code welcome} says otherwise. */
  public static final int MAX_FRAME = 16 << 20;

  private Protocol() {}
}
