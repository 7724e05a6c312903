package dev.jobc.executor.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.calendar.Times;
import dev.jobc.executor.RunState;
import dev.jobc.executor.schedule.Turn.Outcome;
import dev.jobc.executor.schedule.Turn.Standing;
import dev.jobc.executor.schedule.Verdict.Pass;
import dev.jobc.executor.schedule.Verdict.Reason;
import dev.jobc.executor.schedule.Verdict.Start;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.plan.Trigger.Recurrence.Catchup;
import dev.jobc.plan.Trigger.Recurrence.Overlap;
import dev.jobc.plan.Trigger.Recurrence.Semantics;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TurnTest {
  private static final Instant T0 = Instant.parse("2026-11-22T00:00:00Z");

  /** At every full hour. */
  private static Rule hourly(Recurrence recurrence) {
    return new Rule(Times.cron("0 * * * *", ZoneOffset.UTC), recurrence, null, 1);
  }

  private static Recurrence recurrence(Catchup catchup, Overlap overlap) {
    return new Recurrence(catchup, overlap, 0, false, false, 0, null, null, Semantics.FIRE);
  }

  private static Instant at(int hour, int minute) {
    return T0.plus(Duration.ofMinutes(hour * 60L + minute));
  }

  private static Outcome look(Rule rule, Instant now, Instant doneTo) {
    return look(rule, now, doneTo, 0, null);
  }

  private static Outcome look(Rule rule, Instant now, Instant doneTo, int active, RunState last) {
    return Turn.take(rule, new Standing(now, doneTo, doneTo, active, last, Set.of()));
  }

  @Test
  void startsARunWhenItsTimeComesAndNotBefore() {
    Rule rule = hourly(recurrence(Catchup.NONE, Overlap.SKIP));

    Outcome before = look(rule, at(0, 59), at(0, 0));
    assertThat(before.verdicts()).isEmpty();
    assertThat(before.due()).isEqualTo(at(1, 0));

    Outcome then = look(rule, at(1, 0), at(0, 0));
    assertThat(then.verdicts()).containsExactly(new Start(at(1, 0)));
    assertThat(then.doneTo()).isEqualTo(at(1, 0));
    assertThat(then.due()).isEqualTo(at(2, 0));
  }

  @Test
  void aMinuteLateIsNotMissed() {
    Rule rule = hourly(recurrence(Catchup.NONE, Overlap.SKIP));

    assertThat(look(rule, at(1, 1), at(0, 0)).verdicts()).containsExactly(new Start(at(1, 0)));
    assertThat(look(rule, at(1, 1).plusMillis(1), at(0, 0)).verdicts())
        .containsExactly(new Pass(at(1, 0), at(1, 0), Reason.MISSED));
  }

  @Test
  void catchupSaysWhatBecomesOfMissedTimes() {
    Instant now = at(5, 30);

    Outcome none = look(hourly(recurrence(Catchup.NONE, Overlap.ALLOW)), now, at(0, 0));
    Outcome latest = look(hourly(recurrence(Catchup.LATEST, Overlap.ALLOW)), now, at(0, 0));
    Outcome all = look(hourly(recurrence(Catchup.ALL, Overlap.ALLOW)), now, at(0, 0));

    assertThat(none.verdicts()).containsExactly(new Pass(at(1, 0), at(5, 0), Reason.MISSED));
    assertThat(latest.verdicts())
        .containsExactly(new Pass(at(1, 0), at(4, 0), Reason.MISSED), new Start(at(5, 0)));
    assertThat(all.verdicts())
        .containsExactly(
            new Start(at(1, 0)),
            new Start(at(2, 0)),
            new Start(at(3, 0)),
            new Start(at(4, 0)),
            new Start(at(5, 0)));
    assertThat(List.of(none.due(), latest.due(), all.due())).containsOnly(at(6, 0));
  }

  @Test
  void aTimeThatJustCameStandsForThoseMissedBefore() {
    Rule rule = hourly(recurrence(Catchup.LATEST, Overlap.ALLOW));

    assertThat(look(rule, at(5, 0), at(2, 0)).verdicts())
        .containsExactly(new Pass(at(3, 0), at(4, 0), Reason.MISSED), new Start(at(5, 0)));
  }

  @Test
  void whileARunIsUnderWay() {
    Instant now = at(1, 0);

    assertThat(
            look(hourly(recurrence(Catchup.NONE, Overlap.SKIP)), now, at(0, 0), 1, RunState.RUNNING)
                .verdicts())
        .containsExactly(new Pass(at(1, 0), at(1, 0), Reason.OVERLAP));
    assertThat(
            look(
                    hourly(recurrence(Catchup.NONE, Overlap.ALLOW)),
                    now,
                    at(0, 0),
                    9,
                    RunState.RUNNING)
                .verdicts())
        .containsExactly(new Start(at(1, 0)));
    assertThat(
            look(
                    hourly(recurrence(Catchup.NONE, Overlap.CANCEL_RUNNING)),
                    now,
                    at(0, 0),
                    1,
                    RunState.RUNNING)
                .verdicts())
        .containsExactly(new Verdict.Cancel(), new Start(at(1, 0)));
  }

  @Test
  void aTimeThatWaitsIsNeverMissed() {
    Rule rule = hourly(recurrence(Catchup.NONE, Overlap.QUEUE));
    Outcome waits = look(rule, at(1, 0), at(0, 0), 1, RunState.RUNNING);
    assertThat(waits.verdicts()).isEmpty();
    assertThat(waits.waits()).contains("under way");
    assertThat(waits.due()).isAfter(at(1, 0)).isBefore(at(1, 1));

    Outcome later =
        Turn.take(
            rule,
            new Standing(at(3, 30), waits.doneTo(), waits.seenTo(), 0, RunState.FAILED, Set.of()));

    // 1:00 was seen and waited; 2:00 and 3:00 came while nobody looked.
    assertThat(later.verdicts()).startsWith(new Start(at(1, 0)));
    assertThat(later.waits()).isNull();
    assertThat(later.verdicts()).contains(new Pass(at(2, 0), at(3, 0), Reason.MISSED));
  }

  @Test
  void oneAfterTheOther() {
    Recurrence past =
        new Recurrence(Catchup.ALL, Overlap.ALLOW, 0, true, false, 0, null, null, Semantics.FIRE);

    Outcome first = look(hourly(past), at(3, 0), at(0, 0));
    assertThat(first.verdicts()).containsExactly(new Start(at(1, 0)));
    assertThat(first.waits()).isEqualTo("the run before it is under way");

    Outcome failed = look(hourly(past), at(3, 0), at(1, 0), 0, RunState.FAILED);
    assertThat(failed.verdicts()).isEmpty();
    assertThat(failed.waits()).isEqualTo("the run before it has failed");

    assertThat(look(hourly(past), at(3, 0), at(1, 0), 0, RunState.SUCCEEDED).verdicts())
        .containsExactly(new Start(at(2, 0)));
  }

  @Test
  void keepsWithinItsBounds() {
    Recurrence bounded =
        new Recurrence(
            Catchup.ALL,
            Overlap.ALLOW,
            0,
            false,
            false,
            0,
            at(2, 0).toString(),
            at(3, 0).toString(),
            Semantics.FIRE);
    Rule rule = new Rule(hourly(bounded).times(), bounded, at(3, 0).plusMillis(1), 1);

    Outcome outcome = look(rule, at(9, 0), at(0, 0));

    assertThat(outcome.verdicts()).containsExactly(new Start(at(2, 0)), new Start(at(3, 0)));
    assertThat(outcome.due()).isNull();
  }

  @Test
  void oneLookStartsABoundedNumberOfRuns() {
    Rule rule = hourly(recurrence(Catchup.ALL, Overlap.ALLOW));

    Outcome outcome = look(rule, at(500, 0), at(0, 0));

    assertThat(outcome.verdicts()).hasSize(Turn.MOST);
    assertThat(outcome.due()).isEqualTo(at(500, 0));
  }

  /**
   * Looks at random moments, runs that end at random: what the contract promises of any of them.
   */
  @Test
  void dealsWithEveryTimeOnceAndInOrder() {
    for (int seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Recurrence recurrence =
          new Recurrence(
              Catchup.values()[random.nextInt(3)],
              random.nextBoolean() ? Overlap.QUEUE : Overlap.values()[random.nextInt(4)],
              random.nextBoolean() ? 0 : 20 * 60_000,
              random.nextInt(4) == 0,
              false,
              random.nextInt(3),
              null,
              null,
              Semantics.FIRE);
      check(hourly(recurrence), random, "seed " + seed);
    }
  }

  private static void check(Rule rule, SplittableRandom random, String seed) {
    Instant now = T0;
    Instant doneTo = T0;
    Instant seenTo = T0;
    int active = 0;
    RunState last = null;
    Set<Instant> dealtWith = new HashSet<>();
    List<Instant> passed = new ArrayList<>();
    for (int look = 0; look < 40; look++) {
      now = now.plusSeconds(random.nextInt(random.nextInt(10) == 0 ? 40_000 : 3_000));
      Outcome outcome = Turn.take(rule, new Standing(now, doneTo, seenTo, active, last, Set.of()));
      for (Verdict verdict : outcome.verdicts()) {
        switch (verdict) {
          case Start(Instant time) -> {
            assertThat(rule.startOf(time)).as(seed).isBeforeOrEqualTo(now);
            assertThat(dealtWith.add(time)).as("%s: %s once", seed, time).isTrue();
            active++;
            last = RunState.RUNNING;
          }
          case Verdict.Cancel() -> active--;
          case Pass(Instant from, Instant to, Reason reason) -> {
            for (Instant at = from; at != null && !at.isAfter(to); at = rule.after(at)) {
              assertThat(dealtWith.add(at)).as("%s: %s once", seed, at).isTrue();
              passed.add(at);
            }
          }
        }
      }
      assertThat(outcome.doneTo()).as(seed).isAfterOrEqualTo(doneTo);
      doneTo = outcome.doneTo();
      seenTo = outcome.seenTo();
      if (outcome.waits() == null && outcome.due() != null) {
        assertThat(outcome.due()).as(seed).isAfter(now);
      }
      if (active > 0 && random.nextBoolean()) {
        active--;
        last = active == 0 ? RunState.SUCCEEDED : last;
      }
    }
    for (Instant at = rule.after(T0); at != null && !at.isAfter(doneTo); at = rule.after(at)) {
      assertThat(dealtWith).as(seed).contains(at);
    }
    if (rule.recurrence().catchup() == Catchup.ALL && rule.recurrence().overlap() != Overlap.SKIP) {
      assertThat(passed).as(seed).isEmpty();
    }
  }

  @Test
  void jitterIsBoundedAndAlwaysTheSame() {
    Recurrence late =
        new Recurrence(
            Catchup.NONE, Overlap.SKIP, 60_000, false, false, 0, null, null, Semantics.FIRE);
    Set<Duration> delays = new HashSet<>();
    for (int hour = 0; hour < 50; hour++) {
      Duration delay = Duration.between(at(hour, 0), hourly(late).startOf(at(hour, 0)));
      assertThat(delay).isBetween(Duration.ZERO, Duration.ofMinutes(1));
      assertThat(hourly(late).startOf(at(hour, 0))).isEqualTo(at(hour, 0).plus(delay));
      delays.add(delay);
    }
    assertThat(delays).hasSizeGreaterThan(40);
  }
}
