package dev.jobc.cli.view;

import dev.jobc.executor.RunId;
import dev.jobc.executor.Schedules.Cause;
import dev.jobc.executor.Schedules.Passed;
import dev.jobc.executor.Schedules.Schedule;
import dev.jobc.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Schedules in words and as JSON. Each time is shown in the schedule's zone and in UTC. */
public final class ScheduleText {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss XXX", Locale.ENGLISH);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("EEE HH:mm:ss'Z'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private ScheduleText() {}

  /** A table with a last line that counts. */
  public static List<String> list(List<Schedule> schedules) {
    Table table = new Table().row("ID", "WORKFLOW", "FIRES", "STATE", "NEXT", "LAST RUN");
    for (Schedule schedule : schedules) {
      RunId last = schedule.last();
      table.row(
          Integer.toString(schedule.id()),
          schedule.workflow(),
          fires(schedule),
          state(schedule),
          next(schedule),
          last == null ? "-" : last.toString());
    }
    List<String> lines = new ArrayList<>(schedules.isEmpty() ? List.of() : table.lines());
    lines.add(schedules.size() + (schedules.size() == 1 ? " schedule" : " schedules"));
    return lines;
  }

  /** One line. */
  public static String line(Schedule schedule) {
    String line = schedule.id() + "  " + fires(schedule);
    return switch (schedule.cause()) {
      case TIMES -> line + ", next " + next(schedule);
      case ENDS, EVENTS, CONDITION -> line;
    };
  }

  /** One schedule with its coming times, and those that got no run. */
  public static List<String> show(Schedule schedule, List<Instant> next, List<Passed> passed) {
    List<String> lines = new ArrayList<>();
    lines.add("schedule  " + schedule.id());
    lines.add("workflow  " + schedule.workflow());
    lines.add("fires     " + fires(schedule));
    lines.add("state     " + state(schedule));
    lines.add("active    " + schedule.active());
    RunId last = schedule.last();
    lines.add("last run  " + (last == null ? "-" : last));
    for (int i = 0; i < next.size(); i++) {
      lines.add((i == 0 ? "next      " : "          ") + time(next.get(i), schedule.zone()));
    }
    for (int i = 0; i < passed.size(); i++) {
      Passed one = passed.get(i);
      String range =
          one.from().equals(one.to())
              ? time(one.from(), schedule.zone())
              : time(one.from(), schedule.zone()) + " to " + time(one.to(), schedule.zone());
      lines.add((i == 0 ? "no run    " : "          ") + range + ": " + why(one));
    }
    return lines;
  }

  private static String why(Passed passed) {
    String detail = passed.detail() == null ? "" : ": " + passed.detail();
    return switch (passed.why()) {
          case "missed" -> "nothing was there to start it";
          case "overlap" -> "a run was under way";
          case "refused" -> "it was refused";
          default -> "its inputs could not be made";
        }
        + detail;
  }

  private static String fires(Schedule schedule) {
    Instant until = schedule.until();
    return schedule.parent() == null
        ? schedule.key()
        : "backfill of " + schedule.parent() + (until == null ? "" : " before " + until);
  }

  private static String state(Schedule schedule) {
    if (schedule.paused()) {
      return "paused";
    }
    if (schedule.waits() != null) {
      return (schedule.cause() == Cause.CONDITION ? "" : "waits: ") + schedule.waits();
    }
    return schedule.next() == null && schedule.cause() == Cause.TIMES ? "over" : "live";
  }

  private static String next(Schedule schedule) {
    Instant next = schedule.next();
    return switch (schedule.cause()) {
      case TIMES -> next == null ? "never" : time(next, schedule.zone());
      case ENDS -> "when one ends";
      case EVENTS -> "when one comes";
      case CONDITION -> next == null ? "-" : "looks " + time(next, schedule.zone());
    };
  }

  private static String time(Instant instant, String zone) {
    String local = LOCAL.withZone(ZoneId.of(zone)).format(instant);
    return zone.equals("UTC") ? local : local + " (" + UTC.format(instant) + ")";
  }

  /** For {@code -o json}; members are added, never renamed. */
  public static Json json(Schedule schedule) {
    RunId last = schedule.last();
    return Json.object()
        .put("id", Json.of((long) schedule.id()))
        .put("workflow", schedule.workflow())
        .put("key", schedule.key())
        .put("cause", schedule.cause().name().toLowerCase(Locale.ROOT))
        .put("timezone", schedule.zone())
        .put("parent", schedule.parent() == null ? Json.NULL : Json.of((long) schedule.parent()))
        .put("paused", Json.of(schedule.paused()))
        .put("waits", schedule.waits())
        .put("active", Json.of((long) schedule.active()))
        .put("doneTo", text(schedule.doneTo()))
        .put("until", text(schedule.until()))
        .put("next", text(schedule.next()))
        .put("lastRun", last == null ? null : last.toString())
        .build();
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
