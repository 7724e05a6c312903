package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Room;
import dev.jobc.executor.store.memory.MemoryStore;
import dev.jobc.executor.store.memory.StoredRun;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.plan.Plan;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The store in memory must not lie, or simulations prove nothing: random histories of claims,
 * outcomes, losses and cancels, over random plans, get the same answers from it as from PostgreSQL.
 */
class StoreHistoriesTest {
  private static final int PLANS = Integer.getInteger("jobc.histories", 6);
  private static final int MOST = 1_500;
  private static final int RUNS = 2;

  /** So many steps long the operator changes limits. */
  private static final int CHANGES = 400;

  @Test
  void saysTheSame() throws InterruptedException {
    long first = Long.getLong("jobc.seed", 0);
    for (long seed = first; seed < first + PLANS; seed++) {
      new History(seed).run();
    }
  }

  private static final class History {
    private final long seed;
    private final Random random;
    private final TestDatabase database = TestDatabase.create();
    private final MemoryStore memory = new MemoryStore(InstantSource.system());
    private final List<String> told = new ArrayList<>();
    private StoreSide one;
    private StoreSide two;
    private int sessions;

    History(long seed) {
      this.seed = seed;
      random = new Random(seed);
    }

    void run() throws InterruptedException {
      Plan free = Reshaped.withoutTotals(Reshaped.quick(FlowPlan.of(seed), 1));
      Plan plan = isShared() ? Shared.limits(free, seed, false, false) : free;
      InstantSource clock = InstantSource.system();
      int runs = isShared() ? 2 * RUNS : RUNS;
      try (StoreSide mine = new StoreSide(memory, plan, runs);
          StoreSide theirs =
              new StoreSide(PostgresStore.open(database.settings(), clock), plan, runs)) {
        one = mine;
        two = theirs;
        begin();
        begin();
        for (int steps = 0; !one.isOver() && steps < MOST; steps++) {
          // Whatever was deferred is due then, on both sides.
          new CountDownLatch(1).await(3, TimeUnit.MILLISECONDS);
          one.promote();
          two.promote();
          if (steps == CHANGES) {
            both("settle", StoreSide::settle);
          }
          step(steps < CHANGES);
        }
        compare();
        assertThat(one.isOver()).as("the history ends: %s", this).isTrue();
        for (int session = 0; session < sessions; session++) {
          end(session);
        }
        both("sweep", this::sweep);
      }
      Invariants.check(database);
    }

    private boolean isShared() {
      return seed % 2 == 1;
    }

    private String sweep(StoreSide side) {
      side.sweep();
      return "";
    }

    private void begin() {
      both("open", side -> String.valueOf(side.open()));
      sessions++;
    }

    private void step(boolean changing) {
      if (isShared() && changing && random.nextInt(15) == 0) {
        long how = random.nextLong();
        both("change " + how, side -> side.change(how));
        return;
      }
      int session = random.nextInt(sessions);
      switch (random.nextInt(40)) {
        case 0 -> {
          both("lose " + session, side -> side.lose(session));
          begin();
        }
        case 1 -> {
          end(session);
          begin();
        }
        case 2 -> cancel();
        case 3 -> both("again", StoreSide::again);
        case 4 -> both("seen", side -> String.join("\n", side.seen()));
        default -> work(session);
      }
    }

    private void end(int session) {
      both("end " + session, side -> side.end(session));
    }

    private void cancel() {
      if (random.nextInt(6) == 0) {
        int run = random.nextInt(memory.stored().size());
        both("cancel " + run, side -> side.cancel(run));
      }
    }

    private void work(int session) {
      both("claim by " + session, side -> side.claim(session));
      List<String> held = one.held(session);
      assertThat(two.held(session)).as(toString()).isEqualTo(held);
      if (held.isEmpty()) {
        return;
      }
      Map<String, Outcome> mine = new LinkedHashMap<>();
      Map<String, Outcome> theirs = new LinkedHashMap<>();
      for (String name : held) {
        if (random.nextInt(3) > 0) {
          Outcome control = one.control(session, name);
          Outcome other = two.control(session, name);
          assertThat(text(other)).as("what %s comes to: %s", name, this).isEqualTo(text(control));
          Outcome task = control == null ? task(name) : null;
          mine.put(name, task == null ? control : task);
          theirs.put(name, task == null ? other : task);
        }
      }
      boolean room = random.nextBoolean();
      Room taken = queue -> room;
      both(
          session + " records " + mine.keySet(),
          side -> side.record(session, side == one ? mine : theirs, taken));
    }

    private static String text(Outcome outcome) {
      return outcome == null ? "a task" : outcome.getClass().getSimpleName();
    }

    private Outcome task(String name) {
      return switch (random.nextInt(8)) {
        case 0, 1 -> new Outcome.Failed(new TaskError(FlowPlan.ERROR, "as it should"));
        case 2 -> new Outcome.Declined();
        case 3 -> new Outcome.GivenBack(random.nextBoolean());
        default ->
            one.called(name, random.nextInt(4))
                .orElseGet(() -> new Outcome.Succeeded(new byte[] {'{', '}'}));
      };
    }

    private void compare() {
      both("seen", side -> String.join("\n", side.seen()));
      List<StoredRun> runs = memory.stored();
      for (int run = 0; run < runs.size(); run++) {
        for (var segment : runs.get(run).image().segments().keySet()) {
          for (int bit = 0; bit < 4; bit++) {
            StepRef ref = new StepRef(segment.scope(), segment.segment() * 64 + bit);
            int number = run;
            both("ending " + ref, side -> side.ending(number, ref));
          }
        }
      }
    }

    private void both(String what, Function<StoreSide, String> done) {
      String mine = done.apply(one);
      told.add(what + ": " + mine);
      assertThat(done.apply(two)).as("%s: %s", what, this).isEqualTo(mine);
    }

    @Override
    public String toString() {
      return "seed "
          + seed
          + "\n"
          + String.join("\n", told.subList(Math.max(0, told.size() - 40), told.size()));
    }
  }
}
