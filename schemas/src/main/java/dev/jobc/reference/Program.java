package dev.jobc.reference;

import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan with its inputs in a world.
 *
 * @param inputs every input, defaults applied
 */
record Program(Plan plan, Owners owners, Map<String, Json> inputs, World world) {

  Names names(Body body) {
    return new Names(this, body, null);
  }

  Names names(Body body, @Nullable Map<String, Json> taskInputs) {
    return new Names(this, body, taskInputs);
  }
}
