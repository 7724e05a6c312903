package dev.jobc.executor.engine;

import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.store.RunNeeds;
import dev.jobc.executor.work.Needs;
import dev.jobc.executor.work.StartFacts;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RunPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code concurrency} and {@code rateLimit} of a workflow ask of its runs. */
final class RunLimits {
  private RunLimits() {}

  /** See {@link RunNeeds.Source}. */
  static RunNeeds of(Plan plan, byte[] inputs, String directory, byte @Nullable [] start) {
    RunPolicy policy = plan.policy();
    if (policy.concurrency() == null && policy.rateLimit() == null) {
      return RunNeeds.NONE;
    }
    Json.Obj given = (Json.Obj) JsonText.parse(inputs);
    Json.Obj facts = start == null ? null : (Json.Obj) JsonText.parse(start);
    return run -> needs(plan, new Known(plan, run, given, directory, facts));
  }

  private static List<Need> needs(Plan plan, Known known) {
    try {
      return Needs.of(plan, known);
    } catch (EvaluationException e) {
      String message = "the limits of `" + plan.name() + "` can't be told: " + e.getMessage();
      throw new InvalidInputException(List.of(message));
    }
  }

  /** What the keys may refer to: all that is known before the first step. */
  private record Known(
      Plan plan, RunId run, Json.Obj inputs, String directory, Json.@Nullable Obj start)
      implements Environment {
    @Override
    public Json workflowInput(String name) {
      Json value = inputs.get(name);
      return value == null ? Json.NULL : value;
    }

    @Override
    public Json runFact(String name) throws EvaluationException {
      Instant startedAt = Instant.ofEpochMilli(run.epochMillis());
      return switch (name) {
        case "id" -> Json.of(run.toString());
        case "name" -> Json.of(plan.name());
        case "namespace" -> Json.of(plan.namespace());
        case "startedAt" -> Json.of(startedAt.toString());
        case "attempt" -> Json.of(1L);
        case "directory" -> Json.of(directory);
        default -> StartFacts.of(plan, name, startedAt, start);
      };
    }
  }
}
