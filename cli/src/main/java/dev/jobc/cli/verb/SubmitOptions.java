package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Begin;
import dev.jobc.executor.Submission;
import dev.jobc.executor.TraceContext;
import dev.jobc.type.TimeText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a verb says when a run begins, and what it is called. */
final class SubmitOptions {
  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Begin then: a timestamp; without an offset, the local time")
  private @Nullable String at;

  @Option(names = "--delay", paramLabel = "DURATION", description = "Begin so much later: 90s, 2h")
  private @Nullable String delay;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Name the run; the same again, with the same workflow and inputs, is the same run")
  private @Nullable String id;

  /** What can be said before anything else is done. */
  void check() {
    begin();
  }

  /** The submission with what the options say, in the trace of whoever calls jobc. */
  Submission apply(Session session, Submission submission) {
    TraceContext trace =
        TraceContext.parse(session.variable("TRACEPARENT"), session.variable("TRACESTATE"))
            .orElse(null);
    return submission.tracedBy(trace).beginning(begin()).named(id);
  }

  private @Nullable Begin begin() {
    if (at != null && delay != null) {
      throw new CliException(
          ExitCode.USAGE, "`--at` and `--delay` both say when; give one of the two");
    }
    return at != null ? new Begin.At(time(at)) : delay != null ? after(delay) : null;
  }

  private static Begin after(String text) {
    Duration delay = TimeText.duration(text);
    if (delay == null || delay.isNegative()) {
      throw new CliException(
          ExitCode.USAGE, "--delay `" + text + "` is no duration", "write 90s, 2h or the like");
    }
    return new Begin.After(delay);
  }

  private static Instant time(String text) {
    try {
      boolean hasZone = text.endsWith("Z") || text.matches(".*T.*[+-].*");
      return hasZone
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw new CliException(
          ExitCode.USAGE,
          "--at `" + text + "` is no time",
          "2026-11-22T02:15:00+01:00, or 2026-11-22T02:15 by the local clock");
    }
  }
}
