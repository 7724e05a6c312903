package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RetryRule;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Question;
import dev.jobc.executor.store.Work;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import java.sql.Connection;
import java.sql.SQLException;

/** What the steps of one locked run that wait leave behind besides their state. */
final class Pauses {
  private final Connection connection;
  private final PlanShape plan;
  private final long now;

  Pauses(Connection connection, PlanShape plan, long now) {
    this.connection = connection;
    this.plan = plan;
    this.now = now;
  }

  /** A step that is about to wait for a signal which has come already does not wait. */
  Completion answered(Completion completion, RunImage image) throws SQLException {
    Work work = completion.claimed().work();
    if (!(completion.outcome() instanceof Outcome.Paused)
        || !goesOn(work, image)
        || !(node(work, image) instanceof Pause.WaitFor wait)) {
      return completion;
    }
    byte[] outputs = Questions.takeKept(connection, work.runId(), wait);
    return outputs == null
        ? completion
        : new Completion(
            completion.claimed(),
            completion.startedAt(),
            completion.finishedAt(),
            new Outcome.Succeeded(outputs),
            completion.written());
  }

  /** Once the rules have been asked. */
  void after(Completion completion, RunImage image) throws SQLException {
    Work work = completion.claimed().work();
    Node node = node(work, image);
    if (RetryRule.isHeld(node)) {
      hold(completion, image);
    }
    if (!(node instanceof Pause)) {
      return;
    }
    if (!goesOn(work, image)) {
      Questions.forget(connection, work.runId(), work.ref());
    } else if (completion.outcome() instanceof Outcome.Paused(long delay, Question question)
        && question != null) {
      Questions.ask(connection, work, work.tries().afterFailure(), question, delay >= 0, now);
    }
  }

  /** Its worker died: somebody has to say whether it may run again. */
  private void hold(Completion completion, RunImage image) throws SQLException {
    Work work = completion.claimed().work();
    if (completion.outcome() instanceof Outcome.Lost && goesOn(work, image)) {
      Question question = Question.held(work.ref(), image, plan);
      Questions.ask(connection, work, work.tries().afterLoss(), question, false, now);
    } else {
      Questions.forget(connection, work.runId(), work.ref());
    }
  }

  private static boolean goesOn(Work work, RunImage image) {
    return image.status() == RunState.RUNNING && image.ending(work.ref()) == null;
  }

  private Node node(Work work, RunImage image) {
    return plan.node(image.scope(work.ref().scope()).graph(), work.ref().step());
  }
}
