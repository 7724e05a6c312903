package dev.jobc.executor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.TaskError;
import dev.jobc.plan.Control;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules against a second, naive reading of the language, over thousands of random plans. */
class RunMachineTest {
  private static final int PLANS = 3_000;

  @Test
  void comesToWhatTheReferenceComesToInWhateverOrderThingsHappen() {
    for (long seed = 0; seed < PLANS; seed++) {
      new World(seed).run();
    }
  }

  @Test
  void refusesAnythingAboutAStepOrRunThatHasEnded() {
    Plan plan = dev.jobc.executor.testing.Plans.chain(1);
    PlanShape shape = new PlanShape(plan);
    StepRef step = new StepRef(0, 0);
    RunImage image = RunMachine.apply(RunImage.NEW, new RunCommand.Start(), shape, 0).image();
    RunImage over = RunMachine.apply(image, new RunCommand.Succeed(step), shape, 0).image();
    assertThat(over.status()).isEqualTo(RunState.SUCCEEDED);
    assertThat(RunMachine.decide(over, new RunCommand.Succeed(step), shape, 0)).isEmpty();
    assertThat(RunMachine.decide(over, new RunCommand.Lose(step, Tries.FIRST), shape, 0)).isEmpty();
    assertThat(RunMachine.decide(over, new RunCommand.Start(), shape, 0)).isEmpty();
  }

  @Test
  void failsAStepWhoseWorkerDiedThreeTimesInARow() {
    PlanShape shape = new PlanShape(dev.jobc.executor.testing.Plans.chain(1));
    StepRef step = new StepRef(0, 0);
    RunImage image = RunMachine.apply(RunImage.NEW, new RunCommand.Start(), shape, 0).image();
    Tries tries = Tries.FIRST;
    for (int loss = 1; loss < Tries.MAX_STREAK; loss++) {
      var decision = RunMachine.apply(image, new RunCommand.Lose(step, tries), shape, 0);
      RunEvent.Requeued again = (RunEvent.Requeued) decision.events().get(0);
      assertThat(again.transition()).isEqualTo(Transition.LOST);
      tries = again.next();
      assertThat(tries.counted()).isEqualTo(1);
    }
    var last = RunMachine.apply(image, new RunCommand.Lose(step, tries), shape, 0);
    assertThat(last.image().status()).isEqualTo(RunState.FAILED);
    assertThat(last.events()).contains(new RunEvent.Ended(step, Transition.ABANDONED));
  }

  @Test
  void anEmptyWorkflowSucceedsAtOnce() {
    PlanShape shape = new PlanShape(dev.jobc.executor.testing.Plans.named("empty").plan());
    var start = RunMachine.apply(RunImage.NEW, new RunCommand.Start(), shape, 0);
    assertThat(start.image().status()).isEqualTo(RunState.SUCCEEDED);
  }

  /** One plan, worked through in a random order with random failures and losses. */
  private static final class World {
    private final long seed;
    private final Random random;
    private final Plan plan;
    private final PlanShape shape;
    private final List<RunEffect.Enqueue> work = new ArrayList<>();
    private final Map<Integer, String> scopePaths = new HashMap<>(Map.of(0, ""));
    private final Map<String, Ending> endings = new HashMap<>();
    private final Set<String> released = new HashSet<>();
    private RunImage image = RunImage.NEW;
    private int ends;

    World(long seed) {
      this.seed = seed;
      random = new Random(seed * 31 + 7);
      plan = RandomPlan.of(seed);
      shape = new PlanShape(plan);
    }

    private Ending oracle(String path, Node.Task task) {
      int draw = new Random(seed ^ path.hashCode() * 0x9e3779b97f4a7c15L).nextInt(12);
      return draw == 0 ? Ending.FAILED : draw == 1 ? Ending.DECLINED : Ending.SUCCEEDED;
    }

    void run() {
      take(new RunCommand.Start());
      while (!work.isEmpty()) {
        int at = random.nextInt(work.size());
        RunEffect.Enqueue next = work.remove(at);
        take(command(next));
      }
      check();
    }

    private RunCommand command(RunEffect.Enqueue next) {
      StepRef ref = next.ref();
      int draw = random.nextInt(20);
      if (draw == 0 && next.tries().streak() < Tries.MAX_STREAK - 1) {
        return new RunCommand.Lose(ref, next.tries());
      }
      if (draw == 1) {
        return new RunCommand.GiveBack(ref, next.tries(), random.nextBoolean());
      }
      return switch (shape.node(image.scope(ref.scope()).graph(), ref.step())) {
        case Node.ForEach map ->
            new RunCommand.Open(ref, map.body(), RunCommand.Enter.NEW, Reference.items(map), 0);
        case Node.Task task -> attempt(ref, next.tries(), task);
        case Node.Outputs outputs -> new RunCommand.Succeed(ref);
        case Node.Join join -> throw new AssertionError("a join was released");
        case Control control -> throw new AssertionError("the engine runs none");
      };
    }

    private RunCommand attempt(StepRef ref, Tries tries, Node.Task task) {
      RunCommand fail = new RunCommand.Fail(ref, tries, seed, 0, new TaskError("Unexpected", ""));
      boolean flaky = tries.counted() < task.retry().maxAttempts() && random.nextInt(4) == 0;
      if (flaky) {
        return fail;
      }
      return switch (oracle(path(ref), task)) {
        case SUCCEEDED -> new RunCommand.Succeed(ref);
        case DECLINED -> new RunCommand.Decline(ref);
        case FAILED, TOLERATED, PRECLUDED, CANCELLED -> fail;
      };
    }

    private String path(StepRef ref) {
      int graph = image.scope(ref.scope()).graph();
      int size = shape.graph(graph).size();
      String scope = scopePaths.get(ref.scope());
      String item = ref.scope() == 0 ? "" : "/item " + ref.step() / size;
      return scope + item + "/" + ref.step() % size;
    }

    private void take(RunCommand command) {
      List<RunEvent> decided = RunMachine.decide(image, command, shape, 0);
      RunImage evolved = image;
      for (RunEvent event : decided) {
        evolved = RunMachine.evolve(evolved, event);
      }
      RunMachine.Decision applied = RunMachine.apply(image, command, shape, 0);
      assertThat(applied).isEqualTo(new RunMachine.Decision(decided, evolved));
      image = evolved;
      for (RunEvent event : decided) {
        note(event);
        for (RunEffect effect : RunMachine.react(event)) {
          if (effect instanceof RunEffect.Enqueue enqueue) {
            work.add(enqueue);
          }
        }
      }
    }

    private void note(RunEvent event) {
      switch (event) {
        case RunEvent.ScopeOpened o -> scopePaths.put(o.scope().number(), path(o.scope().parent()));
        case RunEvent.Released r ->
            assertThat(released.add(path(r.ref()))).as("released twice, seed %d", seed).isTrue();
        case RunEvent.Ended e ->
            assertThat(endings.put(path(e.ref()), e.ending()))
                .as("ended twice, seed %d", seed)
                .isNull();
        case RunEvent.RunEnded e -> ends++;
        case RunEvent.Requeued r -> assertThat(r.transition().to().ended()).isFalse();
        case RunEvent.Paused p -> {}
        case RunEvent.Watched w -> throw new AssertionError("the plan has nothing to watch");
        case RunEvent.LeftBehind l -> throw new AssertionError("the plan has nothing to watch");
        case RunEvent.ScopeMarked m -> throw new AssertionError("the plan has nothing to cut");
        case RunEvent.OutputsGiven o -> throw new AssertionError("the plan has no return");
        case RunEvent.OutputsDropped o -> throw new AssertionError("no code calls anything");
        case RunEvent.CallsCounted c -> throw new AssertionError("no code calls anything");
        case RunEvent.TryPutOff t -> throw new AssertionError("the plan is not tried again");
        case RunEvent.Resumed r -> throw new AssertionError("the plan has nothing that goes on");
        case RunEvent.ItemStarted s -> {}
        case RunEvent.ItemEnded e -> {}
      }
    }

    private void check() {
      Map<String, Ending> expected = Reference.endings(plan, this::oracle);
      assertThat(ends).as("ends, seed %d", seed).isEqualTo(1);
      assertThat(expected).as("seed %d", seed).containsAllEntriesOf(endings);
      Set<String> missing = new HashSet<>(expected.keySet());
      missing.removeAll(endings.keySet());
      // Only items of a map that failed may never have been started.
      for (String path : missing) {
        assertThat(outerMaps(path))
            .as("%s never ended, seed %d", path, seed)
            .anyMatch(map -> expected.get(map) == Ending.FAILED);
      }
      boolean failed =
          expected.entrySet().stream()
              .anyMatch(e -> !e.getKey().contains("item") && e.getValue().isFailure());
      assertThat(image.status()).isEqualTo(failed ? RunState.FAILED : RunState.SUCCEEDED);
    }

    private static List<String> outerMaps(String path) {
      List<String> maps = new ArrayList<>();
      for (int at = path.indexOf("/item"); at >= 0; at = path.indexOf("/item", at + 1)) {
        maps.add(path.substring(0, at));
      }
      return maps;
    }
  }
}
