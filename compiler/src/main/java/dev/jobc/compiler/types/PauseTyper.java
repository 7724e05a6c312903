package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.HIDDEN_NAME;

import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.presence.StepView.Answer;
import dev.jobc.compiler.types.presence.StepView.StepOutputs;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.model.ControlBody;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Pause.OnTimeout;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.source.Located;
import dev.jobc.type.Type;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types {@code wait}, {@code waitFor} and {@code approval}. */
final class PauseTyper {
  private static final String RECEIVED = "received";
  private static final String APPROVED = "approved";

  private final UnitTyper own;
  private final Map<ControlBody.WaitFor, Type> payloads = new IdentityHashMap<>();
  private final Map<Step, List<Plan.Input>> forms = new IdentityHashMap<>();

  PauseTyper(UnitTyper own) {
    this.own = own;
  }

  ControlNode wait(ControlBody.Wait wait, Scope scope) {
    Type wanted = wait.until() ? Type.Simple.TIMESTAMP : Type.Simple.DURATION;
    String what = wait.until() ? "`until`" : "`wait`";
    Typed time = own.checker(scope).check(wait.time(), wanted, what);
    return head -> new Pause.Wait(head, wait.until(), time.expr());
  }

  /** The fields of a record, or {@code value}; missing when the run goes on without the signal. */
  StepOutputs signal(ControlBody.WaitFor waitFor) {
    Map<String, Type> fields = new LinkedHashMap<>();
    Type type = waitFor.type() == null ? null : own.types().resolve(waitFor.type());
    if (type instanceof Type.RecordOf record && type != Types.UNKNOWN) {
      fields.putAll(record.fields());
      checkReceived(waitFor, record);
    } else if (type != null) {
      fields.put("value", type);
    }
    if (type != null) {
      payloads.put(waitFor, type);
    }
    Located<Duration> timeout = waitFor.timeout();
    Answer answer = null;
    if (waitFor.onTimeout() == OnTimeout.CONTINUE && timeout != null) {
      answer = new Answer(RECEIVED, Map.copyOf(fields), timeout.span());
      fields.replaceAll((name, field) -> field.optional());
    }
    fields.put(RECEIVED, Type.Simple.BOOL);
    return new StepOutputs(new Type.RecordOf("", fields), type != Types.UNKNOWN, answer);
  }

  private void checkReceived(ControlBody.WaitFor waitFor, Type.RecordOf record) {
    if (record.fields().containsKey(RECEIVED) && waitFor.type() != null) {
      own.problems()
          .report(
              own.problems()
                  .at(
                      HIDDEN_NAME,
                      waitFor.type().span(),
                      "every `waitFor` has the output `received`")
                  .help("call the field of the signal something else"));
    }
  }

  ControlNode waitFor(ControlBody.WaitFor waitFor) {
    @Nullable Type type = payloads.get(waitFor);
    long timeout = LoopTyper.millis(waitFor.timeout());
    String signal = waitFor.signal().value();
    return head -> new Pause.WaitFor(head, signal, type, timeout, waitFor.onTimeout());
  }

  /** Whether it was approved, by whom, and the form; nobody fills it when time runs out. */
  StepOutputs answer(Step step, ControlBody.Approval approval) {
    List<Param> params = own.inputs(approval.form(), Scope.defaults());
    forms.put(step, WorkflowTyper.inputs(approval.form(), params));
    boolean certain =
        switch (approval.onTimeout()) {
          case FAIL, DENY -> true;
          case APPROVE, CONTINUE -> approval.timeout() == null;
        };
    Map<String, Type> fields = new LinkedHashMap<>();
    fields.put(APPROVED, Type.Simple.BOOL);
    fields.put("by", certain ? Type.Simple.STRING : Type.Simple.STRING.optional());
    for (Param param : params) {
      boolean given = certain || param.defaultValue() != null;
      fields.put(param.name(), given ? param.type() : param.type().optional());
    }
    boolean known = params.stream().noneMatch(param -> param.type() == Types.UNKNOWN);
    return new StepOutputs(new Type.RecordOf("", fields), known, answer(approval, params));
  }

  /** What is there when a person answered; {@code approve} leaves nothing that tells. */
  private static @Nullable Answer answer(ControlBody.Approval approval, List<Param> params) {
    Located<Duration> timeout = approval.timeout();
    boolean late =
        switch (approval.onTimeout()) {
          case FAIL, DENY -> false;
          case APPROVE, CONTINUE -> timeout != null;
        };
    if (!late || timeout == null) {
      return null;
    }
    Map<String, Type> given = new LinkedHashMap<>();
    if (approval.onTimeout() == OnTimeout.CONTINUE) {
      given.put("by", Type.Simple.STRING);
      params.forEach(param -> given.put(param.name(), param.type()));
    }
    return new Answer(APPROVED, given, timeout.span());
  }

  ControlNode approval(Step step, ControlBody.Approval approval, Scope scope) {
    ValueChecker checker = own.checker(scope);
    Typed text = checker.text(approval.prompt());
    Typed prompt = checker.fit().requireOpen(text, approval.prompt().span(), "a question");
    long timeout = LoopTyper.millis(approval.timeout());
    List<Plan.Input> form = forms.getOrDefault(step, List.of());
    return head -> new Pause.Approval(head, prompt.expr(), form, timeout, approval.onTimeout());
  }
}
