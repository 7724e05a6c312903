package dev.jobc.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  @ParameterizedTest
  @CsvSource({
    "stepnumbr7, stepnumber7, stepnumber70",
    "biuld, build, bald",
    "dry-run, dry_run, drum",
    "maxattempts, max_a_t_t_e_m_p_t_s, max",
    "MAX-ATTEMPTS, maxAttempts, attempts",
  })
  void theNearestIsMeant(String wrong, String meant, String other) {
    assertThat(Suggestions.nearest(wrong, List.of(other, meant))).isEqualTo(meant);
  }

  @Test
  void whatIsFarIsNotMeant() {
    assertThat(Suggestions.nearest("build", List.of("deploy", "b", "build_everything_else")))
        .isNull();
  }

  /** What is left out for being hopeless would not have been the answer. */
  @Test
  void theShortCutsChangeNothing() {
    Random random = new Random(7);
    for (int round = 0; round < 3_000; round++) {
      String wrong = word(random);
      List<String> known = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        known.add(word(random));
      }
      assertThat(Suggestions.nearest(wrong, known))
          .as("%s of %s", wrong, known)
          .isEqualTo(slowly(wrong, known));
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    int length = 1 + random.nextInt(9);
    for (int i = 0; i < length; i++) {
      word.append("abcB_-".charAt(random.nextInt(6)));
    }
    return word.toString();
  }

  private static @Nullable String slowly(String wrong, List<String> known) {
    String wanted = normal(wrong);
    int most = Math.min(Math.max(1, wanted.length() / 3), Math.max(wanted.length(), 1) - 1);
    Comparator<String> nearest = Comparator.comparingInt(name -> distance(wanted, normal(name)));
    String best =
        known.stream().min(nearest.thenComparing(Comparator.naturalOrder())).orElseThrow();
    return distance(wanted, normal(best)) <= most ? best : null;
  }

  private static String normal(String word) {
    return word.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
  }

  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cell(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cell(int[][] d, String a, String b, int i, int j) {
    int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swap =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swap ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
