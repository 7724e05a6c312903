package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Where;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Retention;
import dev.jobc.type.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobc runs clean}: removes old runs with all that belongs to them. */
@Command(
    name = "clean",
    description = "Remove runs some time after their end, with logs and values")
public final class RunsCleanVerb implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--ended",
      required = true,
      paramLabel = "AGE",
      description = "How long ago they must have ended at least, such as 30d")
  private String ended = "";

  @Option(names = "--where", paramLabel = "KEY=VALUE", description = Where.HELP)
  private List<String> where = List.of();

  @Option(names = "--dry-run", description = "Only count them")
  private boolean dryRun;

  RunsCleanVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Instant now = session.clock().instant();
    Retention retention = new Retention(now.minus(age("--ended", ended)), Where.read(where, now));
    try (Engine engine = Database.connect(session)) {
      if (dryRun) {
        session.console().out().println(runs(engine.cleanable(retention)) + " would be removed");
      } else {
        Retention.Removed removed = engine.clean(retention);
        session
            .console()
            .out()
            .println(
                runs(removed.runs())
                    + " removed"
                    + (removed.days() == 0 ? "" : ", " + removed.days() + " days of history"));
      }
      return ExitCode.OK.code();
    }
  }

  /** An age as people write it; at least nothing. */
  static Duration age(String option, String text) {
    Duration age = TimeText.duration(text);
    if (age == null || age.isNegative()) {
      throw new CliException(
          ExitCode.USAGE, option + " `" + text + "` is no age", "write 12h, 30d or the like");
    }
    return age;
  }

  private static String runs(long count) {
    return count + (count == 1 ? " run" : " runs");
  }
}
