package dev.jobc.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.plan.JoinRule;
import dev.jobc.reference.JoinRules.Tally;
import dev.jobc.reference.JoinRules.Verdict;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Airflow 3.2's table: S succeeded, K skipped, F failed, U could not start, . has not ended. */
class JoinRulesTest {

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    // rule,                       SS,   SK,   SF,   SU,   KK,   KF,   FF,   FU,   UU,   S.,   K.,
    // F.,   U.
    "all_success,                  run,  skip, fail, fail, skip, fail, fail, fail, fail, wait,"
        + " skip, fail, fail",
    "all_done,                     run,  run,  run,  run,  run,  run,  run,  run,  run,  wait,"
        + " wait, wait, wait",
    "all_failed,                   skip, skip, skip, skip, skip, skip, run,  run,  run,  skip,"
        + " skip, wait, wait",
    "one_success,                  run,  run,  run,  run,  skip, fail, fail, fail, fail, run, "
        + " wait, wait, wait",
    "one_failed,                   skip, skip, run,  run,  skip, run,  run,  run,  run,  wait,"
        + " wait, run,  run",
    "one_done,                     run,  run,  run,  run,  skip, run,  run,  run,  skip, run, "
        + " wait, run,  wait",
    "none_failed,                  run,  run,  fail, fail, run,  fail, fail, fail, fail, wait,"
        + " wait, fail, fail",
    "none_failed_min_one_success,  run,  run,  fail, fail, skip, fail, fail, fail, fail, wait,"
        + " wait, fail, fail",
    "none_skipped,                 run,  skip, run,  run,  skip, skip, run,  run,  run,  wait,"
        + " skip, wait, wait",
    "all_skipped,                  skip, skip, skip, skip, run,  skip, skip, skip, skip, skip,"
        + " wait, skip, skip",
    "all_done_min_one_success,     run,  skip, run,  run,  skip, skip, fail, fail, fail, wait,"
        + " skip, wait, wait",
    "always,                       run,  run,  run,  run,  run,  run,  run,  run,  run,  run,  run,"
        + "  run,  run",
  })
  void eachRuleOnEachPair(
      String rule,
      String ss,
      String sk,
      String sf,
      String su,
      String kk,
      String kf,
      String ff,
      String fu,
      String uu,
      String s,
      String k,
      String f,
      String u) {
    String[] ends = {"SS", "SK", "SF", "SU", "KK", "KF", "FF", "FU", "UU", "S.", "K.", "F.", "U."};
    String[] wanted = {ss, sk, sf, su, kk, kf, ff, fu, uu, s, k, f, u};
    JoinRule asked =
        Arrays.stream(JoinRule.values())
            .filter(r -> r.word().equals(rule))
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < ends.length; i++) {
      assertThat(word(JoinRules.ask(asked, tally(ends[i])))).as(ends[i]).isEqualTo(wanted[i]);
    }
  }

  private static Tally tally(String ends) {
    Tally tally = Tally.none(ends.length());
    for (char end : ends.toCharArray()) {
      tally =
          switch (end) {
            case 'S' -> tally.plus(State.SUCCEEDED, false);
            case 'K' -> tally.plus(State.SKIPPED, false);
            case 'F' -> tally.plus(State.FAILED, false);
            case 'U' -> tally.plus(State.UPSTREAM_FAILED, false);
            default -> tally;
          };
    }
    return tally;
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case RUN -> "run";
      case SKIP -> "skip";
      case UPSTREAM_FAILED -> "fail";
      case WAIT -> "wait";
    };
  }
}
