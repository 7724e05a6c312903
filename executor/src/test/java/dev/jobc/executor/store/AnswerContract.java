package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.store.Answers.Given;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Head;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store promises of signals and approvals. */
public abstract class AnswerContract extends StoreSuite {
  private static final Json.Obj NOTHING = Json.object().build();
  private static final Outcome YES = new Outcome.Succeeded("{}".getBytes(StandardCharsets.UTF_8));

  private static Plan waiting(int steps) {
    Plans plans = Plans.named("waiting");
    for (int step = 0; step < steps; step++) {
      Head head = Head.of("w" + step, List.of(), "waiting.yaml:1:1");
      plans.node(0, new Pause.WaitFor(head, "go", null, 0, Pause.OnTimeout.FAIL));
    }
    return plans.plan();
  }

  private static Outcome asking(OpenQuestion.Kind kind, String name) {
    byte[] defaults = "{}".getBytes(StandardCharsets.UTF_8);
    return new Outcome.Paused(-1, new Question(kind, name, "place", "", defaults));
  }

  @Test
  void aSignalEndsTheStepThatHasWaitedLongestAndNoOther() {
    RunId run = runs(waiting(2), 1).get(0);
    List<Claimed> both = claim(session, 10);
    record(session, NO_ROOM, asking(OpenQuestion.Kind.SIGNAL, "go"), both.get(0));
    record(session, NO_ROOM, asking(OpenQuestion.Kind.SIGNAL, "go"), both.get(1));
    assertThat(store.answers().open(Optional.of(run)))
        .extracting(Answers.Asked::ref)
        .containsExactly(both.get(0).work().ref(), both.get(1).work().ref());
    assertThat(store.answers().signal(run, "go", NOTHING).taken()).isTrue();
    assertThat(store.answers().open(Optional.of(run)))
        .extracting(Answers.Asked::ref)
        .containsExactly(both.get(1).work().ref());
    Given last = store.answers().signal(run, "go", NOTHING);
    assertThat(last.ended()).containsExactly(run.value());
    assertThat(view(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThatThrownBy(() -> store.answers().signal(run, "go", NOTHING))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void aSignalThatComesBeforeAnybodyWaitsIsTakenOnceByTheFirstThatWill() {
    RunId run = runs(waiting(2), 1).get(0);
    assertThat(store.answers().signal(run, "go", NOTHING).taken()).isFalse();
    List<Claimed> both = claim(session, 10);
    record(session, NO_ROOM, asking(OpenQuestion.Kind.SIGNAL, "go"), both.get(0));
    assertThat(store.answers().open(Optional.empty())).as("it goes on at once").isEmpty();
    record(session, NO_ROOM, asking(OpenQuestion.Kind.SIGNAL, "go"), both.get(1));
    assertThat(store.answers().open(Optional.empty())).hasSize(1);
  }

  @Test
  void anAnswerIsTakenOnceAndNotAfterTheEnd() {
    Plans plans = Plans.named("asking");
    Head head = Head.of("ask", List.of(), "asking.yaml:1:1");
    PlanExpr prompt = new PlanExpr.Const(Json.of("?"));
    plans.node(0, new Pause.Approval(head, prompt, List.of(), 0, Pause.OnTimeout.FAIL));
    plans.task(0, "after", "work", List.of(0));
    List<RunId> runs = runs(plans.plan(), 2);
    List<Claimed> both = claim(session, 10);
    both.forEach(one -> record(session, NO_ROOM, asking(OpenQuestion.Kind.APPROVAL, ""), one));
    Given given = store.answers().answer(runs.get(0), both.get(0).work().ref(), YES);
    assertThat(given.taken()).isTrue();
    assertThat(given.queues()).containsExactlyElementsOf(queues);
    assertThat(store.answers().answer(runs.get(0), both.get(0).work().ref(), YES).taken())
        .isFalse();
    assertThat(claim(session, 10)).as("what follows is released once").hasSize(1);
    store.runs().cancel(List.of(runs.get(1)));
    assertThat(store.answers().open(Optional.empty())).isEmpty();
    assertThatThrownBy(() -> store.answers().answer(runs.get(1), both.get(1).work().ref(), YES))
        .isInstanceOf(EngineException.class);
  }
}
