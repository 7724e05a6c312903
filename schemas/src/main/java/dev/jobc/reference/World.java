package dev.jobc.reference;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run doesn't decide by itself. The same question must get the same answer: the
 * interpreter may ask it again when something around the step ends early.
 */
public interface World {

  /**
   * Who asks.
   *
   * @param path unique in the run, for whoever keeps answers
   * @param step the step's id
   * @param source where the step is written
   * @param items the numbers of the instances around the step (items of maps, turns of loops and
   *     polls, parts, calls), outermost first
   * @param attempt 1 for the first; that of the step's own retry
   */
  record Asker(String path, String step, String source, List<Long> items, int attempt) {
    public Asker {
      items = List.copyOf(items);
    }

    /** The step and its items: {@code load[2][0]}. */
    public String label() {
      StringBuilder label = new StringBuilder(step);
      items.forEach(item -> label.append('[').append(item).append(']'));
      return label.toString();
    }
  }

  /** One attempt of a task. */
  Reply task(Asker asker, TaskSpec task, Json.Obj inputs);

  /** Whether a program that guards a step succeeds; {@code number} is its place, from 0. */
  default boolean check(Asker asker, int number) {
    return true;
  }

  /** A signal, with the outputs that its type makes; {@link Reply.Never} when none comes. */
  Reply signal(Asker asker, Pause.WaitFor wait);

  /**
   * A person's answer: success with {@code by} and the form's fields, {@code Denied}, or {@link
   * Reply.Never}.
   */
  Reply approval(Asker asker, Pause.Approval approval, String prompt);

  /** The plan of a workflow that is called; null when {@link #workflow} answers in its place. */
  default @Nullable Plan plan(SubWorkflow call) {
    return null;
  }

  /** The run of another workflow as a whole. */
  Reply workflow(Asker asker, SubWorkflow call, Json.Obj inputs);

  /** A fact about the run, see {@link dev.jobc.expr.PlanExpr.RunFact}. */
  Json fact(String name);

  /** The same of the run of another workflow, when {@link #plan} gave its plan. */
  default Json fact(Plan plan, String name) {
    return fact(name);
  }

  /** The inputs that the trigger of the run gives; those that are given otherwise win. */
  default Map<String, PlanExpr> started() {
    return Map.of();
  }
}
