package dev.jobc.compiler.types.presence;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Cause;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.model.ControlBody;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.HandlersDoc;
import dev.jobc.model.HandlersDoc.CatchDoc;
import dev.jobc.model.PartDoc;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.ResultFrom;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What it means for the outputs of a step that it is in one of the parts of another. */
final class Parts {
  private final ResolvedWorkflow workflow;

  Parts(ResolvedWorkflow workflow) {
    this.workflow = workflow;
  }

  /** Why a step may have no outputs where they are read from outside its block. */
  List<Cause> causes(Step step, @Nullable Step reader) {
    Block home = step.home();
    PartDoc.Role seenFrom = seenFrom(home.owner(), reader);
    List<Cause> found = new ArrayList<>();
    switch (home.role()) {
      case BODY -> {
        if (seenFrom == PartDoc.Role.CATCH || seenFrom == PartDoc.Role.FINALLY) {
          String text = "in `" + word(seenFrom) + "` no step of the block is sure to have ended";
          found.add(cause(Cause.Kind.NOT_TAKEN, step, home.doc().key(), text));
        } else if (seenFrom != PartDoc.Role.COMPENSATE) {
          handlers(home.owner()).catches().stream()
              .filter(clause -> !clause.steps().leaves())
              .limit(1)
              .map(clause -> caught(step, clause))
              .forEach(found::add);
          found.addAll(uncounted(step));
        }
      }
      case CASE, CATCH ->
          found.add(
              cause(
                  Cause.Kind.NOT_TAKEN,
                  step,
                  home.doc().key(),
                  "these steps run only in this case"));
      case BRANCH -> {
        if (home.owner() != null && home.owner().doc().body() instanceof ControlBody.Race) {
          String text = "only the branch that wins has outputs";
          found.add(cause(Cause.Kind.NOT_TAKEN, step, home.doc().key(), text));
        }
      }
      case TURN, FINALLY, COMPENSATE -> {}
    }
    return found;
  }

  private static String word(PartDoc.Role role) {
    return role == PartDoc.Role.CATCH ? "catch" : "finally";
  }

  private Cause caught(Step step, CatchDoc clause) {
    String text = "a failure before `" + step.id() + "` has ended may be caught here";
    return cause(Cause.Kind.NOT_TAKEN, step, clause.steps().key(), text);
  }

  /** The part of the owner that the reader is in; null when it is outside. */
  private static PartDoc.@Nullable Role seenFrom(@Nullable Step owner, @Nullable Step reader) {
    for (Step at = reader; at != null; at = at.parent()) {
      if (at.parent() == owner) {
        return at.home().role();
      }
    }
    return null;
  }

  private HandlersDoc handlers(@Nullable Step owner) {
    return owner == null ? workflow.unit().doc().handlers() : owner.doc().flow().handlers();
  }

  /** Why a failure of a step need not fail its block. */
  private List<Cause> uncounted(Step step) {
    FlowDoc flow = step.doc().flow();
    List<Cause> found = new ArrayList<>();
    if (!flow.teardown().isEmpty()) {
      String text = "a teardown that fails doesn't fail its block";
      found.add(cause(Cause.Kind.FAILED, step, flow.teardown().getFirst().span(), text));
    }
    Step owner = step.parent();
    Located<ResultFrom> result =
        owner == null ? workflow.unit().doc().resultFrom() : owner.doc().flow().resultFrom();
    boolean leaves = result != null && result.value() == ResultFrom.LEAVES;
    if (result != null && leaves && !reachesEnd(step, 0)) {
      String text = "only the last steps decide whether the block has failed";
      found.add(cause(Cause.Kind.FAILED, step, result.span(), text));
    }
    return found;
  }

  /** Whether a failure of the step makes a last step fail, too. */
  private boolean reachesEnd(Step step, int depth) {
    List<Step> next =
        step.home().steps().stream()
            .filter(other -> other.doc().flow().teardown().isEmpty())
            .filter(other -> workflow.orders().waits(other).contains(step))
            .toList();
    return next.isEmpty()
        || (depth < step.home().steps().size()
            && next.stream().anyMatch(other -> passesOn(other) && reachesEnd(other, depth + 1)));
  }

  private static boolean passesOn(Step step) {
    Located<JoinRule> rule = step.doc().flow().rule();
    return rule == null
        || rule.value() == JoinRule.ALL_SUCCESS
        || rule.value() == JoinRule.NONE_FAILED
        || rule.value() == JoinRule.NONE_FAILED_MIN_ONE_SUCCESS;
  }

  private Cause cause(Cause.Kind kind, Step step, Span span, String text) {
    return new Cause(kind, step, workflow.unit().doc().source().place(span), text);
  }
}
