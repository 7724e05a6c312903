package dev.jobc.compiler.resolve;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the author may have meant: a near miss is offered as a fix, a far one lists what exists. */
public final class Suggest {
  private static final int MAX_LISTED = 12;

  private Suggest() {}

  /** Adds the nearest of the known names at the caret, or the list of them as a help. */
  public static Diagnostic among(
      Diagnostic diagnostic, String wrong, Collection<String> known, String kind) {
    String near = nearest(wrong, known);
    if (near != null) {
      return diagnostic
          .caption("did you mean `" + near + "`?")
          .fix(Fix.replace("write `" + near + "`", diagnostic.place(), near));
    }
    return diagnostic.help(
        known.isEmpty() ? "there are no " + kind + " here" : "known " + kind + ": " + list(known));
  }

  /** The known name that is a small slip away, null when none is. */
  public static @Nullable String nearest(String wrong, Collection<String> known) {
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String name : new TreeSet<>(known)) {
      int distance = distance(plain(wrong), plain(name));
      if (distance < bestDistance) {
        best = name;
        bestDistance = distance;
      }
    }
    return bestDistance <= Math.max(1, wrong.length() / 3) ? best : null;
  }

  private static String list(Collection<String> known) {
    String listed =
        new TreeSet<>(known)
            .stream()
                .limit(MAX_LISTED)
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
    return known.size() > MAX_LISTED ? listed + ", …" : listed;
  }

  private static String plain(String name) {
    return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** Insertions, deletions, replacements and swaps of neighbours. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
