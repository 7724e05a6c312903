package dev.jobc.compiler.plandiff;

import dev.jobc.compiler.plandiff.StepChange.Kind;
import dev.jobc.compiler.plandiff.StepChange.Reason;
import dev.jobc.compiler.plandiff.StepChange.Reuse;
import dev.jobc.plan.Control;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Compares two plans step by step. */
final class StepDiff {
  private final Map<String, Facts.OfStep> before;
  private final Map<String, Facts.OfStep> after;
  private final Map<String, EnumSet<Reason>> why = new LinkedHashMap<>();
  private final Map<String, Set<String>> because = new LinkedHashMap<>();

  StepDiff(Plan before, Plan after) {
    this.before = new Facts(before).byPath();
    this.after = new Facts(after).byPath();
    this.after.forEach((path, step) -> why.put(path, own(path, step)));
    spread();
  }

  List<StepChange> changes() {
    List<StepChange> changes = new ArrayList<>();
    after.forEach((path, step) -> changes.add(change(path, step)));
    before.forEach(
        (path, step) -> {
          if (!after.containsKey(path)) {
            String source = step.entry().node().source();
            changes.add(
                new StepChange(
                    path, Kind.REMOVED, source, "", List.of(), List.of(), List.of(), Reuse.GONE));
          }
        });
    return changes.stream().filter(change -> isShown(change.path())).toList();
  }

  /** The end of a block is nothing that an author has written. */
  private boolean isShown(String path) {
    Facts.OfStep step = after.getOrDefault(path, before.get(path));
    return step != null && !(step.entry().node() instanceof Node.Join);
  }

  private EnumSet<Reason> own(String path, Facts.OfStep step) {
    EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);
    Facts.OfStep was = before.get(path);
    if (was == null) {
      return reasons;
    }
    if (!Objects.equals(was.facts().get(Reason.KIND), step.facts().get(Reason.KIND))) {
      return EnumSet.of(Reason.KIND);
    }
    for (Reason reason : Reason.values()) {
      if (!Objects.equals(was.facts().get(reason), step.facts().get(reason))) {
        reasons.add(reason);
      }
    }
    return reasons;
  }

  /**
   * What changed spoils what holds it, what reads it, and those in turn; what is inside of a
   * changed map or loop gets other items. Repeated until nothing is added, because handlers may
   * read what comes after them in the list.
   */
  private void spread() {
    Set<String> spoilt = new HashSet<>();
    why.forEach((path, reasons) -> mark(path, reasons, spoilt));
    before.keySet().stream().filter(path -> !after.containsKey(path)).forEach(spoilt::add);
    spoilt.forEach(this::tellOuter);
    boolean grown = true;
    while (grown) {
      int size = spoilt.size();
      why.forEach((path, reasons) -> mark(path, reasons, spoilt));
      after.forEach((path, step) -> spread(path, step, spoilt));
      grown = spoilt.size() > size;
    }
  }

  private void mark(String path, Set<Reason> reasons, Set<String> spoilt) {
    if (!before.containsKey(path) || reasons.stream().anyMatch(Reason::spoils)) {
      spoilt.add(path);
    }
  }

  private void spread(String path, Facts.OfStep step, Set<String> spoilt) {
    Set<String> reads = new TreeSet<>(step.reads());
    outers(path).stream().filter(this::givesOthers).forEach(reads::add);
    reads.remove(path);
    reads.retainAll(spoilt);
    if (!reads.isEmpty() && before.containsKey(path)) {
      because.put(path, reads);
      Objects.requireNonNull(why.get(path)).add(Reason.UPSTREAM);
      spoilt.add(path);
    }
    if (spoilt.contains(path)) {
      tellOuter(path);
    }
  }

  /** Whether what runs inside a step may get other values than before. */
  private boolean givesOthers(String path) {
    Set<Reason> reasons = why.getOrDefault(path, EnumSet.noneOf(Reason.class));
    return reasons.contains(Reason.SETTINGS) || reasons.contains(Reason.UPSTREAM);
  }

  private void tellOuter(String path) {
    for (String outer : outers(path)) {
      EnumSet<Reason> reasons = why.get(outer);
      if (reasons != null && before.containsKey(outer)) {
        reasons.add(Reason.INSIDE);
      }
    }
  }

  /** Paths of the steps that a step is inside of. */
  private static List<String> outers(String path) {
    List<String> outers = new ArrayList<>();
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      outers.add(path.substring(0, slash));
    }
    return outers;
  }

  private StepChange change(String path, Facts.OfStep step) {
    Facts.OfStep was = before.get(path);
    Set<Reason> reasons = Objects.requireNonNull(why.get(path));
    Kind kind = was == null ? Kind.ADDED : reasons.isEmpty() ? Kind.SAME : Kind.CHANGED;
    return new StepChange(
        path,
        kind,
        was == null ? "" : was.entry().node().source(),
        step.entry().node().source(),
        List.copyOf(reasons),
        was == null ? List.of() : values(was, step, reasons),
        List.copyOf(because.getOrDefault(path, Set.of())),
        was == null ? Reuse.NONE : reuse(step.entry().node(), reasons));
  }

  /** What differs, by reasons; of a step of another kind everything would. */
  private static List<Change> values(Facts.OfStep was, Facts.OfStep step, Set<Reason> reasons) {
    List<Change> changes = new ArrayList<>();
    for (Reason reason : reasons) {
      if (!reasons.contains(Reason.KIND)) {
        changes.addAll(Changes.between(was.facts().get(reason), step.facts().get(reason)));
      }
    }
    return changes;
  }

  private static Reuse reuse(Node node, Set<Reason> reasons) {
    return switch (node) {
      case Node.Join join -> Reuse.NONE;
      case Node.Outputs outputs -> Reuse.NONE;
      case Node.Task task -> worth(reasons);
      case Node.ForEach each -> worth(reasons);
      case Control control -> worth(reasons);
    };
  }

  private static Reuse worth(Set<Reason> reasons) {
    return reasons.stream().anyMatch(Reason::spoils) ? Reuse.STALE : Reuse.REUSABLE;
  }
}
