package dev.jobc.compiler.types.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random expressions have the same outcome in CEL's own implementation. */
class CelDifferenceTest {
  private static final int EXPRESSIONS = Integer.getInteger("jobc.cel.expressions", 400);
  private static final long SEED = Long.getLong("jobc.cel.seed", 20261122L);

  @Test
  void randomExpressionsAgree() {
    CelExpressions expressions = new CelExpressions(new Random(SEED));
    List<String> differences = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < EXPRESSIONS; i++) {
      Map<String, Ours.Variable> variables = expressions.variables();
      String text = expressions.expression();
      Outcome theirs = Theirs.outcome(text, variables);
      Outcome ours = Ours.outcome(text.replace("double(", "float("), variables);
      seen.merge(ours.getClass().getSimpleName(), 1, Integer::sum);
      if (!ours.agreesWith(theirs) && !CelDeviations.isKnown(text, ours, theirs)) {
        differences.add(
            text + "\n  ours:   " + ours + "\n  theirs: " + theirs + "\n  " + variables);
      }
    }
    assertThat(differences).as("%d differences", differences.size()).isEmpty();
    assertThat(seen).as("most expressions have a value, some fail").containsKeys("Value", "Failed");
    assertThat(seen.getOrDefault("Value", 0)).isGreaterThan(EXPRESSIONS / 2);
  }
}
