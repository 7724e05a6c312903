package dev.jobc.cli.view;

import dev.jobc.executor.Invariant;
import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Rules of a database, and what breaks them, for people and for programs. */
public final class InvariantText {
  private static final int VERDICT = 8;

  private InvariantText() {}

  /** A line for each rule with what it says, and below it some of what breaks it. */
  public static List<String> lines(List<Invariant> invariants) {
    int width = invariants.stream().mapToInt(one -> one.name().length()).max().orElse(0) + 2;
    List<String> lines = new ArrayList<>();
    for (Invariant one : invariants) {
      String verdict = one.holds() ? "holds" : "broken";
      String times = one.holds() ? "" : ": not so " + count(one.broken());
      lines.add(Text.pad(verdict, VERDICT) + Text.pad(one.name(), width) + one.meaning() + times);
      one.examples().forEach(example -> lines.add("  " + Text.harmless(example)));
      if (one.broken() > one.examples().size()) {
        lines.add("  and " + (one.broken() - one.examples().size()) + " more");
      }
    }
    return lines;
  }

  private static String count(long times) {
    return times == 1 ? "once" : times + " times";
  }

  public static Json json(Invariant one) {
    return Json.object()
        .put("name", one.name())
        .put("meaning", one.meaning())
        .put("holds", one.holds())
        .put("broken", one.broken())
        .put("examples", Json.array(one.examples().stream().<Json>map(Json::of).toList()))
        .build();
  }
}
