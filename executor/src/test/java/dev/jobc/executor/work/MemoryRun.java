package dev.jobc.executor.work;

import dev.jobc.executor.RunState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.Fault;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunEffect;
import dev.jobc.executor.core.RunEvent;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.expr.EvaluationException;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec;
import dev.jobc.reference.Reply;
import dev.jobc.reference.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run of the engine's rules in virtual time, without a store: work is done as a worker would do
 * it, tasks are answered by a {@link World}. What it comes to is told in the reference
 * interpreter's words, so that the two can be compared.
 */
public final class MemoryRun implements ValueStore {
  private static final long RUN = 1L << 40;
  private static final int MAX_STEPS = 100_000;

  private final PlanShape shape;
  private final World world;
  private final PlanLookup lookup;
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private final Map<StepRef, byte[]> outputs = new HashMap<>();
  private final Map<StepRef, byte[]> errors = new HashMap<>();
  private final Map<Integer, byte[]> given = new HashMap<>();
  private final Map<StepRef, Integer> released = new HashMap<>();
  private final List<String> trouble = new ArrayList<>();
  private final TreeMap<Long, RunCommand> orders = new TreeMap<>();
  private RunImage image = RunImage.NEW;
  private long now;
  private long order;

  /** Something that happens at a time: work comes free, or an attempt ends. */
  private record Due(
      long at,
      long order,
      StepRef ref,
      Tries tries,
      @Nullable Outcome outcome,
      @Nullable RunCommand command)
      implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private MemoryRun(Plan plan, World world) {
    shape = new PlanShape(plan);
    lookup = new PlanLookup(shape);
    this.world = world;
  }

  /** Runs a plan to its end. */
  public static MemoryRun of(Plan plan, World world) {
    return of(plan, world, Long.MAX_VALUE);
  }

  /** The same, cancelled after so many milliseconds. */
  public static MemoryRun of(Plan plan, World world, long cancelled) {
    MemoryRun run = new MemoryRun(plan, world);
    run.take(null, new RunCommand.Start());
    long limit = plan.policy().timeout();
    run.orders.put(cancelled, new RunCommand.Cancel(false));
    run.orders.put(limit > 0 ? limit : Long.MAX_VALUE, new RunCommand.RunOut());
    for (int steps = 0; !run.queue.isEmpty(); steps++) {
      if (steps > MAX_STEPS) {
        throw new AssertionError("the run does not end");
      }
      run.beforeThat(run.queue.peek().at());
      run.next(run.queue.remove());
    }
    return run;
  }

  /** What is asked of the run as a whole until then. */
  private void beforeThat(long time) {
    while (!orders.isEmpty() && orders.firstKey() < time) {
      now = orders.firstKey();
      take(null, orders.remove(now));
    }
  }

  public RunState state() {
    return image.status();
  }

  /** What broke a rule that holds for every run; empty when nothing did. */
  public List<String> trouble() {
    return trouble;
  }

  /** What the run gave; null when it gave nothing. */
  public @Nullable Json given() {
    int last = shape.root().size() - 1;
    byte[] body = last < 0 ? null : outputs.get(new StepRef(StepRef.ROOT, last));
    boolean has = last >= 0 && shape.root().node(last) instanceof Node.Outputs;
    return has && body != null ? JsonText.parse(body) : null;
  }

  /** How every step ended, by the interpreter's path. */
  public Map<String, Ending> endings() {
    return new Paths(shape, image, given).endings(trouble);
  }

  private void next(Due due) {
    now = due.at();
    if (due.command() != null) {
      take(null, due.command());
      return;
    }
    if (due.outcome() != null) {
      settle(due, due.outcome());
      return;
    }
    if (image.ending(due.ref()) != null) {
      return;
    }
    try {
      work(due);
    } catch (EvaluationException e) {
      TaskError error = new TaskError(TaskError.EXPRESSION_ERROR, String.valueOf(e.getMessage()));
      settle(due, new Outcome.Failed(error));
    }
  }

  private void work(Due due) throws EvaluationException {
    RunValues values = new RunValues(lookup);
    values.submitted(new RunValues.Submitted(Json.object().build(), ""));
    for (int scope = due.ref().scope(); scope != StepRef.ROOT; ) {
      ValueCache.read(this, values, RUN, scope);
      scope = values.open(scope).scope().within();
    }
    RunValues.Place place = values.place(due.ref());
    ControlWork control =
        new ControlWork(RUN, values, this, StepEnvironment.of(RUN, place, values, this));
    Node node = ValueCache.node(values, due.ref());
    if (!(node instanceof Node.Task task)) {
      settle(due, control.of(due.ref(), due.tries(), node));
    } else if (due.tries().counted() == 1 && !control.holds(node)) {
      settle(due, new Outcome.Unmet());
    } else {
      attempt(due, task);
    }
  }

  private void attempt(Due due, Node.Task task) {
    World.Asker asker =
        new World.Asker(
            path(due.ref()), task.id(), task.source(), List.of(), due.tries().attempt());
    TaskSpec spec = shape.plan().tasks().get(task.task());
    Reply reply = world.task(asker, spec, Json.object().build());
    Outcome outcome =
        switch (reply.outcome()) {
          case Reply.Success s ->
              Callers.outcome(shape.plan(), spec, JsonText.writeBytes(s.outputs()), s.calls());
          case Reply.Failure f -> new Outcome.Failed(new TaskError(f.name(), f.message()));
          case Reply.Skip s -> new Outcome.Declined();
          case Reply.Lost l -> new Outcome.Lost();
          case Reply.Never n -> null;
        };
    if (outcome != null) {
      add(now + reply.took(), due.ref(), due.tries(), outcome);
    }
  }

  private void add(long at, StepRef ref, Tries tries, @Nullable Outcome outcome) {
    queue.add(new Due(at, order++, ref, tries, outcome, null));
  }

  private void settle(Due due, Outcome outcome) {
    StepRef ref = due.ref();
    if (image.ending(ref) != null) {
      return;
    }
    switch (outcome) {
      case Outcome.Succeeded s -> {
        if (s.outputs() != null) {
          outputs.put(ref, s.outputs());
        }
      }
      case Outcome.Called c -> outputs.put(ref, c.outputs());
      case Outcome.Failed f -> errors.put(ref, JsonText.writeBytes(f.error().toJson()));
      default -> {}
    }
    take(outcome, command(due, outcome));
  }

  private RunCommand command(Due due, Outcome outcome) {
    StepRef ref = due.ref();
    return switch (outcome) {
      case Outcome.Succeeded s -> new RunCommand.Succeed(ref);
      case Outcome.Declined d -> new RunCommand.Decline(ref);
      case Outcome.Unmet u -> new RunCommand.Unmet(ref);
      case Outcome.Returned r -> new RunCommand.Return(ref);
      case Outcome.Failed f -> new RunCommand.Fail(ref, due.tries(), RUN, now, f.error());
      case Outcome.Entered e -> new RunCommand.Enter(ref, e.scope());
      case Outcome.Opened o -> new RunCommand.Open(ref, o.graph(), o.after(), o.size(), o.delay());
      case Outcome.Spawned s -> new RunCommand.Spawn(ref, s.sizes());
      case Outcome.Called c -> new RunCommand.Call(ref, c.sizes());
      case Outcome.Shared s -> throw new AssertionError("nothing is shared");
      case Outcome.Reused r -> throw new AssertionError("nothing is shared");
      case Outcome.Late l -> new RunCommand.Late(ref, l.scope());
      case Outcome.GivenBack g -> new RunCommand.GiveBack(ref, due.tries(), g.started());
      case Outcome.Cancelled c -> throw new AssertionError("nobody cancels");
      case Outcome.Paused p -> throw new AssertionError("nothing waits");
      case Outcome.Routed r -> throw new AssertionError("nothing chooses its queue");
      case Outcome.Held h -> throw new AssertionError("nothing has limits");
      case Outcome.Lost l -> new RunCommand.Lose(ref, due.tries());
    };
  }

  private void take(@Nullable Outcome outcome, RunCommand command) {
    RunMachine.Decision decision = RunMachine.apply(image, command, shape, now * 1000);
    for (RunEvent event : decision.events()) {
      if (event instanceof RunEvent.Ended ended && image.ending(ended.ref()) != null) {
        trouble.add("ended twice: " + ended);
      }
      if (event instanceof RunEvent.Released release
          && released.merge(release.ref(), 1, Integer::sum) > 1) {
        trouble.add("released twice: " + release);
      }
      image = RunMachine.evolve(image, event);
      for (RunEffect effect : RunMachine.react(event)) {
        perform(effect, outcome);
      }
    }
    if (!image.equals(decision.image())) {
      trouble.add("the events don't make the image of " + command);
    }
  }

  private void perform(RunEffect effect, @Nullable Outcome outcome) {
    switch (effect) {
      case RunEffect.Enqueue e -> add(now + e.delay(), e.ref(), e.tries(), null);
      case RunEffect.KeepScope k -> {
        if (outcome instanceof Outcome.Opened opened && opened.given() != null) {
          given.putIfAbsent(k.scope().number(), opened.given());
        } else if (outcome instanceof Outcome.Spawned spawned) {
          int task = k.scope().first();
          given.putIfAbsent(k.scope().number(), spawned.calls().get(task).given());
        } else if (outcome instanceof Outcome.Called called) {
          int task = k.scope().first();
          given.putIfAbsent(k.scope().number(), called.calls().get(task).given());
        }
      }
      case RunEffect.KeepOutputs k -> {
        int last = shape.root().size() - 1;
        byte[] body =
            outcome instanceof Outcome.Returned returned
                ? returned.outputs()
                : Outcome.outputs(outcome);
        outputs.put(new StepRef(StepRef.ROOT, last), body);
      }
      case RunEffect.TryLater t ->
          queue.add(
              new Due(
                  now + t.delay(),
                  order++,
                  ScopeImage.NOBODY,
                  Tries.FIRST,
                  null,
                  new RunCommand.TryAgain(t.scope())));
      case RunEffect.DropOutputs d -> outputs.remove(d.ref());
      case RunEffect.Halt h -> {}
      case RunEffect.AnnounceEnd e -> {}
    }
  }

  private String path(StepRef ref) {
    return new Paths(shape, image, given).of(ref);
  }

  @Override
  public Map<Long, RunInput> inputs(Collection<Long> runs) {
    return Map.of();
  }

  @Override
  public Map<Long, Long> origins(Collection<Long> runs) {
    return Map.of();
  }

  @Override
  public Optional<byte[]> start(long run) {
    return Optional.empty();
  }

  @Override
  public Map<Address, byte[]> outputs(Collection<Address> steps) {
    Map<Address, byte[]> found = new HashMap<>();
    for (Address step : steps) {
      if (outputs.containsKey(step.ref())) {
        found.put(step, outputs.get(step.ref()));
      }
    }
    return found;
  }

  @Override
  public Map<ScopeAddress, Items> scopes(Collection<ScopeAddress> scopes) {
    Map<ScopeAddress, Items> found = new HashMap<>();
    for (ScopeAddress scope : scopes) {
      found.put(scope, new Items(image.scope(scope.scope()), given.get(scope.scope())));
    }
    return found;
  }

  @Override
  public Collection<ScopeImage> opened(Address step) {
    return image.scopes().values().stream()
        .filter(scope -> scope.parent().equals(step.ref()))
        .sorted(java.util.Comparator.comparingInt(ScopeImage::number))
        .toList();
  }

  @Override
  public Map<Integer, byte[]> gather(long runId, int scope, int node, int size) {
    Map<Integer, byte[]> found = new HashMap<>();
    outputs.forEach(
        (ref, body) -> {
          if (ref.scope() == scope && ref.step() % size == node) {
            found.put(ref.step() / size, body);
          }
        });
    return found;
  }

  @Override
  public @Nullable Ending ending(Address step) {
    return image.ending(step.ref());
  }

  @Override
  public @Nullable Fault fault(Address step) {
    return image.faults().get(step.ref());
  }

  @Override
  public byte @Nullable [] error(Address step) {
    return errors.get(step.ref());
  }
}
