package dev.jobc.cli.view;

import dev.jobc.executor.Queues.Pool;
import dev.jobc.executor.Queues.Queue;
import dev.jobc.executor.Queues.Role;
import dev.jobc.executor.Queues.Settings;
import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pools, queues and roles in words and as JSON. */
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

  /** A table with a last line that counts. */
  public static List<String> queues(List<Queue> queues) {
    Table table = new Table().row("QUEUE", "STATE", "SLOTS", "RATE", "READY", "HELD BACK");
    for (Queue queue : queues) {
      Settings limits = queue.settings();
      table.row(
          queue.name(),
          limits.paused() ? "paused" : "open",
          limits.slots() == 0 ? "-" : queue.taken() + " of " + limits.slots(),
          rate(limits),
          text(queue.ready()),
          text(queue.waiting()));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add(queues.size() + (queues.size() == 1 ? " queue" : " queues"));
    return lines;
  }

  /** One queue. */
  public static List<String> show(Queue queue) {
    Settings limits = queue.settings();
    return List.of(
        "queue      " + queue.name(),
        "state      " + (limits.paused() ? "paused" : "open"),
        "slots      "
            + (limits.slots() == 0 ? "-" : queue.taken() + " of " + limits.slots() + " taken"),
        "rate       " + rate(limits),
        "ready      " + queue.ready(),
        "held back  " + queue.waiting());
  }

  private static String rate(Settings limits) {
    String per = limits.per().toString().substring(2).toLowerCase(Locale.ROOT);
    return limits.rate() == 0 ? "-" : limits.rate() + "/" + per;
  }

  /** A table with a last line that counts. */
  public static List<String> roles(List<Role> roles) {
    Table table = new Table().row("ROLE", "QUEUES");
    roles.forEach(role -> table.row(role.name(), String.join(", ", role.queues())));
    List<String> lines = new ArrayList<>(roles.isEmpty() ? List.of() : table.lines());
    lines.add(roles.size() + (roles.size() == 1 ? " role" : " roles"));
    return lines;
  }

  /** For {@code -o json}; members are added, never renamed. */
  public static Json json(Role role) {
    return Json.object()
        .put("name", role.name())
        .put("queues", Json.array(role.queues().stream().map(Json::of).toList()))
        .build();
  }

  /** For {@code -o json}; members are added, never renamed. */
  public static Json json(Queue queue) {
    Settings limits = queue.settings();
    return Json.object()
        .put("name", queue.name())
        .put("paused", Json.of(limits.paused()))
        .put("slots", limits.slots() == 0 ? Json.NULL : Json.of((long) limits.slots()))
        .put("taken", (long) queue.taken())
        .put("rate", limits.rate() == 0 ? Json.NULL : Json.of((long) limits.rate()))
        .put("perMillis", limits.rate() == 0 ? Json.NULL : Json.of(limits.per().toMillis()))
        .put("ready", (long) queue.ready())
        .put("heldBack", (long) queue.waiting())
        .build();
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
