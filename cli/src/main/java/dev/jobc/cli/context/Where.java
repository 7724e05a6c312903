package dev.jobc.cli.context;

import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunState;
import dev.jobc.type.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which runs a command is about, as {@code key=value} arguments. */
public final class Where {
  /** What there is to say, for {@code --help}. */
  public static final String HELP =
      "workflow=NAME, namespace=NAME, state=STATE, olderThan=DURATION or label.NAME=VALUE;"
          + " all must fit";

  private static final String LABEL = "label.";

  private static final Set<String> KEYS = Set.of("workflow", "namespace", "state", "olderThan");

  private Where() {}

  /**
   * Reads the arguments.
   *
   * @param now what {@code olderThan} counts back from
   * @throws CliException when one is not understood
   */
  public static RunFilter read(List<String> arguments, Instant now) {
    Map<String, String> given = new HashMap<>();
    Map<String, String> labels = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String key = equals < 1 ? argument : argument.substring(0, equals);
      boolean label = key.startsWith(LABEL) && key.length() > LABEL.length();
      if (equals < 1 || !label && !KEYS.contains(key)) {
        throw wrong(argument, HELP);
      }
      String value = argument.substring(equals + 1);
      String before =
          label ? labels.put(key.substring(LABEL.length()), value) : given.put(key, value);
      if (before != null) {
        throw wrong(argument, "`" + key + "` is said twice");
      }
    }
    return new RunFilter(
        given.get("namespace"),
        given.get("workflow"),
        state(given.get("state")),
        before(given.get("olderThan"), now),
        labels);
  }

  private static CliException wrong(String argument, String help) {
    return new CliException(ExitCode.USAGE, "`--where " + argument + "` is not understood", help);
  }

  private static @Nullable RunState state(@Nullable String word) {
    if (word == null) {
      return null;
    }
    for (RunState state : RunState.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    String known =
        Arrays.stream(RunState.values()).map(RunState::word).collect(Collectors.joining(", "));
    throw wrong("state=" + word, "states are " + known);
  }

  private static @Nullable Instant before(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    Duration age = TimeText.duration(text);
    if (age == null) {
      throw wrong("olderThan=" + text, "a duration is written like 90s, 30m, 12h or 7d");
    }
    return now.minus(age);
  }
}
