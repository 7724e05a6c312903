package dev.jobc.reference;

import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.ResultFrom;
import dev.jobc.reference.Body.Opening;
import dev.jobc.reference.JoinRules.Tally;
import dev.jobc.reference.JoinRules.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs graphs: each node when its rule says so, then the result of all. */
final class Graphs {
  private static final Comparator<StepRun> BY_END = Comparator.comparingLong(StepRun::end);

  private final Program program;
  private final Steps steps;

  Graphs(Program program, Steps steps) {
    this.program = program;
    this.steps = steps;
  }

  private record Decision(Verdict verdict, long at) {}

  /** Runs a body whose every failure counts. */
  Body run(Opening opening, long start, long horizon) {
    return run(opening, ResultFrom.ALL, start, horizon);
  }

  /** Runs a body; when a {@code return} in it ends the run, it is the horizon of all others. */
  Body run(Opening opening, ResultFrom from, long start, long horizon) {
    Body body = once(opening, from, start, horizon);
    Returned returned = body.returned();
    return returned != null && returned.at() < horizon
        ? once(opening, from, start, returned.at())
        : body;
  }

  private Body once(Opening opening, ResultFrom from, long start, long horizon) {
    Plan plan = program.plan();
    Body body = new Body(plan, opening);
    List<Node> nodes = plan.graphs().get(opening.graph()).nodes();
    for (int number = 0; number < nodes.size(); number++) {
      StepRun run = new StepRun(nodes.get(number), opening.path() + "/" + number);
      if (run.node() instanceof Node.Outputs) {
        finish(body, from, start);
      }
      body.add(run);
      settle(run, body, start, horizon);
    }
    finish(body, from, start);
    return body;
  }

  private void settle(StepRun run, Body body, long start, long horizon) {
    Decision decision = decide(run.node(), body, start);
    if (decision.verdict() == Verdict.WAIT || decision.at() > horizon) {
      run.started(horizon).finish(State.CANCELLED, horizon);
      return;
    }
    long at = decision.at();
    run.started(at);
    switch (decision.verdict()) {
      case RUN -> steps.run(new Turn(run, body, at, horizon));
      case SKIP -> run.finish(State.SKIPPED, at);
      case UPSTREAM_FAILED -> run.blocked(at, cause(run.node(), body));
      case WAIT -> throw new IllegalStateException("handled above");
    }
  }

  private static Decision decide(Node node, Body body, long start) {
    if (node instanceof Node.Outputs) {
      return outputs(body, start);
    }
    Head head = node.head();
    if (head.needs().isEmpty()) {
      return new Decision(Verdict.RUN, start);
    }
    Tally tally = Tally.none(head.needs().size());
    Decision decision = new Decision(JoinRules.ask(head.rule(), tally), start);
    List<StepRun> ended = ended(head.needs(), body);
    for (int i = 0; i < ended.size() && decision.verdict() == Verdict.WAIT; i++) {
      StepRun need = ended.get(i);
      boolean tolerated = need.tolerated() || (node instanceof Node.Join && clearsUp(need));
      tally = tally.plus(need.state(), tolerated);
      boolean together = i + 1 < ended.size() && ended.get(i + 1).end() == need.end();
      if (!together) {
        decision = new Decision(JoinRules.ask(head.rule(), tally), Math.max(start, need.end()));
      }
    }
    return head.teardown().isEmpty() || decision.verdict() != Verdict.RUN
        ? decision
        : new Decision(teardown(head, body), decision.at());
  }

  /** The workflow's outputs are evaluated when all steps have ended and none decided otherwise. */
  private static Decision outputs(Body body, long start) {
    return switch (body.state()) {
      case SUCCEEDED ->
          new Decision(
              body.returned() == null ? Verdict.RUN : Verdict.WAIT, Math.max(start, body.end()));
      case FAILED -> new Decision(Verdict.UPSTREAM_FAILED, Math.max(start, body.end()));
      case CANCELLED, SKIPPED, UPSTREAM_FAILED -> new Decision(Verdict.WAIT, start);
    };
  }

  /** What ends the run lets nothing go on behind it, also not at the same instant. */
  private static List<StepRun> ended(List<Integer> needs, Body body) {
    return needs.stream()
        .map(body::step)
        .filter(run -> run.state() != State.CANCELLED && run.returned() == null)
        .sorted(BY_END)
        .toList();
  }

  private static boolean clearsUp(StepRun run) {
    return !run.node().head().teardown().isEmpty();
  }

  private static Verdict teardown(Head head, Body body) {
    Verdict verdict = Verdict.RUN;
    for (int setup : head.teardown()) {
      State state = body.step(setup).state();
      if (state.isFailure()) {
        return Verdict.UPSTREAM_FAILED;
      }
      verdict = state == State.SUCCEEDED ? verdict : Verdict.SKIP;
    }
    return verdict;
  }

  private static @Nullable StepError cause(Node node, Body body) {
    List<StepRun> failed =
        node instanceof Node.Outputs
            ? counted(body, ResultFrom.ALL)
            : ended(node.needs(), body).stream().filter(Graphs::decides).toList();
    return failed.isEmpty() ? causeOfTeardown(node, body) : first(failed);
  }

  /** A setup whose failure is tolerated leaves nothing to clear up all the same. */
  private static @Nullable StepError causeOfTeardown(Node node, Body body) {
    List<StepRun> setups =
        node.head().teardown().stream()
            .map(body::step)
            .filter(run -> run.state().isFailure())
            .toList();
    return setups.isEmpty() ? body.error() : first(setups);
  }

  private static boolean decides(StepRun run) {
    return run.state().isFailure() && !run.tolerated();
  }

  private static @Nullable StepError first(List<StepRun> failed) {
    return failed.stream().min(BY_END).map(StepRun::error).orElse(null);
  }

  private static void finish(Body body, ResultFrom from, long start) {
    List<StepRun> all = body.steps();
    long end = all.stream().mapToLong(StepRun::end).max().orElse(start);
    Returned returned =
        all.stream()
            .map(StepRun::returned)
            .filter(r -> r != null)
            .min(Comparator.comparingLong(Returned::at))
            .orElse(null);
    if (returned != null) {
      body.returns(end, returned);
      return;
    }
    List<StepRun> failed = counted(body, from);
    if (all.stream().anyMatch(run -> run.state() == State.CANCELLED)) {
      body.finish(State.CANCELLED, end);
    } else if (failed.isEmpty()) {
      body.finish(State.SUCCEEDED, end);
    } else {
      body.fail(end, first(failed));
    }
  }

  /** The failures that make the body fail. */
  private static List<StepRun> counted(Body body, ResultFrom from) {
    List<StepRun> all = body.steps();
    Set<Integer> waitedFor = new HashSet<>();
    for (StepRun run : all) {
      boolean counts = !clearsUp(run);
      if (from == ResultFrom.LEAVES && counts && !(run.node() instanceof Node.Outputs)) {
        waitedFor.addAll(run.node().needs());
      }
    }
    List<StepRun> failed = new ArrayList<>();
    for (int number = 0; number < all.size(); number++) {
      StepRun run = all.get(number);
      boolean counts = !clearsUp(run) && !waitedFor.contains(number);
      if (counts && decides(run)) {
        failed.add(run);
      }
    }
    return failed;
  }
}
