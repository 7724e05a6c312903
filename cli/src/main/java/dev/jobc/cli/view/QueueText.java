package dev.jobc.cli.view;

import dev.jobc.executor.Queues.Pool;
import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Pools and queues in words and as JSON. */
public final class QueueText {
  private QueueText() {}

  /** A table with a last line that counts. */
  public static List<String> pools(List<Pool> pools) {
    Table table = new Table().row("POOL", "SLOTS", "TAKEN", "WAITING");
    for (Pool pool : pools) {
      table.row(pool.name(), text(pool.slots()), text(pool.taken()), text(pool.waiting()));
    }
    List<String> lines = new ArrayList<>(pools.isEmpty() ? List.of() : table.lines());
    lines.add(pools.size() + (pools.size() == 1 ? " pool" : " pools"));
    return lines;
  }

  private static String text(int number) {
    return Integer.toString(number);
  }

  /** For {@code -o json}; members are added, never renamed. */
  public static Json json(Pool pool) {
    return Json.object()
        .put("name", pool.name())
        .put("slots", (long) pool.slots())
        .put("taken", (long) pool.taken())
        .put("waiting", (long) pool.waiting())
        .build();
  }
}
