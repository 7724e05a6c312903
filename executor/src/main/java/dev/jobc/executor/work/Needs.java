package dev.jobc.executor.work;

import dev.jobc.executor.core.Need;
import dev.jobc.executor.store.SetLimits;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.FlowControl.RateLimit;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanDigest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is taken of limits, with their keys as everybody calls them. */
public final class Needs {
  /** Longer keys are cut, and end with a hash of the whole. */
  private static final int LONGEST = 300;

  private Needs() {}

  /** Of an attempt of a task; its key is the task itself unless the author chose one. */
  static List<Need> of(FlowControl flow, Plan plan, String task, Environment env)
      throws EvaluationException {
    String own = plan.name() + "/" + task;
    List<Need> needs = new ArrayList<>();
    if (flow.concurrency() != null) {
      needs.add(concurrency("concurrency", flow.concurrency(), plan, own, env));
    }
    if (flow.pool() != null) {
      String key = SetLimits.pool(flow.pool().name());
      needs.add(new Need(key, Need.SET, flow.pool().slots(), 0, OnLimit.QUEUE));
    }
    if (flow.rateLimit() != null) {
      needs.add(rate("rate", flow.rateLimit(), plan, own, env));
    }
    return needs;
  }

  /** Of a run; its key is the workflow unless the author chose one. */
  public static List<Need> of(Plan plan, Environment env) throws EvaluationException {
    List<Need> needs = new ArrayList<>();
    Concurrency concurrency = plan.policy().concurrency();
    if (concurrency != null) {
      needs.add(concurrency("runs", concurrency, plan, plan.name(), env));
    }
    RateLimit rate = plan.policy().rateLimit();
    if (rate != null) {
      needs.add(rate("run rate", rate, plan, plan.name(), env));
    }
    return needs;
  }

  private static Need concurrency(
      String kind, Concurrency limit, Plan plan, String own, Environment env)
      throws EvaluationException {
    String key = key(kind, plan, limit.key(), own, env);
    return new Need(key, limit.limit(), 1, 0, limit.onLimit());
  }

  private static Need rate(String kind, RateLimit limit, Plan plan, String own, Environment env)
      throws EvaluationException {
    if (!(Evaluator.evaluate(limit.limit(), env) instanceof Json.Int(long limited))
        || limited < 1) {
      throw new EvaluationException("`limit` of `rateLimit` is below 1");
    }
    int starts = (int) Math.min(Integer.MAX_VALUE, limited);
    String per = Duration.ofMillis(limit.per()).toString().substring(2).toLowerCase(Locale.ROOT);
    String key = key(kind + " per " + per, plan, limit.key(), own, env);
    return new Need(key, starts, 1, limit.per(), OnLimit.QUEUE);
  }

  private static String key(
      String kind, Plan plan, @Nullable PlanExpr key, String own, Environment env)
      throws EvaluationException {
    String text = key == null ? own : text(Evaluator.evaluate(key, env));
    String whole = kind + " " + plan.namespace() + ": " + text;
    return whole.length() <= LONGEST
        ? whole
        : whole.substring(0, LONGEST)
            + "… "
            + PlanDigest.sha256(whole.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Json value) {
    return value instanceof Json.Str(String text) ? text : JsonText.write(value);
  }
}
