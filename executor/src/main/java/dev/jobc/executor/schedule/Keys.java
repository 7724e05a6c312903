package dev.jobc.executor.schedule;

import dev.jobc.executor.Schedules.Cause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names triggers by what they fire at, so that they are known again in another revision. */
public final class Keys {
  private Keys() {}

  /** The triggers that start runs by themselves, by name: their numbers in the plan. */
  public static Map<String, Integer> of(Plan plan) {
    Map<String, Integer> keys = new LinkedHashMap<>();
    for (int i = 0; i < plan.triggers().size(); i++) {
      String key = key(plan.triggers().get(i));
      if (key != null) {
        keys.put(unique(key, keys), i);
      }
    }
    return keys;
  }

  /** What one of them fires at. */
  public static Cause cause(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Completion completion -> Cause.ENDS;
      case Trigger.Event event -> Cause.EVENTS;
      case Trigger.Condition condition -> Cause.CONDITION;
      case Trigger.Schedule schedule -> Cause.TIMES;
      case Trigger.Interval interval -> Cause.TIMES;
      case Trigger.Manual manual -> throw new IllegalArgumentException("a person starts it");
      case Trigger.Webhook webhook -> throw new IllegalArgumentException("not kept");
    };
  }

  private static String unique(String key, Map<String, Integer> taken) {
    String unique = key;
    for (int number = 2; taken.containsKey(unique); number++) {
      unique = key + " #" + number;
    }
    return unique;
  }

  private static @Nullable String key(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Schedule schedule -> "schedule " + schedule.cron() + " " + schedule.timezone();
      case Trigger.Interval interval -> "interval " + Duration.ofMillis(interval.every());
      case Trigger.Manual manual -> null;
      case Trigger.Webhook webhook -> null;
      case Trigger.Event event -> "event " + event.topic();
      case Trigger.Completion completion ->
          "workflow " + completion.workflow() + " " + states(completion);
      case Trigger.Condition condition -> "condition every " + Duration.ofMillis(condition.every());
    };
  }

  /** Whatever their order. */
  private static String states(Trigger.Completion completion) {
    return completion.states().stream()
        .distinct()
        .sorted()
        .map(state -> state.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /**
   * The triggers of a plan that this release can't fire, in the author's words with their place.
   */
  public static List<String> unknown(Plan plan) {
    List<String> found = new ArrayList<>();
    for (Trigger trigger : plan.triggers()) {
      String word =
          switch (trigger) {
            case Trigger.Manual manual -> "";
            case Trigger.Schedule schedule -> "";
            case Trigger.Interval interval -> "";
            case Trigger.Webhook webhook -> "webhook";
            case Trigger.Event event -> "";
            case Trigger.Completion completion -> "";
            case Trigger.Condition condition -> "";
          };
      if (!word.isEmpty()) {
        found.add("`" + word + "` at " + trigger.source());
      }
    }
    return found;
  }
}
