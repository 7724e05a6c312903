package dev.jobc.compiler.types;

import dev.jobc.plan.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as the plan has it, but for the number of its program.
 *
 * @param program what a condition runs; null for every other trigger
 */
public record TypedTrigger(Trigger trigger, @Nullable TypedTask program) {
  /** The trigger when its program has that number. */
  public Trigger numbered(int task) {
    return trigger instanceof Trigger.Condition condition
        ? new Trigger.Condition(
            new Trigger.Probe.Program(task),
            condition.every(),
            condition.inputs(),
            condition.source())
        : trigger;
  }
}
