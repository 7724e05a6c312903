package dev.jobc.executor.work;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.RunCommand.Enter;
import dev.jobc.executor.store.Outcome;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a map goes over: its list, in batches if there are any, and the keys of what it gives. */
final class MapWork {
  /** What the items of a map with keys are given: an object of these two lists. */
  static final String ITEMS = "items";

  static final String KEYS = "keys";

  /** Which of all calls of its step each call is, in place of keys. */
  static final String NUMBERS = "numbers";

  private static final int SHOWN = 80;

  private final Node.ForEach map;
  private final Environment env;

  MapWork(Node.ForEach map, Environment env) {
    this.map = map;
    this.env = env;
  }

  Outcome open() throws EvaluationException {
    Json value = Evaluator.evaluate(map.items(), env);
    if (!(value instanceof Json.Arr list)) {
      String message = "`forEach` of step `%s` wants a list, not %s";
      return failed(message.formatted(map.id(), shorten(value)));
    }
    int size = list.items().size();
    if (size > map.maxItems()) {
      return failed(
          "the list of step `%s` has %d items, more than its `maxItems` of %d"
              .formatted(map.id(), size, map.maxItems()));
    }
    Json.Arr items = map.batch() > 0 ? batches(list) : list;
    PlanExpr key = map.key();
    Json given =
        key == null
            ? items
            : Json.object().put(ITEMS, items).put(KEYS, keys(key, items.items())).build();
    return new Outcome.Opened(
        map.body(), Enter.NEW, items.items().size(), 0, JsonText.writeBytes(given));
  }

  private Json.Arr batches(Json.Arr list) {
    List<Json> all = list.items();
    List<Json> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += map.batch()) {
      batches.add(Json.array(all.subList(from, Math.min(all.size(), from + map.batch()))));
    }
    return Json.array(batches);
  }

  private Json keys(PlanExpr key, List<Json> items) throws EvaluationException {
    List<Json> keys = new ArrayList<>(items.size());
    Set<Json> known = new HashSet<>();
    for (int item = 0; item < items.size(); item++) {
      Json text = Evaluator.evaluate(key, new ItemNames(env, map.body(), items.get(item), item));
      if (!known.add(text)) {
        throw new EvaluationException("two items have the key " + shorten(text));
      }
      keys.add(text);
    }
    return Json.array(keys);
  }

  private static Outcome failed(String message) {
    return new Outcome.Failed(new TaskError(TaskError.EXPRESSION_ERROR, message));
  }

  private static String shorten(Json value) {
    String text = JsonText.write(value);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
