package dev.jobc.compiler;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.diag.FixSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Applies the fixes of diagnostics, checks again, and goes on until there is nothing left to apply.
 * A change is kept only if no file reads worse than before: not more errors, and no new ones of
 * reading, behind which others would hide.
 */
public final class Repair {
  private static final int MAX_ROUNDS = 20;

  private final Function<Map<String, String>, List<Diagnostic>> check;
  private final Set<Map<String, String>> seen = new HashSet<>();
  private Map<String, String> texts = Map.of();
  private List<Diagnostic> diagnostics;
  private int applied;

  private Repair(Function<Map<String, String>, List<Diagnostic>> check) {
    this.check = check;
    this.diagnostics = check.apply(texts);
    seen.add(texts);
  }

  /**
   * What came of it.
   *
   * @param texts of the files that changed, by the path they are shown under
   * @param diagnostics those of the changed files
   * @param fixes how many were applied
   */
  public record Repaired(Map<String, String> texts, List<Diagnostic> diagnostics, int fixes) {
    public Repaired {
      texts = Map.copyOf(texts);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /**
   * Repairs what can be repaired; writes nothing.
   *
   * @param check compiles with the given texts instead of the files of those paths
   */
  public static Repaired of(Function<Map<String, String>, List<Diagnostic>> check) {
    Repair repair = new Repair(check);
    for (int round = 0; round < MAX_ROUNDS && repair.improves(); round++) {
      // each round changes the texts
    }
    return new Repaired(repair.texts, repair.diagnostics, repair.applied);
  }

  /** Whether there is one fix and it may be applied unasked; otherwise the author chooses. */
  public static boolean isRepairable(Diagnostic diagnostic) {
    return diagnostic.fixes().size() == 1 && diagnostic.fixes().getFirst().automatic();
  }

  private boolean improves() {
    List<Fix> fixes = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      if (isRepairable(diagnostic)) {
        fixes.add(diagnostic.fixes().getFirst());
      }
    }
    if (fixes.isEmpty()) {
      return false;
    }
    return applies(fixes) || fixes.stream().anyMatch(fix -> applies(List.of(fix)));
  }

  private boolean applies(List<Fix> fixes) {
    FixSet set = FixSet.of(fixes);
    Map<String, String> next = new HashMap<>(texts);
    next.putAll(set.texts());
    if (!seen.add(Map.copyOf(next))) {
      return false;
    }
    List<Diagnostic> after = check.apply(next);
    if (isWorse(after)) {
      return false;
    }
    texts = next;
    diagnostics = after;
    applied += set.size();
    return true;
  }

  private boolean isWorse(List<Diagnostic> after) {
    return errors(after) > errors(diagnostics)
        || !unreadable(diagnostics).containsAll(unreadable(after));
  }

  private static long errors(List<Diagnostic> diagnostics) {
    return diagnostics.stream().filter(Diagnostic::isError).count();
  }

  private static Set<DiagnosticCode> unreadable(List<Diagnostic> diagnostics) {
    Set<DiagnosticCode> codes = EnumSet.noneOf(DiagnosticCode.class);
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.code().code().startsWith("JC0")) {
        codes.add(diagnostic.code());
      }
    }
    return codes;
  }
}
