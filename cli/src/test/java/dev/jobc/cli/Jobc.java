package dev.jobc.cli;

import dev.jobc.cli.context.Console;
import dev.jobc.cli.context.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls {@code jobc} in this JVM as a user would, with an environment of its own. */
final class Jobc {
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  Jobc(Path directory) {
    this.directory = directory;
    environment.put("JOBC_HOME", directory.resolve("home").toString());
  }

  Jobc with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  String variable(String name) {
    return environment.get(name);
  }

  /** What a command gave. */
  record Ended(int code, String out, String err) {}

  Ended call(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = Console.plain(stream(out), stream(err));
    int code =
        Main.run(new Session(console, environment, directory, InstantSource.system()), arguments);
    console.out().flush();
    console.err().flush();
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The same call in a process of its own. */
  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }
}
