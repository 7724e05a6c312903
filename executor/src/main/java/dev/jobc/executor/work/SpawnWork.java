package dev.jobc.executor.work;

import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.store.Outcome;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Fan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls that a list names, sorted by task, and their results in the order of that list. */
final class SpawnWork {
  private final Fan.Spawn node;

  SpawnWork(Fan.Spawn node) {
    this.node = node;
  }

  Outcome open(Environment env) throws EvaluationException {
    if (!(Evaluator.evaluate(node.calls(), env) instanceof Json.Arr(List<Json> calls))) {
      throw new EvaluationException("what is gone through is no list");
    }
    if (calls.size() > node.maxItems()) {
      throw new EvaluationException(
          "%d calls are more than the `maxItems` of %d".formatted(calls.size(), node.maxItems()));
    }
    List<List<Json>> items = lists();
    List<List<Json>> numbers = lists();
    for (int number = 0; number < calls.size(); number++) {
      int task = task(calls.get(number));
      items.get(task).add(calls.get(number));
      numbers.get(task).add(Json.of((long) number));
    }
    return calls.isEmpty() ? succeeded(List.of()) : opened(items, numbers);
  }

  private List<List<Json>> lists() {
    List<List<Json>> lists = new ArrayList<>();
    node.allow().forEach(task -> lists.add(new ArrayList<>()));
    return lists;
  }

  private int task(Json call) throws EvaluationException {
    Json task = call instanceof Json.Obj object ? object.get("task") : null;
    for (int i = 0; i < node.allow().size(); i++) {
      if (Json.of(node.allow().get(i).name()).equals(task)) {
        return i;
      }
    }
    String named = task instanceof Json.Str(String text) ? text : "nothing";
    throw new EvaluationException("a call names `" + named + "`, which `allow` does not hold");
  }

  private static Outcome opened(List<List<Json>> items, List<List<Json>> numbers) {
    List<Outcome.Spawned.Calls> calls = new ArrayList<>();
    for (int task = 0; task < items.size(); task++) {
      Json given =
          Json.object()
              .put(MapWork.ITEMS, Json.array(items.get(task)))
              .put(MapWork.NUMBERS, Json.array(numbers.get(task)))
              .build();
      calls.add(new Outcome.Spawned.Calls(items.get(task).size(), JsonText.writeBytes(given)));
    }
    return new Outcome.Spawned(calls);
  }

  /**
   * What the step gives when all calls have succeeded.
   *
   * @param outputs what the calls of a scope gave, by item
   */
  Outcome results(
      Collection<ScopeImage> scopes,
      RunValues values,
      Function<ScopeImage, Map<Integer, byte[]>> outputs) {
    int size = scopes.stream().mapToInt(ScopeImage::size).sum();
    Json[] results = new Json[size];
    for (ScopeImage scope : scopes) {
      String task = node.allow().get(scope.first()).name();
      Map<Integer, byte[]> given = outputs.apply(scope);
      for (int item = 0; item < scope.size(); item++) {
        long number = values.number(new RunValues.Place(scope.number(), item));
        results[Math.toIntExact(number)] = result(task, given.get(item));
      }
    }
    return succeeded(Arrays.asList(results));
  }

  private static Json result(String task, byte @Nullable [] outputs) {
    Json given = outputs == null ? Json.NULL : JsonText.parse(outputs);
    return Json.object().put("task", task).put("outputs", given).build();
  }

  private static Outcome succeeded(List<Json> results) {
    Json given = Json.object().put("results", Json.array(results)).build();
    return new Outcome.Succeeded(JsonText.writeBytes(given));
  }
}
