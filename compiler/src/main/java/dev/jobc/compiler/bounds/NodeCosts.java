package dev.jobc.compiler.bounds;

import dev.jobc.compiler.bounds.Cause.Reason;
import dev.jobc.plan.Check;
import dev.jobc.plan.Control;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import java.util.List;
import java.util.OptionalLong;

/** What a node costs, given what the graphs it runs cost. */
final class NodeCosts {
  private final Plan plan;
  private final GraphCosts graphs;
  private final Upper upper;
  private final FlowCosts flows;
  private final FanCosts fans;

  NodeCosts(Plan plan, GraphCosts graphs) {
    this.plan = plan;
    this.graphs = graphs;
    this.upper = new Upper(plan);
    this.flows = new FlowCosts(graphs);
    this.fans = new FanCosts(graphs, upper);
  }

  Cost of(Node node) {
    return switch (node) {
      case Node.Task task -> task(task);
      case Node.ForEach forEach -> forEach(forEach);
      case Node.Join join -> Cost.NOTHING;
      case Node.Outputs outputs -> Cost.NOTHING;
      case Control control -> control(control);
    };
  }

  private Cost control(Control node) {
    return switch (node) {
      case Flow flow -> flows.of(flow);
      case Repeat.Loop loop ->
          graphs
              .of(loop.body())
              .times(loop.maxIterations())
              .then(Cost.taking(Bound.of(loop.delay()).times(loop.maxIterations() - 1L)));
      case Repeat.Poll poll -> poll(poll);
      case Fan fan -> fans.of(fan);
      case Pause pause -> Cost.taking(pause(pause));
      case SubWorkflow call -> Cost.open(cause(call, Reason.OTHER_WORKFLOW));
    };
  }

  /**
   * {@code checks × attempt + retries(queue + attempt)}, at most {@code total}; where a failed
   * check is retried, its programs may run before every attempt. Waiting for a worker counts where
   * {@code timeout.queue} limits it.
   */
  private Cost task(Node.Task task) {
    Cause open = cause(task, Reason.NO_TIMEOUT);
    Cost own = task(task.retry(), task.timeouts(), task.policy(), open);
    TaskSpec.Spawn spawn = plan.tasks().get(task.task()).spawn();
    if (spawn == null) {
      return own;
    }
    Cost called = spawned(spawn, task.retry().maxAttempts(), open);
    return own.beside(called).lasting(own.duration().plus(called.duration()));
  }

  private static Cost task(RetryPolicy retry, Timeouts limits, TaskPolicy policy, Cause open) {
    Bound attempt = limits.attempt() == 0 ? Bound.open(open) : Bound.of(limits.attempt());
    Bound queue = Bound.of(limits.queue());
    Bound duration =
        attempt
            .times(programs(policy.checks()) * checked(retry))
            .plus(Backoffs.longest(retry, queue.plus(attempt)))
            .atMost(limits.total());
    return new Cost(duration, Bound.ONE, Bound.of(retry.maxAttempts()), Bound.ONE, List.of());
  }

  /**
   * Every attempt may make all its calls, each of the costliest task. They run at once, unless what
   * is called calls again: then one may wait for the other.
   */
  private Cost spawned(TaskSpec.Spawn spawn, int attempts, Cause open) {
    Cost worst = Cost.NOTHING;
    boolean again = false;
    for (TaskSpec.Callee callee : spawn.allow()) {
      if (plan.node(callee.body(), 0) instanceof Node.Task task) {
        worst = worst.or(task(task.retry(), task.timeouts(), task.policy(), open));
        again |= plan.tasks().get(task.task()).spawn() != null;
      }
    }
    Cost all = worst.spread(spawn.maxItems(), spawn.maxItems());
    Bound chain = all.duration().times(again ? spawn.maxItems() : 1);
    return all.times(attempts).lasting(chain);
  }

  /** Before how many attempts programs may run. */
  private static int checked(RetryPolicy retry) {
    return retry.errors().contains("CheckFailed") ? retry.maxAttempts() : 1;
  }

  static long programs(List<Check> checks) {
    return checks.stream().filter(Check.Program.class::isInstance).count();
  }

  /** {@code ⌈items / lanes⌉} rounds, where items are batches if there are some. */
  private Cost forEach(Node.ForEach node) {
    long items = Math.min(node.maxItems(), upper.items(node.items()).orElse(Long.MAX_VALUE));
    long instances = node.batch() > 0 ? (items + node.batch() - 1) / node.batch() : items;
    long lanes = Math.max(1, Math.min(node.maxParallel(), instances));
    return graphs.of(node.body()).spread(instances, lanes);
  }

  /** The time-out ends a turn that is under way; turns start at least {@code every} apart. */
  private Cost poll(Repeat.Poll poll) {
    Cost turn = graphs.of(poll.body());
    if (poll.timeout() == 0) {
      Bound open = Bound.open(cause(poll, Reason.POLL_WITHOUT_TIMEOUT));
      return new Cost(open, open, open, turn.parallel(), turn.path());
    }
    long turns = Bound.plus(poll.timeout() / poll.every(), 1);
    return turn.times(turns).lasting(Bound.of(poll.timeout()));
  }

  private Bound pause(Pause pause) {
    return switch (pause) {
      case Pause.Wait wait -> wait(wait);
      case Pause.WaitFor waitFor -> answer(waitFor, waitFor.timeout());
      case Pause.Approval approval -> answer(approval, approval.timeout());
    };
  }

  private Bound wait(Pause.Wait wait) {
    OptionalLong millis = wait.until() ? OptionalLong.empty() : upper.millis(wait.time());
    return millis.isPresent()
        ? Bound.of(millis.getAsLong())
        : Bound.open(cause(wait, Reason.UNKNOWN_TIME));
  }

  private static Bound answer(Pause pause, long timeout) {
    return timeout == 0 ? Bound.open(cause(pause, Reason.NO_ANSWER_TIMEOUT)) : Bound.of(timeout);
  }

  static Cause cause(Node node, Reason reason) {
    return new Cause(reason, node.id(), node.source());
  }
}
