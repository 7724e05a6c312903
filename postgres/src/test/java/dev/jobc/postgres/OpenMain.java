package dev.jobc.postgres;

import java.nio.file.Path;

/** Opens a directory from a process of its own and tells what it got. */
final class OpenMain {
  private OpenMain() {}

  public static void main(String[] arguments) {
    EmbeddedPostgres server =
        EmbeddedPostgres.open(Settings.of(Path.of(arguments[0]), Caches.directory()));
    System.out.println(server.pid() + " " + server.port() + " " + server.started());
  }
}
