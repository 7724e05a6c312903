package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Queues.Settings;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc queues set}. */
@Command(name = "set", description = "Limit a queue, pause it; workers notice within a second")
public final class QueuesSetVerb implements Callable<Integer> {
  private static final String NONE = "none";

  private final Session session;

  @Parameters(paramLabel = "QUEUE", description = "Its name")
  private String name = "";

  @Option(names = "--slots", paramLabel = "N|none", description = "Tasks under way at once")
  private @Nullable String slots;

  @Option(names = "--rate", paramLabel = "N/TIME|none", description = "Starts, such as 100/1m")
  private @Nullable String rate;

  @Option(
      names = "--paused",
      arity = "1",
      paramLabel = "true|false",
      description = "Take nothing from it")
  private @Nullable Boolean paused;

  QueuesSetVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (slots == null && rate == null && paused == null) {
      throw usage("nothing to set", "jobc queues set " + name + " --slots 4 --rate 100/1m");
    }
    // What is wrong with the options is told before anything is changed.
    changed(Settings.NONE);
    try (Engine engine = Database.connect(session)) {
      engine.queues().setQueue(name, this::changed);
      session.console().out().println("queue " + name + " set");
      return ExitCode.OK.code();
    }
  }

  private Settings changed(Settings before) {
    Settings after = before;
    if (slots != null) {
      after = after.withSlots(slots.equals(NONE) ? 0 : number("--slots", slots));
    }
    if (rate != null) {
      after = rate.equals(NONE) ? after.withRate(0, Duration.ZERO) : rated(after, rate);
    }
    return paused == null ? after : after.withPaused(paused);
  }

  private static Settings rated(Settings before, String rate) {
    int slash = rate.indexOf('/');
    if (slash < 0) {
      throw usage("`--rate " + rate + "` has no `/`", "--rate 100/1m");
    }
    Duration per = RunsCleanVerb.age("--rate", rate.substring(slash + 1));
    if (per.toMillis() < 1) {
      throw usage("`--rate " + rate + "` has no time to count starts in", "--rate 100/1m");
    }
    return before.withRate(number("--rate", rate.substring(0, slash)), per);
  }

  private static int number(String option, String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw usage("`" + option + "` takes a whole number of at least 1, or none, not " + text);
    }
    return Integer.parseInt(text);
  }

  private static CliException usage(String message, String... hints) {
    return new CliException(ExitCode.USAGE, message, hints);
  }
}
