package dev.jobc.cli.context;

import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.type.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which dead letters a command is about, by id or as {@code key=value} arguments. */
public final class Letters {
  /** What there is to say, for {@code --help}. */
  public static final String HELP =
      "workflow=NAME, namespace=NAME, task=NAME or olderThan=DURATION; all must fit";

  private static final Set<String> KEYS = Set.of("workflow", "namespace", "task", "olderThan");
  private static final int PAGE = 1_000;

  private Letters() {}

  /**
   * Reads {@code --where}.
   *
   * @param now what {@code olderThan} counts back from
   */
  public static DeadLetters.Filter read(List<String> arguments, Instant now) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      int equals = Math.max(0, argument.indexOf('='));
      String key = argument.substring(0, equals);
      if (!KEYS.contains(key)) {
        throw wrong(argument, HELP);
      }
      if (given.put(key, argument.substring(equals + 1)) != null) {
        throw wrong(argument, "`" + key + "` is said twice");
      }
    }
    return new DeadLetters.Filter(
        Set.of(),
        given.get("namespace"),
        given.get("workflow"),
        given.get("task"),
        before(given.get("olderThan"), now));
  }

  private static @Nullable Instant before(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    Duration age = TimeText.duration(text);
    if (age == null || age.isNegative()) {
      throw wrong("olderThan=" + text, "a duration is written like 90s, 30m, 12h or 7d");
    }
    return now.minus(age);
  }

  private static CliException wrong(String argument, String help) {
    return new CliException(ExitCode.USAGE, "`--where " + argument + "` is not understood", help);
  }

  /** Reads ids, without repetitions. */
  public static Set<Long> ids(List<String> texts) {
    Set<Long> ids = new LinkedHashSet<>();
    texts.forEach(text -> ids.add(id(text)));
    return ids;
  }

  /** Reads an id, before any database is asked. */
  public static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw missing(text);
    }
  }

  /** There is none of that id. */
  public static CliException missing(Object id) {
    return new CliException(
        ExitCode.NOT_FOUND, "no dead letter `" + id + "`", "jobc deadletters list");
  }

  /** Either ids or {@code --where}, and {@code --dry-run} with the latter only. */
  public static void checkChoice(
      String verb, List<String> ids, List<String> where, boolean dryRun) {
    String help = "jobc deadletters " + verb + " --help";
    if (ids.isEmpty() == where.isEmpty()) {
      String message = "name dead letters, or say which with --where; one of the two";
      throw new CliException(ExitCode.USAGE, message, help);
    }
    if (dryRun && where.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "`--dry-run` goes with --where", help);
    }
  }

  /** All that fit, newest first. */
  public static List<DeadLetter> all(DeadLetters letters, DeadLetters.Filter filter) {
    List<DeadLetter> all = new ArrayList<>(letters.find(filter, null, PAGE));
    for (int size = 0; size != all.size() && all.size() % PAGE == 0; ) {
      size = all.size();
      all.addAll(letters.find(filter, all.getLast().id(), PAGE));
    }
    return all;
  }

  /** A number of them in words. */
  public static String count(long letters) {
    return letters + (letters == 1 ? " dead letter" : " dead letters");
  }
}
