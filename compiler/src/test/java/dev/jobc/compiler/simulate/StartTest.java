package dev.jobc.compiler.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.expr.RunFact;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Trigger;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartTest {
  private static final Plan EVERY_KIND =
      Played.plan(
          """
          jobc: v1
          name: started
          triggers:
            manual: {}
            schedule: { cron: "15 2 * * *", timezone: Europe/Berlin, semantics: intervalEnd }
            interval: { every: 10m }
            webhook: { path: p, body: { id: int } }
            event: { topic: orders, body: { region: string } }
            workflow: { name: finance/close, states: [failed] }
            condition: { that: "true", every: 1m }
          steps: [{ command: "true" }]
          """);

  /** The types are those that the compiler gave {@code run.…}; of a calendar also null. */
  @ParameterizedTest
  @EnumSource(RunFact.class)
  void everyFactHasItsType(RunFact fact) {
    for (Trigger trigger : EVERY_KIND.triggers()) {
      Json value = Facts.of(EVERY_KIND, Start.of(trigger, Map.of()), fact.word());
      boolean calendar = trigger instanceof Trigger.Schedule || trigger instanceof Trigger.Interval;
      if (fact.isOfSchedule() && !calendar) {
        assertThat(value).isEqualTo(Json.NULL);
      } else {
        assertThat(TypeCheck.check(fact.type(), value).ok()).as("%s: %s", fact, value).isTrue();
      }
    }
  }

  @Test
  void everyTriggerTellsValuesOfItsTypes() {
    for (Trigger trigger : EVERY_KIND.triggers()) {
      Map<String, Type> types = new LinkedHashMap<>(Start.types(trigger));
      types.put(Start.KIND, Type.Simple.STRING);
      Json told = Start.of(trigger, Map.of()).told();
      assertThat(TypeCheck.check(new Type.RecordOf("", types), told).ok()).as("%s", told).isTrue();
    }
  }

  @Test
  void aCalendarKnowsTheTimeBefore() {
    Trigger nightly = EVERY_KIND.triggers().get(1);
    Start start = Start.of(nightly, Map.of("scheduledAt", Json.of("2026-03-29T00:15:00Z")));
    assertThat(start.fact(RunFact.LOGICAL_DATE)).isEqualTo(Json.of("2026-03-28T01:15:00Z"));
    assertThat(start.fact(RunFact.INTERVAL))
        .isEqualTo(
            JsonText.parse(
                "{\"start\":\"2026-03-28T01:15:00Z\",\"end\":\"2026-03-29T00:15:00Z\"}"));
    Trigger every = EVERY_KIND.triggers().get(2);
    assertThat(Start.of(every, Map.of()).fact(RunFact.LOGICAL_DATE)).isEqualTo(Start.MIDNIGHT);
  }
}
