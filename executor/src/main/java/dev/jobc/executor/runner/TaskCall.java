package dev.jobc.executor.runner;

import dev.jobc.json.Json;
import dev.jobc.plan.TaskSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of one step instance, with everything evaluated: what a runner needs and no more.
 *
 * @param id unique among the calls under way on this worker
 * @param spec the task; its expressions are evaluated in the components below
 * @param bundle the code, null when the task has none
 * @param inputs the declared inputs by name, checked and with defaults applied
 * @param env environment the author asked for
 * @param args arguments of a command
 * @param stdin what a command reads, null for nothing
 * @param timeoutMillis limit of this attempt, 0 for none
 * @param facts the variables every task gets: {@code JOBC_RUN_ID}, {@code JOBC_STEP}, {@code
 *     JOBC_ATTEMPT}, {@code JOBC_IDEMPOTENCY_KEY}, {@code JOBC_FENCE}, and {@code TRACEPARENT}
 */
public record TaskCall(
    long id,
    TaskSpec spec,
    @Nullable CodeBundle bundle,
    Json.Obj inputs,
    Map<String, String> env,
    List<String> args,
    @Nullable String stdin,
    long timeoutMillis,
    Map<String, String> facts) {}
