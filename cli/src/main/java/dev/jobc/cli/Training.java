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
 * <p>Arguments: {@code compiler} or {@code engine}, what the commands are about; a workflow; and a
 * state directory that the caller removes.
 */
final class Training {
  private Training() {}

  public static void main(String[] arguments) throws Exception {
    String samples = arguments[1];
    String workflow = samples + "/00-hello/workflow.yaml";
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("JOBC_HOME", arguments[2]);
    String[][] commands = {
      {"version"},
      {"check", samples},
      {"fmt", "--check", samples},
      {"simulate", workflow},
      {"test", samples},
      {"compile", workflow},
      {"check", "no-such-file"},
      {"explain", "JC0001"},
      {"no-such-verb"}
    };
    if (arguments[0].equals("engine")) {
      useServer(environment);
      commands =
          new String[][] {
            {"run", workflow}, {"runs", "list"}, {"doctor"}, {"run", "no-such-file"}, {"--help"}
          };
    }
    for (String[] command : commands) {
      Main.run(session(environment), command);
    }
    System.exit(0);
  }

  private static void useServer(Map<String, String> environment) throws Exception {
    EmbeddedPostgres server = ThrowawayPostgres.shared();
    environment.put("JOBC_DATABASE_URL", server.jdbcUrl(server.database()));
    environment.put("JOBC_DATABASE_USER", server.user());
    environment.put("JOBC_DATABASE_PASSWORD", server.password());
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
