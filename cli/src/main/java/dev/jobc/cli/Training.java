package dev.jobc.cli;

import dev.jobc.cli.context.Console;
import dev.jobc.cli.context.Session;
import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.ThrowawayPostgres;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Does once what commands usually do, so that a JVM that watches can write down the classes they
 * need (see {@code docs/decisions/0003}). Uses a throw-away server; prints nothing.
 *
 * <p>Arguments: a workflow, and a state directory that the caller removes.
 */
final class Training {
  private Training() {}

  public static void main(String[] arguments) throws Exception {
    String workflow = arguments[0];
    EmbeddedPostgres server = ThrowawayPostgres.shared();
    String home = arguments[1];
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("JOBC_HOME", home);
    environment.put("JOBC_DATABASE_URL", server.jdbcUrl(server.database()));
    environment.put("JOBC_DATABASE_USER", server.user());
    environment.put("JOBC_DATABASE_PASSWORD", server.password());
    for (String[] command :
        new String[][] {
          {"version"},
          {"check", workflow},
          {"compile", workflow},
          {"run", workflow},
          {"runs", "list"},
          {"doctor"},
          {"run", "no-such-file"},
          {"no-such-verb"}
        }) {
      Main.run(session(environment), command);
    }
    System.exit(0);
  }

  private static Session session(Map<String, String> environment) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Session(
        Console.plain(nowhere, nowhere),
        environment,
        Path.of("").toAbsolutePath(),
        InstantSource.system());
  }
}
