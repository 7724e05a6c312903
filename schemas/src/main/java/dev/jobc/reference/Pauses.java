package dev.jobc.reference;

import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.type.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Waits for a time, a signal, a person. */
final class Pauses {
  private final Program program;

  Pauses(Program program) {
    this.program = program;
  }

  void run(Turn turn, Pause pause) throws EvaluationException {
    switch (pause) {
      case Pause.Wait wait -> wait(turn, wait);
      case Pause.WaitFor wait -> waitFor(turn, wait);
      case Pause.Approval approval -> approval(turn, approval);
    }
  }

  private void wait(Turn turn, Pause.Wait wait) throws EvaluationException {
    String text = Steps.text(program.names(turn.body()).evaluate(wait.time()));
    long at;
    if (wait.until()) {
      Instant began = instant(Steps.text(program.world().fact("startedAt")));
      at = Math.max(turn.start(), Duration.between(began, instant(text)).toMillis());
    } else {
      Duration span = TimeText.duration(text);
      if (span == null) {
        throw new EvaluationException("`" + text + "` is no duration");
      }
      at = Turn.after(turn.start(), Math.max(0, span.toMillis()));
    }
    if (at > turn.horizon()) {
      turn.cancelled();
    } else {
      turn.run().succeed(at, Json.NULL);
    }
  }

  private static Instant instant(String text) throws EvaluationException {
    Instant instant = TimeText.timestamp(text);
    if (instant == null) {
      throw new EvaluationException("`" + text + "` is no timestamp");
    }
    return instant;
  }

  private void waitFor(Turn turn, Pause.WaitFor wait) {
    Reply reply = program.world().signal(turn.asker(program, 1), wait);
    long limit = Turn.limit(turn.start(), wait.timeout());
    long at = at(turn, reply);
    if (at <= limit && at <= turn.horizon() && reply.outcome() instanceof Reply.Success given) {
      Map<String, Json> outputs = new LinkedHashMap<>(given.outputs().members());
      outputs.put("received", Json.TRUE);
      turn.run().succeed(at, Json.object(outputs));
    } else if (limit <= turn.horizon() && limit < Turn.NEVER) {
      late(turn, wait.onTimeout(), limit, Json.object().put("received", false));
    } else {
      forEver(turn);
    }
  }

  private void approval(Turn turn, Pause.Approval approval) throws EvaluationException {
    Names names = program.names(turn.body());
    String prompt = Steps.text(names.evaluate(approval.prompt()));
    Json.ObjectBuilder form = Json.object();
    for (Plan.Input field : approval.form()) {
      PlanExpr value = field.defaultValue();
      form.put(field.name(), value == null ? Json.NULL : names.evaluate(value));
    }
    Reply reply = program.world().approval(turn.asker(program, 1), approval, prompt);
    long limit = Turn.limit(turn.start(), approval.timeout());
    long at = at(turn, reply);
    boolean answered = at <= limit && at <= turn.horizon();
    if (answered && reply.outcome() instanceof Reply.Success(Json.Obj given, var calls)) {
      form.put("approved", true);
      given.members().forEach((name, value) -> fill(form, approval, name, value));
      turn.run().succeed(at, form.build());
    } else if (answered && reply.outcome() instanceof Reply.Failure(String name, String message)) {
      turn.run().fail(at, name, message);
    } else if (limit <= turn.horizon() && limit < Turn.NEVER) {
      boolean approved = approval.onTimeout() == Pause.OnTimeout.APPROVE;
      late(turn, approval.onTimeout(), limit, form.put("approved", approved));
    } else {
      forEver(turn);
    }
  }

  /** A field that is left open keeps its default. */
  private static void fill(
      Json.ObjectBuilder form, Pause.Approval approval, String name, Json value) {
    boolean open =
        value == Json.NULL
            && approval.form().stream()
                .anyMatch(
                    field ->
                        field.name().equals(name)
                            && field.defaultValue() != null
                            && !field.type().isOptional());
    if (!open) {
      form.put(name, value);
    }
  }

  private static long at(Turn turn, Reply reply) {
    return reply.outcome() instanceof Reply.Never
        ? Turn.NEVER
        : Turn.after(turn.start(), reply.took());
  }

  private static void late(
      Turn turn, Pause.OnTimeout what, long limit, Json.ObjectBuilder outputs) {
    switch (what) {
      case FAIL -> turn.run().fail(limit, StepError.TIMEOUT, "nobody answered in time");
      case DENY -> turn.run().fail(limit, StepError.DENIED, "nobody answered in time");
      case APPROVE, CONTINUE -> turn.run().succeed(limit, outputs.build());
    }
  }

  /** Nothing ends the wait but what is around it; without that the run would never end. */
  private static void forEver(Turn turn) {
    if (turn.horizon() < Turn.NEVER) {
      turn.cancelled();
    } else {
      turn.run().fail(turn.start(), StepError.TIMEOUT, "waits for ever: no answer and no limit");
    }
  }
}
