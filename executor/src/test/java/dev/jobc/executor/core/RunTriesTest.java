package dev.jobc.executor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.RunEvent.RunEnded;
import dev.jobc.executor.core.RunEvent.ScopeOpened;
import dev.jobc.executor.testing.Plans;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a run is tried again while its time is running out. */
class RunTriesTest {
  private static final long SECOND = 1_000_000;

  /** What follows when the only step of a run fails, ten seconds after the submission. */
  private static Class<?> afterAFailure(int flags, long timeout) {
    Plans plans = Plans.named("tried").retry(Plans.retry(2, 0));
    plans.task(0, "a", "work", List.of());
    PlanShape plan = new PlanShape(Plans.limited(plans.plan(), timeout));
    RunImage image = RunImage.NEW.withScope(ScopeImage.root(flags, false, 0));
    StepRef step = new StepRef(StepRef.ROOT, 0);
    TaskError error = new TaskError(TaskError.UNEXPECTED, "no");
    RunCommand fail = new RunCommand.Fail(step, Tries.FIRST, 1, 0, error);
    return RunMachine.decide(image, fail, plan, 10 * SECOND).stream()
        .filter(event -> event instanceof ScopeOpened || event instanceof RunEnded)
        .findFirst()
        .orElseThrow()
        .getClass();
  }

  @Test
  void aTryBeginsWhileThereIsTime() {
    assertThat(afterAFailure(0, 20_000)).isEqualTo(ScopeOpened.class);
  }

  @Test
  void noTryBeginsWhenTheTimeIsOver() {
    assertThat(afterAFailure(0, 5_000)).isEqualTo(RunEnded.class);
  }

  @Test
  void theTimeOfARunThatWasPutOffDoesNotCountFromItsSubmission() {
    assertThat(afterAFailure(ScopeImage.Progress.LATER, 5_000)).isEqualTo(ScopeOpened.class);
  }
}
