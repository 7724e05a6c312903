package dev.jobc.executor.engine;

import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tasks that notice how many of them are under way at once, by key, and when they started. */
final class Crowd {
  private final Map<String, Integer> now = new HashMap<>();
  private final Map<String, Integer> most = new HashMap<>();
  private final List<Long> starts = new ArrayList<>();
  private final List<String> runs = new ArrayList<>();
  private final long millis;

  /**
   * @param millis how long a task takes
   */
  Crowd(long millis) {
    this.millis = millis;
  }

  RegisteredRunner.Function task(String key) {
    return call -> {
      enter(key, call.facts().get("JOBC_RUN_ID"));
      try {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
      } finally {
        leave(key);
      }
      return Json.object().build();
    };
  }

  private synchronized void enter(String key, String run) {
    starts.add(System.nanoTime());
    runs.add(run);
    most.merge(key, now.merge(key, 1, Integer::sum), Math::max);
  }

  private synchronized void leave(String key) {
    now.merge(key, -1, Integer::sum);
  }

  synchronized int most(String key) {
    return most.getOrDefault(key, 0);
  }

  synchronized int now(String key) {
    return now.getOrDefault(key, 0);
  }

  /** In order of their start. */
  synchronized List<String> runs() {
    return List.copyOf(runs);
  }

  synchronized List<Long> starts() {
    return List.copyOf(starts);
  }
}
