package dev.jobc.executor.core;

import dev.jobc.executor.core.Admission.Answer;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One look at those who ask limits, all of them in their order.
 *
 * @param through hold from now on what they need
 * @param refused are not to wait: their authors want them to fail, or to be cancelled
 * @param kept stay behind, each at the limit that stopped it
 */
public record AdmissionRound<W extends AdmissionRound.Asker>(
    List<Asking<W>> through, List<Stop<W>> refused, List<Stop<W>> kept) {

  /** Somebody who asks, or waits. */
  public interface Asker {
    /** In this order they are asked: the best priority first, then the oldest. */
    Comparator<Asker> ORDER =
        Comparator.comparingInt(Asker::prio)
            .thenComparingLong(Asker::since)
            .thenComparingLong(one -> one.id() == 0 ? Long.MAX_VALUE : one.id());

    /** 0 is best. */
    int prio();

    /** Since when its step, or run, has been ready: microseconds since 1970. */
    long since();

    /** Grows with those who wait; 0 for one that has only just come. */
    long id();
  }

  /**
   * One with its question.
   *
   * @param needs with all limits known
   */
  public record Asking<W>(W who, List<Need> needs) {}

  /**
   * One that does not get through.
   *
   * @param missing slots that would have to be given back for it; 0 when others wait before it
   */
  public record Stop<W>(W who, Need by, int missing) {}

  /**
   * What is said to each.
   *
   * @param order by {@link Asker#ORDER}
   * @param taken slots by key
   */
  public static <W extends Asker> AdmissionRound<W> of(
      List<Asking<W>> order, Map<String, Integer> taken) {
    Admission admission = new Admission(taken);
    AdmissionRound<W> round =
        new AdmissionRound<>(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Asking<W> one : order) {
      switch (admission.ask(one.needs())) {
        case Answer.Through t -> round.through.add(one);
        case Answer.Stopped(Need by, int missing) when isRefused(by) ->
            round.refused.add(new Stop<>(one.who(), by, missing));
        case Answer.Stopped(Need by, int missing) -> {
          admission.waits(by);
          round.kept.add(new Stop<>(one.who(), by, missing));
        }
      }
    }
    return round;
  }

  private static boolean isRefused(Need by) {
    return switch (by.onLimit()) {
      case FAIL, CANCEL_NEW -> true;
      case QUEUE, CANCEL_RUNNING -> false;
    };
  }

  /** Those for whom holders are to make way. */
  public List<Stop<W>> pressing() {
    return kept.stream()
        .filter(stop -> stop.by().onLimit() == OnLimit.CANCEL_RUNNING && stop.missing() > 0)
        .toList();
  }

  /** Milliseconds after which a start that somebody waits for may count no more; -1 for never. */
  public long nextWindow() {
    return kept.stream()
        .mapToLong(stop -> stop.by().window())
        .filter(window -> window > 0)
        .min()
        .orElse(-1);
  }

  /** The shorter of two times, of which -1 is none. */
  public static long soonest(long one, long other) {
    return one < 0 || other < 0 ? Math.max(one, other) : Math.min(one, other);
  }
}
