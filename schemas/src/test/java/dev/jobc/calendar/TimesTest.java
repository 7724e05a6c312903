package dev.jobc.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static List<String> first(Times times, String after, int count) {
    List<String> found = new ArrayList<>();
    Instant at = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      at = times.after(at);
      if (at == null) {
        break;
      }
      found.add(at.toString());
    }
    return found;
  }

  /** In Berlin the clock leaps from 2 to 3 on 2026-03-29 (01:00 UTC). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // A time of day that doesn't exist comes at the leap, once.
        "30 2 * * *    | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z,2026-03-30T00:30:00Z",
        "15,45 2 * * * | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z,2026-03-30T00:15:00Z",
        "0 2,3 * * *   | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z,2026-03-30T00:00:00Z",
        "30 2 * * *    | 2026-03-29T00:59:59Z | 2026-03-29T01:00:00Z,2026-03-30T00:30:00Z",
        "30 2 * * *    | 2026-03-29T00:59:58Z | 2026-03-29T01:00:00Z,2026-03-30T00:30:00Z",
        // A rhythm goes on.
        "30 * * * *    | 2026-03-29T00:00:00Z | 2026-03-29T00:30:00Z,2026-03-29T01:30:00Z",
        "*/20 * * * *  | 2026-03-29T00:30:00Z | 2026-03-29T00:40:00Z,2026-03-29T01:00:00Z",
        // A clock that shows 2 to 3 twice, on 2026-10-25 (01:00 UTC): the first time only ...
        "30 2 * * *    | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z,2026-10-26T01:30:00Z",
        "0 3 * * *     | 2026-10-24T12:00:00Z | 2026-10-25T02:00:00Z,2026-10-26T02:00:00Z",
        "30 2 * * *    | 2026-10-25T01:10:00Z | 2026-10-26T01:30:00Z,2026-10-27T01:30:00Z",
        // ... or both times, for a rhythm.
        "30 * * * *    | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z,2026-10-25T01:30:00Z",
        "*/30 2 * * *  | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z,2026-10-25T01:00:00Z",
      })
  void meetsChangesOfTheClock(String cron, String after, String expected) {
    Times times = Times.cron(cron, BERLIN);

    assertThat(String.join(",", first(times, after, 2))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 29 2 *      | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z",
        "0 0 13 * 5      | 2026-11-01T00:00:00Z | 2026-11-06T00:00:00Z",
        "0 0 * * 7       | 2026-11-22T00:00:00Z | 2026-11-29T00:00:00Z",
        "0 0 * * 5-7     | 2026-11-21T00:00:00Z | 2026-11-22T00:00:00Z",
        "5/20 * * * * *  | 2026-11-22T00:00:05Z | 2026-11-22T00:00:25Z",
        "0 0 31 12 *     | 2026-12-31T00:00:00Z | 2027-12-31T00:00:00Z",
      })
  void readsFields(String cron, String after, String expected) {
    assertThat(first(Times.cron(cron, ZoneOffset.UTC), after, 1)).containsExactly(expected);
  }

  @Test
  void hasAnEnd() {
    assertThat(Times.cron("0 0 30 2 *", ZoneOffset.UTC).after(Instant.EPOCH)).isNull();
  }

  @Test
  void knowsTheOneBefore() {
    Times daily = Times.cron("30 2 * * *", BERLIN);

    assertThat(daily.before(Instant.parse("2026-03-30T00:30:00Z")))
        .isEqualTo("2026-03-29T01:00:00Z");
    assertThat(daily.before(Instant.parse("2026-03-29T01:00:00Z")))
        .isEqualTo("2026-03-28T01:30:00Z");
    assertThat(Times.cron("0 0 29 2 *", BERLIN).before(Instant.parse("2026-01-01T00:00:00Z")))
        .isEqualTo("2024-02-28T23:00:00Z");
  }

  @Test
  void hasAFixedDistance() {
    Times times = Times.every(Duration.ofMinutes(10), Instant.parse("2026-11-22T00:03:00Z"));

    assertThat(first(times, "2026-11-22T00:03:00Z", 2))
        .containsExactly("2026-11-22T00:13:00Z", "2026-11-22T00:23:00Z");
    assertThat(times.before(Instant.parse("2026-11-22T00:03:00Z")))
        .isEqualTo("2026-11-21T23:53:00Z");
    assertThat(times.before(Instant.parse("2026-11-22T00:03:00.000000001Z")))
        .isEqualTo("2026-11-22T00:03:00Z");
  }

  /** Another implementation says the same where no clock changes. */
  @Test
  void agreesWithAnotherLibrary() {
    CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2_000; i++) {
      String cron = line(random);
      ZonedDateTime from =
          LocalDateTime.of(2024, 1, 1, 0, 0)
              .plusMinutes(random.nextInt(5 * 366 * 24 * 60))
              .atZone(ZoneOffset.UTC);
      Instant expected =
          ExecutionTime.forCron(parser.parse(cron))
              .nextExecution(from)
              .map(ZonedDateTime::toInstant)
              .orElse(null);

      assertThat(Times.cron(cron, ZoneOffset.UTC).after(from.toInstant()))
          .as("%s after %s", cron, from)
          .isEqualTo(expected);
    }
  }

  /**
   * Minute by minute over changes of many zones: the rules in the class's contract, word by word.
   */
  @Test
  void keepsItsRulesInEveryZone() {
    SplittableRandom random = new SplittableRandom(11);
    List<String> zones =
        List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata");
    for (int i = 0; i < 300; i++) {
      String cron = dense(random);
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      var change =
          zone.getRules()
              .nextTransition(
                  Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(20_000_000)));
      Instant around = change == null ? Instant.parse("2026-03-29T01:00:00Z") : change.getInstant();
      Instant from = around.minus(Duration.ofHours(30));
      Instant to = around.plus(Duration.ofHours(30));
      Times times = Times.cron(cron, zone);
      List<Instant> found = new ArrayList<>();
      for (Instant at = times.after(from); at != null && at.isBefore(to); at = times.after(at)) {
        found.add(at);
      }

      assertThat(found).as("%s in %s", cron, zone).isEqualTo(byMinute(cron, zone, from, to));
      for (Instant at : found) {
        assertThat(times.before(at.plusMillis(1))).isEqualTo(at);
      }
    }
  }

  private static List<Instant> byMinute(String cron, ZoneId zone, Instant from, Instant to) {
    CronFields fields = CronFields.of(cron);
    List<Instant> expected = new ArrayList<>();
    for (Instant at = from.plusSeconds(60); at.isBefore(to); at = at.plusSeconds(60)) {
      LocalDateTime local = LocalDateTime.ofInstant(at, zone);
      boolean fits = local.equals(fields.from(local));
      var change = zone.getRules().nextTransition(at.minusNanos(1));
      boolean leap = change != null && change.getInstant().equals(at) && change.isGap();
      if (!fields.wild()) {
        boolean shownBefore =
            zone.getRules().getValidOffsets(local).size() == 2
                && !zone.getRules()
                    .getOffset(at)
                    .equals(zone.getRules().getValidOffsets(local).get(0));
        fits &= !shownBefore;
        for (LocalDateTime gone = leap ? change.getDateTimeBefore() : local;
            leap && gone.isBefore(change.getDateTimeAfter());
            gone = gone.plusMinutes(1)) {
          fits |= gone.equals(fields.from(gone));
        }
      }
      if (fits) {
        expected.add(at);
      }
    }
    return expected;
  }

  private static String dense(SplittableRandom random) {
    String minute =
        switch (random.nextInt(3)) {
          case 0 -> "*/" + (7 + random.nextInt(20));
          case 1 -> random.nextInt(30) + "," + (30 + random.nextInt(30));
          default -> Integer.toString(random.nextInt(60));
        };
    String hour =
        switch (random.nextInt(3)) {
          case 0 -> "*";
          case 1 -> "0-4";
          default -> Integer.toString(random.nextInt(4));
        };
    return minute + " " + hour + " * * *";
  }

  private static String line(SplittableRandom random) {
    return field(random, 0, 59, 3)
        + " "
        + field(random, 0, 23, 3)
        + " "
        + field(random, 1, 28, 3)
        + " "
        + field(random, 1, 12, 2)
        + " "
        + field(random, 0, 6, 2);
  }

  private static String field(SplittableRandom random, int lowest, int highest, int stars) {
    int width = highest - lowest + 1;
    int from = lowest + random.nextInt(width);
    int to = from + random.nextInt(highest - from + 1);
    return switch (random.nextInt(stars + 3)) {
      case 0 -> Integer.toString(from);
      case 1 -> from + "-" + to;
      case 2 -> from == to ? Integer.toString(from) : from + "," + to;
      default -> "*";
    };
  }
}
