package dev.jobc.executor.work;

import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Question;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.type.TimeText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Steps that wait. A worker has them twice at most: to work out what is waited for and how long,
 * and when that time is over. In between nobody holds them.
 */
final class PauseWork {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  /** {@link Outcome.Paused#delay} of a step that waits without a limit. */
  private static final long FOR_EVER = -1;

  private final Environment env;
  private final String place;
  private final Instant now;

  /**
   * @param place the step's id with the numbers of its items
   */
  PauseWork(Environment env, String place, Instant now) {
    this.env = env;
    this.place = place;
    this.now = now;
  }

  Outcome of(Pause pause, Tries tries) throws EvaluationException {
    boolean over = tries.counted() > 1;
    return switch (pause) {
      case Pause.Wait wait -> over ? new Outcome.Succeeded(null) : begin(wait);
      case Pause.WaitFor wait -> over ? late(wait) : begin(wait);
      case Pause.Approval approval -> over ? late(approval) : begin(approval);
    };
  }

  private Outcome begin(Pause.Wait wait) throws EvaluationException {
    String text = text(Evaluator.evaluate(wait.time(), env));
    long millis = wait.until() ? until(text) : span(text);
    return millis <= 0 ? new Outcome.Succeeded(null) : new Outcome.Paused(millis, null);
  }

  private long until(String text) throws EvaluationException {
    Instant at = TimeText.timestamp(text);
    if (at == null) {
      throw new EvaluationException("`" + text + "` is no timestamp");
    }
    // A millisecond more rather than one too early.
    return Duration.between(now, at).plusNanos(999_999).toMillis();
  }

  private static long span(String text) throws EvaluationException {
    Duration span = TimeText.duration(text);
    if (span == null) {
      throw new EvaluationException("`" + text + "` is no duration");
    }
    return span.toMillis();
  }

  private Outcome begin(Pause.WaitFor wait) {
    return new Outcome.Paused(
        limit(wait.timeout()),
        new Question(OpenQuestion.Kind.SIGNAL, wait.signal(), place, "", NOTHING));
  }

  private Outcome begin(Pause.Approval approval) throws EvaluationException {
    String prompt = text(Evaluator.evaluate(approval.prompt(), env));
    byte[] defaults = JsonText.writeBytes(form(approval).build());
    return new Outcome.Paused(
        limit(approval.timeout()),
        new Question(OpenQuestion.Kind.APPROVAL, "", place, prompt, defaults));
  }

  private static long limit(long timeout) {
    return timeout > 0 ? timeout : FOR_EVER;
  }

  private static Outcome late(Pause.WaitFor wait) {
    return wait.onTimeout() == Pause.OnTimeout.CONTINUE
        ? succeeded(Json.object().put("received", false))
        : failed(TaskError.TIMEOUT, "no signal `" + wait.signal() + "` came in time");
  }

  private Outcome late(Pause.Approval approval) throws EvaluationException {
    return switch (approval.onTimeout()) {
      case FAIL -> failed(TaskError.TIMEOUT, "nobody answered in time");
      case DENY -> failed(TaskError.DENIED, "nobody answered in time");
      case APPROVE -> succeeded(form(approval).put("approved", true));
      case CONTINUE -> succeeded(form(approval).put("approved", false));
    };
  }

  /** The defaults of the form, null where there is none. */
  private Json.ObjectBuilder form(Pause.Approval approval) throws EvaluationException {
    Json.ObjectBuilder form = Json.object();
    for (Plan.Input field : approval.form()) {
      var value = field.defaultValue();
      form.put(field.name(), value == null ? Json.NULL : Evaluator.evaluate(value, env));
    }
    return form;
  }

  private static Outcome succeeded(Json.ObjectBuilder outputs) {
    return new Outcome.Succeeded(JsonText.writeBytes(outputs.build()));
  }

  private static Outcome failed(String name, String message) {
    return new Outcome.Failed(new TaskError(name, message));
  }

  private static String text(Json value) {
    return value instanceof Json.Str(String text) ? text : JsonText.write(value);
  }
}
