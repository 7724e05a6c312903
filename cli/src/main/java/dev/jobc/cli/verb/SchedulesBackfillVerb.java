package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.ScheduleText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Schedules;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc schedules backfill}: runs for times of the past. */
@Command(
    name = "backfill",
    description = "Give the times of a range their runs; a worker starts them")
public final class SchedulesBackfillVerb implements Callable<Integer> {
  private final Session session;

  /** Which times get a run. */
  enum Reprocess {
    none,
    failed,
    all
  }

  @Parameters(paramLabel = "ID", description = "A schedule's number")
  private int id;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description = "A date in the schedule's time zone, or a timestamp")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TIME",
      description = "The first moment after it; a date means its beginning")
  private String to = "";

  @Option(
      names = "--max-active",
      paramLabel = "N",
      description = "Runs under way at once; default: ${DEFAULT-VALUE}")
  private int maxActive = 1;

  @Option(
      names = "--reprocess",
      paramLabel = "WHICH",
      description =
          "Times that have had a run: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private Reprocess reprocess = Reprocess.none;

  SchedulesBackfillVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (maxActive < 1) {
      throw new CliException(ExitCode.USAGE, "--max-active must be at least 1, not " + maxActive);
    }
    try (Engine engine = Database.connect(session)) {
      Schedules schedules = engine.schedules();
      ZoneId zone = ZoneId.of(SchedulesShowVerb.find(schedules, id).zone());
      Instant first = time("--from", from, zone);
      Instant last = time("--to", to, zone);
      if (!first.isBefore(last)) {
        throw new CliException(ExitCode.USAGE, "--to " + to + " is not after --from " + from);
      }
      Schedules.Schedule made =
          schedules.backfill(
              id,
              first,
              last,
              maxActive,
              switch (reprocess) {
                case none -> Schedules.Reprocess.NONE;
                case failed -> Schedules.Reprocess.FAILED;
                case all -> Schedules.Reprocess.ALL;
              });
      session.console().out().println(ScheduleText.line(made));
      return ExitCode.OK.code();
    }
  }

  private static Instant time(String option, String text, ZoneId zone) {
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(zone).toInstant();
    } catch (DateTimeException e) {
      throw new CliException(
          ExitCode.USAGE,
          option + " `" + text + "` is no time",
          "2026-11-22, or 2026-11-22T02:15:00+01:00");
    }
  }
}
