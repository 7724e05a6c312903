package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.testing.Plans;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.Head;
import dev.jobc.plan.Isolation;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskPolicy.DeadLetter;
import dev.jobc.plan.TaskPolicy.OnLost;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnrunnablePoliciesTest {
  private static Plan plan(Timeouts timeouts, TaskPolicy policy) {
    Plans plans = Plans.named("limited");
    plans.task(0, "a", "work", List.of());
    Node.Task task =
        new Node.Task(
            Head.of("a", List.of(), "limited.yaml:4:5"),
            0,
            Map.of(),
            RetryPolicy.NONE,
            timeouts,
            "default",
            5,
            policy);
    plans.replace(0, 0, task);
    return plans.plan();
  }

  private static TaskPolicy policy(
      List<String> runsOn, Isolation isolation, DeadLetter deadLetter, OnLost onLost) {
    return new TaskPolicy(
        null,
        runsOn,
        FlowControl.NONE,
        isolation,
        List.of(),
        deadLetter,
        null,
        onLost,
        null,
        null,
        Map.of("team", "data"),
        "me");
  }

  @Test
  void whatTheEngineDoesAnywayIsAccepted() {
    TaskPolicy usual = policy(List.of(), Isolation.NONE, DeadLetter.SAVE, OnLost.RETRY);
    Plan plan = plan(new Timeouts(1_000), usual);
    assertThat(UnrunnablePolicies.of(plan, (Node.Task) plan.node(0, 0))).isEmpty();
  }

  @Test
  void everyPolicyThatIsNotKeptIsNamedWithItsPlace() {
    Isolation jailed =
        new Isolation(
            Isolation.Level.SANDBOX, null, null, null, null, null, Isolation.Resources.NONE);
    TaskPolicy special = policy(List.of("gpu"), jailed, DeadLetter.DISCARD, OnLost.HOLD);
    Plan plan = plan(new Timeouts(0, 1, 1, 1), special);
    assertThatThrownBy(() -> Unrunnable.check(plan))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "this release cannot run"
                + " `runsOn` at limited.yaml:4:5,"
                + " `isolation` at limited.yaml:4:5");
  }

  @Test
  void valuesThatAreFilesAreNamedWithTheirPlace() {
    Type files = new Type.ListOf(Type.Simple.FILE);
    Plans plans = Plans.named("filed");
    plans.task(
        0,
        "a",
        Plans.spec(
            "pack",
            List.of(Plans.param("from", Type.Simple.DIR)),
            List.of(Plans.param("parts", files)),
            List.of()),
        Map.of(),
        List.of(),
        RetryPolicy.NONE,
        Timeouts.NONE);
    assertThatThrownBy(() -> Unrunnable.check(plans.plan()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("`type: dir of input from` at ")
        .hasMessageContaining("`type: file of output parts` at ");
  }

  @Test
  void whatHoldsForTheRunIsNamedWithItsPlaceToo() {
    Plan plan = plan(new Timeouts(1_000), TaskPolicy.NONE);
    Json.Obj written = (Json.Obj) PlanJson.write(plan);
    Map<String, Json> members = new LinkedHashMap<>(written.members());
    members.put("secrets", Json.array(List.of(Json.of("dsn"))));
    members.put(
        "policy",
        Json.object()
            .put("timeout", 1_000L)
            .put(
                "sources",
                Json.object()
                    .put("timeout", "limited.yaml:3:1")
                    .put("secrets", "limited.yaml:2:1")
                    .build())
            .build());
    Plan limited = PlanJson.read(Json.object(members));
    assertThatThrownBy(() -> Unrunnable.check(limited))
        .isInstanceOf(EngineException.class)
        .hasMessage("this release cannot run" + " `secrets` of the workflow at limited.yaml:2:1");
  }
}
