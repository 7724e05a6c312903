package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.Submission;
import dev.jobc.executor.testing.Plans;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputCheckTest {
  private static final Plan PLAN =
      Plans.named("bounded")
          .bounded(
              "name",
              Type.Simple.STRING,
              new Constraints("[a-z]+", null, null, null, null, List.of()))
          .bounded(
              "count",
              Type.Simple.INT.optional(),
              new Constraints(null, Json.of(1), Json.of(5), null, null, List.of()))
          .bounded(
              "list",
              new Type.ListOf(Type.Simple.INT),
              new Constraints(null, null, null, 1, 2, List.of()))
          .plan();

  private static Json.Obj check(String inputs) {
    Json.Obj given = (Json.Obj) JsonText.parse(inputs);
    return InputCheck.check(PLAN, new Submission("", given, "/tmp"), Instant.EPOCH);
  }

  @Test
  void valuesWithinTheBoundsPass() {
    Json.Obj inputs = check("{\"name\":\"abc\",\"count\":5,\"list\":[1]}");
    assertThat(inputs.get("count")).isEqualTo(Json.of(5));
  }

  @Test
  void aMissingOptionalValueHasNoBounds() {
    assertThat(check("{\"name\":\"abc\",\"list\":[1]}").get("count")).isEqualTo(Json.NULL);
  }

  @Test
  void everyValueOutsideIsNamedWithWhatWasExpected() {
    assertThatThrownBy(() -> check("{\"name\":\"abc\\n\",\"count\":6,\"list\":[1,2,3]}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("input `name` must match `[a-z]+`, not `abc")
        .hasMessageContaining("input `count` must be at most 5, not 6")
        .hasMessageContaining("input `list` must have at most 2 items, not 3");
  }
}
