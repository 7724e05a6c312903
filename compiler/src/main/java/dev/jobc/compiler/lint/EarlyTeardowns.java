package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.EARLY_TEARDOWN;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.source.Located;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A teardown that doesn't wait for steps that wait for its setup: it may clear up under them. */
final class EarlyTeardowns implements Lint {
  @Override
  public void check(LintedFile file) {
    TypedWorkflow workflow = file.workflow();
    if (workflow == null) {
      return;
    }
    for (Block block : workflow.resolved().tree().blocks()) {
      if (block.steps().stream().anyMatch(EarlyTeardowns::tearsDown)) {
        new Graph(block, workflow.resolved()).check(file.problems());
      }
    }
  }

  private static boolean tearsDown(Step step) {
    return !step.doc().flow().teardown().isEmpty();
  }

  /** The steps of one {@code graph}. */
  private static final class Graph {
    private final Block block;
    private final ResolvedWorkflow workflow;
    private final Map<Step, List<Step>> followers = new IdentityHashMap<>();

    Graph(Block block, ResolvedWorkflow workflow) {
      this.block = block;
      this.workflow = workflow;
      for (Step step : block.steps()) {
        for (Step before : waits(step)) {
          followers.computeIfAbsent(before, s -> new ArrayList<>()).add(step);
        }
      }
    }

    void check(Problems problems) {
      for (Step teardown : block.steps()) {
        for (Located<String> setup : teardown.doc().flow().teardown()) {
          check(teardown, setup, problems);
        }
      }
    }

    private void check(Step teardown, Located<String> setup, Problems problems) {
      Step cleared = Objects.requireNonNull(workflow.tree().named(setup.value()));
      Set<Step> open = reached(cleared, this::followersOf);
      open.removeAll(reached(teardown, this::waits));
      open.remove(teardown);
      Set<Step> outer = reached(cleared, this::waits);
      outer.add(cleared);
      open.removeIf(step -> clears(step, outer));
      List<Step> last =
          block.steps().stream()
              .filter(step -> open.contains(step) && !leadsTo(step, open))
              .toList();
      if (!last.isEmpty()) {
        report(teardown, setup, last, problems);
      }
    }

    private boolean clears(Step step, Set<Step> setups) {
      return step.doc().flow().teardown().stream()
          .anyMatch(id -> setups.contains(workflow.tree().named(id.value())));
    }

    private boolean leadsTo(Step step, Set<Step> open) {
      return followersOf(step).stream().anyMatch(open::contains);
    }

    private Set<Step> waits(Step step) {
      return workflow.orders().waits(step);
    }

    private List<Step> followersOf(Step step) {
      return followers.getOrDefault(step, List.of());
    }

    private static Set<Step> reached(Step from, Function<Step, ? extends Iterable<Step>> onwards) {
      Set<Step> reached = new LinkedHashSet<>();
      Deque<Step> next = new ArrayDeque<>(List.of(from));
      while (!next.isEmpty()) {
        for (Step step : onwards.apply(next.pop())) {
          if (reached.add(step)) {
            next.push(step);
          }
        }
      }
      return reached;
    }

    private static void report(
        Step teardown, Located<String> setup, List<Step> last, Problems problems) {
      String message =
          "%s may clear up `%s` while %s, which waits for it, still runs"
              .formatted(teardown.title(), setup.value(), last.getFirst().title());
      String needs = last.stream().map(Step::id).collect(Collectors.joining(", "));
      problems.report(
          problems
              .at(EARLY_TEARDOWN, setup.span(), message)
              .label(
                  problems.place(last.getFirst().doc().anchor()),
                  "`" + teardown.id() + "` doesn't wait for this step")
              .help("add `needs: [" + needs + "]` to the teardown"));
    }
  }
}
