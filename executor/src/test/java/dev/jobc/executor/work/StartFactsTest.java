package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartFactsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Json OUTPUT =
      Json.object()
          .put("name", "at")
          .put("type", Json.of("timestamp"))
          .put("value", PlanExprJson.write(new PlanExpr.RunFact("scheduledAt")))
          .build();

  private static Plan plan(boolean reads, String... kinds) {
    Plans plans = Plans.named("started");
    plans.task(0, "a", "work", List.of());
    Map<String, Json> members =
        new LinkedHashMap<>(((Json.Obj) PlanJson.write(plans.plan())).members());
    List<Json> triggers =
        List.of(kinds).stream()
            .<Json>map(
                kind ->
                    Json.object()
                        .put("kind", kind)
                        .put("cron", "0 0 * * *")
                        .put("timezone", "UTC")
                        .put("source", "started.yaml:3:3")
                        .build())
            .toList();
    members.put("triggers", Json.array(triggers));
    if (reads) {
      members.put("outputs", Json.array(List.of(OUTPUT)));
    }
    return PlanJson.read(Json.object(members));
  }

  @Test
  void aStartByHandHasNoTimeOfACalendar() throws EvaluationException {
    for (Plan plan : List.of(plan(true), plan(true, "schedule", "manual"))) {
      assertThat(StartFacts.of(plan, "scheduledAt", NOW, null)).isEqualTo(Json.NULL);
      assertThat(StartFacts.of(plan, "trigger", NOW, null))
          .isEqualTo(
              Json.object().put("kind", "manual").put("firedAt", "2026-03-01T10:00:00Z").build());
      assertThat(StartFacts.areMissed(plan)).isFalse();
    }
  }

  @Test
  void aWorkflowThatCountsOnItsCalendarIsNotGivenAnInventedTime() {
    assertThatThrownBy(() -> StartFacts.of(plan(false, "schedule"), "logicalDate", NOW, null))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("run.logicalDate has no value");
    assertThat(StartFacts.areMissed(plan(true, "schedule"))).isTrue();
    assertThat(StartFacts.areMissed(plan(false, "schedule"))).isFalse();
  }
}
