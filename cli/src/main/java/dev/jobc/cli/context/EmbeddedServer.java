package dev.jobc.cli.context;

import dev.jobc.postgres.Settings;

/** The embedded server as the thing that a command is about. */
public final class EmbeddedServer {
  private EmbeddedServer() {}

  /**
   * Its settings.
   *
   * @throws CliException when another database is configured, so that there is none
   */
  public static Settings of(Session session) {
    return switch (session.database()) {
      case DatabaseChoice.Embedded(Settings settings) -> settings;
      case DatabaseChoice.Configured configured ->
          throw new CliException(
              ExitCode.USAGE,
              "no embedded PostgreSQL is in use: JOBC_DATABASE_URL names " + configured,
              "unset JOBC_DATABASE_URL to use the embedded one");
    };
  }
}
