package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a run goes through the job table when one worker has room for all of it. */
class ChainTest {
  private TestEngine test;

  @BeforeEach
  void start() {
    test = new TestEngine(Map.of("work", call -> TestEngine.NOTHING));
    test.engine()
        .startWorker(
            new WorkerSettings(
                "one",
                List.of("default"),
                8,
                Path.of("unused"),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1)));
  }

  @AfterEach
  void stop() {
    test.close();
  }

  /** Rows that were ever put into the job table. */
  private long queued() {
    return test.database()
        .count("select case when is_called then last_value else 0 end from jobc.ready_id");
  }

  private void succeeds(Plan plan) throws InterruptedException {
    RunView run = test.run(plan);
    assertThat(run.summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void onlyTheFirstStepOfAChain() throws Exception {
    succeeds(Plans.chain(12));
    assertThat(queued()).isEqualTo(1);
    assertThat(test.database().count("select count(*) from jobc.attempt")).isEqualTo(12);
    assertThat(test.database().count("select count(distinct fence) from jobc.attempt"))
        .as("each step has a lease of its own")
        .isEqualTo(12);
  }

  @Test
  void norTheStepsAfterAForkOrAJoin() throws Exception {
    succeeds(Plans.diamond(3));
    assertThat(queued()).isEqualTo(1);
  }
}
