package dev.jobc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.expr.PlanExpr;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an expression says it is made of is what it is made of. */
class ExprPartsTest {
  @Test
  void areAllExpressionsThatTheRecordHolds() throws ReflectiveOperationException {
    Set<Class<?>> seen = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      for (Plan.Output output : new PlanGenerator(seed).plan().outputs()) {
        check(output.value(), seen);
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(PlanExpr.class.getPermittedSubclasses());
  }

  private static void check(PlanExpr expr, Set<Class<?>> seen) throws ReflectiveOperationException {
    seen.add(expr.getClass());
    List<PlanExpr> held = new ArrayList<>();
    for (RecordComponent component : expr.getClass().getRecordComponents()) {
      collect(component.getAccessor().invoke(expr), held);
    }
    assertThat(expr.parts()).isEqualTo(held);
    for (PlanExpr part : held) {
      check(part, seen);
    }
  }

  private static void collect(Object value, List<PlanExpr> held) {
    switch (value) {
      case PlanExpr expr -> held.add(expr);
      case List<?> list -> list.forEach(one -> collect(one, held));
      case Map<?, ?> map -> map.values().forEach(one -> collect(one, held));
      default -> {}
    }
  }
}
