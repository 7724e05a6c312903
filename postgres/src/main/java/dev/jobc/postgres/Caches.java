package dev.jobc.postgres;

import java.nio.file.Path;
import java.util.Map;

/** Where unpacked programs are kept, by the customs of the system. */
public final class Caches {
  private Caches() {}

  /**
   * {@code JOBC_CACHE}; else for root {@code /var/cache/jobc} (root's home is closed to the account
   * the server runs under); else {@code $XDG_CACHE_HOME/jobc} or {@code ~/.cache/jobc}.
   */
  public static Path directory() {
    return directory(System.getenv(), isRoot());
  }

  /** {@code HOME} as the caller set it; what the account's entry says only if it isn't set. */
  public static Path userHome(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.startsWith("/") ? home : System.getProperty("user.home"));
  }

  static Path directory(Map<String, String> environment, boolean root) {
    String chosen = environment.getOrDefault("JOBC_CACHE", "");
    if (!chosen.isEmpty()) {
      return Path.of(chosen);
    }
    if (root) {
      return Path.of("/var/cache/jobc");
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (xdg.startsWith("/") ? Path.of(xdg) : userHome(environment).resolve(".cache"))
        .resolve("jobc");
  }

  /** Whether this process runs as root, so that the server steps down to another account. */
  public static boolean isRoot() {
    return ServerUser.current().steppedDown();
  }
}
