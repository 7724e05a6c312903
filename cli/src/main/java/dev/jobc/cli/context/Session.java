package dev.jobc.cli.context;

import dev.jobc.postgres.Caches;
import dev.jobc.postgres.Settings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * One call of {@code jobc}: what surrounds it, and the options that every verb has.
 *
 * @see StateHome
 */
public final class Session {
  private final Console console;
  private final Map<String, String> environment;
  private final Path directory;
  private final InstantSource clock;
  private final StandardInput input = new StandardInput();

  private final OptionSpec debug =
      Declared.flag("--debug", "Show where in jobc an error came from")
          .scopeType(ScopeType.INHERIT)
          .build();

  private final OptionSpec colour =
      Declared.option(
              Colour.class,
              Colour.auto,
              "WHEN",
              "auto, always or never; auto is a terminal, unless NO_COLOR is set",
              "--color")
          .scopeType(ScopeType.INHERIT)
          .build();

  private final OptionSpec stateDirectory =
      Declared.option(
              Path.class,
              null,
              "DIR",
              "Where jobc keeps its database, logs and caches of tasks (or set JOBC_HOME)",
              "--state-dir")
          .scopeType(ScopeType.INHERIT)
          .build();

  /**
   * A call.
   *
   * @param directory the caller's working directory, absolute
   */
  public Session(
      Console console, Map<String, String> environment, Path directory, InstantSource clock) {
    this.console = console;
    this.environment = Map.copyOf(environment);
    this.directory = directory;
    this.clock = clock;
  }

  /** The options that every verb has. */
  public List<OptionSpec> options() {
    return List.of(debug, colour, stateDirectory);
  }

  /** Where to write, with colours as the caller wants them. */
  public Console console() {
    return switch (Declared.<Colour>value(colour)) {
      case auto -> console;
      case always -> console.withColour(true);
      case never -> console.withColour(false);
    };
  }

  public Path directory() {
    return directory;
  }

  /** What the caller gives instead of a file. */
  public StandardInput input() {
    return input;
  }

  public InstantSource clock() {
    return clock;
  }

  public boolean debug() {
    return Declared.<Boolean>value(debug);
  }

  /** A variable of the caller's environment; empty when it is not set. */
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** All variables whose names begin so. */
  public Map<String, String> variables(String prefix) {
    Map<String, String> some = new TreeMap<>(environment);
    some.keySet().removeIf(name -> !name.startsWith(prefix));
    return some;
  }

  /** A path as the caller means it. */
  public Path resolve(Path path) {
    return directory.resolve(path).normalize();
  }

  /** The state directory; see {@link StateHome}. */
  public Path home() {
    @Nullable Path chosen = stateDirectory.getValue();
    return chosen != null
        ? resolve(chosen)
        : StateHome.choose(environment, Caches.isRoot(), directory);
  }

  /** The embedded server of this state directory, whether it is used or not. */
  public Settings embedded() {
    return Settings.of(home().resolve("postgres"), Caches.directory());
  }

  public DatabaseChoice database() {
    return DatabaseChoice.of(environment, this::embedded);
  }
}
