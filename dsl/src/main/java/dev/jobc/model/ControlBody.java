package dev.jobc.model;

import dev.jobc.model.FlowDoc.ConditionDoc;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.plan.Pause.OnTimeout;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.TypeExpr;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step does that decides when others run, how often, or whether. */
public sealed interface ControlBody extends StepBody {

  /**
   * {@code loop:}
   *
   * @param until null to go on for {@code maxIterations}
   * @param maxIterations at least 1
   * @param delay null for none
   */
  record Loop(
      List<StateDoc> state,
      @Nullable ConditionDoc until,
      Located<Integer> maxIterations,
      @Nullable Located<Duration> delay,
      BlockDoc block,
      Span anchor)
      implements ControlBody {
    public Loop {
      state = List.copyOf(state);
    }

    @Override
    public List<PartDoc> parts() {
      return List.of(new PartDoc(PartDoc.Role.TURN, block));
    }
  }

  /**
   * A value that a loop carries from turn to turn.
   *
   * @param type null for the type of {@code initial}
   * @param next its value in the next turn, null when it stays as it is
   */
  record StateDoc(
      Located<String> name, @Nullable TypeExpr type, ValueDoc initial, @Nullable ValueDoc next) {}

  /** {@code race:}, a branch a step. */
  record Race(List<StepDoc> branches, Span anchor) implements ControlBody {
    public Race {
      branches = List.copyOf(branches);
    }

    @Override
    public List<PartDoc> parts() {
      return single(branches, anchor);
    }
  }

  /**
   * {@code mapReduce:}
   *
   * @param over an expression, or a list written in place
   * @param combine null when results are not combined before they are reduced
   */
  record MapReduce(
      ValueDoc over,
      ValueDoc partitions,
      StepDoc map,
      StepDoc reduce,
      @Nullable StepDoc combine,
      Span anchor)
      implements ControlBody {
    @Override
    public List<PartDoc> parts() {
      return single(combine == null ? List.of(map, reduce) : List.of(map, reduce, combine), anchor);
    }
  }

  /**
   * {@code spawn:}
   *
   * @param calls an expression, or a list written in place
   * @param allow a step for every task that it may call, without values
   * @param maxItems at least 1, null for the default
   */
  record Spawn(
      ValueDoc calls, List<StepDoc> allow, @Nullable Located<Integer> maxItems, Span anchor)
      implements ControlBody {
    public Spawn {
      allow = List.copyOf(allow);
    }

    @Override
    public List<PartDoc> parts() {
      return single(allow, anchor);
    }
  }

  /**
   * {@code poll:}
   *
   * @param task what asks
   * @param timeout null for no limit
   * @param until null when success is the answer
   */
  record Poll(
      StepDoc task,
      Located<Duration> every,
      @Nullable Located<Duration> timeout,
      @Nullable ConditionDoc until,
      Span anchor)
      implements ControlBody {
    @Override
    public List<PartDoc> parts() {
      return single(List.of(task), anchor);
    }
  }

  /**
   * {@code wait:}
   *
   * @param until whether {@code time} is a point in time, else it is a duration
   */
  record Wait(boolean until, ValueDoc time, Span anchor) implements ControlBody {}

  /**
   * {@code waitFor:}
   *
   * @param type null when nothing comes with the signal
   * @param timeout null for no limit
   * @param onTimeout {@code FAIL} or {@code CONTINUE}
   */
  record WaitFor(
      Located<String> signal,
      @Nullable TypeExpr type,
      @Nullable Located<Duration> timeout,
      OnTimeout onTimeout,
      Span anchor)
      implements ControlBody {}

  /**
   * {@code approval:}
   *
   * @param timeout null for no limit
   */
  record Approval(
      TemplateDoc prompt,
      List<InputDecl> form,
      @Nullable Located<Duration> timeout,
      OnTimeout onTimeout,
      Span anchor)
      implements ControlBody {
    public Approval {
      form = List.copyOf(form);
    }
  }

  /** {@code uses: workflow:namespace/name@revision}. */
  record SubWorkflow(Located<WorkflowName> uses, List<ArgDoc> with) implements ControlBody {
    public SubWorkflow {
      with = List.copyOf(with);
    }

    @Override
    public Span anchor() {
      return uses.span();
    }
  }

  private static List<PartDoc> single(List<StepDoc> steps, Span key) {
    return steps.stream()
        .map(step -> new BlockDoc(BlockDoc.Kind.SEQUENCE, List.of(step), key))
        .map(block -> new PartDoc(PartDoc.Role.BRANCH, block))
        .toList();
  }
}
