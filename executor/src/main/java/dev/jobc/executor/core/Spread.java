package dev.jobc.executor.core;

import dev.jobc.plan.Node;
import dev.jobc.plan.TaskPolicy.QueueChoice;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Which one of several takes something, so that each gets about as much as the others. */
public final class Spread {
  private Spread() {}

  /**
   * The queue in which a task waits.
   *
   * @param turn which of several is next, for those that take turns
   * @return null when its key has to be evaluated first
   */
  public static @Nullable String queue(
      Node.Task task, long run, StepRef ref, Tries tries, ToIntFunction<List<String>> turn) {
    QueueChoice choice = task.policy().queues();
    if (choice == null) {
      return task.queue();
    }
    List<String> of = choice.of();
    return switch (choice.by()) {
      case ROUND_ROBIN -> of.get(turn.applyAsInt(of));
      case RANDOM -> of.get(byChance(run, ref, tries, of.size()));
      case HASH -> null;
    };
  }

  /** Equal keys fall to the same one, in every process and every release. */
  public static int byKey(String key, int count) {
    long hash = 0;
    for (int i = 0; i < key.length(); i++) {
      hash = mix(hash ^ key.charAt(i));
    }
    return among(hash, count);
  }

  /** As a die would say, but the same again for the same attempt. */
  public static int byChance(long run, StepRef ref, Tries tries, int count) {
    long step = mix(((long) ref.scope() << 32) | ref.step());
    return among(mix(run ^ mix(step ^ tries.attempt())), count);
  }

  /** One of several that a number stands for. */
  public static int among(long number, int count) {
    return (int) Long.remainderUnsigned(number, count);
  }

  /** The finalizer of SplitMix64: every bit of the result depends on every bit given. */
  public static long mix(long bits) {
    long z = bits + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
