package dev.jobc.cli.context;

import dev.jobc.postgres.Caches;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where jobc keeps what must survive: the embedded database, its log, the work directory of tasks.
 *
 * <p>One a user, not one a project, so that a run can be looked up from anywhere and one server
 * serves all. Root's is {@code /var/lib/jobc}, because PostgreSQL doesn't run as root and another
 * account can't get into root's home.
 */
final class StateHome {
  private StateHome() {}

  /** {@code JOBC_HOME}; else root's; else {@code $XDG_STATE_HOME/jobc} or its default. */
  static Path choose(Map<String, String> environment, boolean root, Path directory) {
    String chosen = environment.getOrDefault("JOBC_HOME", "");
    if (!chosen.isEmpty()) {
      return directory.resolve(chosen).normalize();
    }
    if (root) {
      return Path.of("/var/lib/jobc");
    }
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    return (xdg.startsWith("/")
            ? Path.of(xdg)
            : Caches.userHome(environment).resolve(".local/state"))
        .resolve("jobc");
  }
}
