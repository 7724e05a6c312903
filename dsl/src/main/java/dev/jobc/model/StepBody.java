package dev.jobc.model;

import dev.jobc.model.FlowDoc.ConditionDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step does. */
public sealed interface StepBody
    permits StepBody.Call,
        StepBody.Inline,
        StepBody.Nested,
        StepBody.Switch,
        StepBody.Fail,
        StepBody.Return,
        StepBody.Broken,
        ControlBody {

  /** The key or value that tells what the step is, for messages about a step without id. */
  Span anchor();

  /** The blocks it consists of, in the order in which their steps are numbered. */
  default List<PartDoc> parts() {
    return List.of();
  }

  /**
   * {@code uses:} a task.
   *
   * @param uses {@code task} or {@code namespace.task}, well-formed
   */
  record Call(Located<String> uses, List<ArgDoc> with) implements StepBody {
    public Call {
      with = List.copyOf(with);
    }

    @Override
    public Span anchor() {
      return uses.span();
    }
  }

  /** A task written in place; its inputs are what {@code with} passes. */
  record Inline(CodeDoc code, List<ArgDoc> with, List<OutputDecl> outputs, List<ErrorDecl> errors)
      implements StepBody {
    public Inline {
      with = List.copyOf(with);
      outputs = List.copyOf(outputs);
      errors = List.copyOf(errors);
    }

    @Override
    public Span anchor() {
      return code.runtime().span();
    }
  }

  /** A nested block. */
  record Nested(BlockDoc block) implements StepBody {
    @Override
    public Span anchor() {
      return block.key();
    }

    @Override
    public List<PartDoc> parts() {
      return List.of(new PartDoc(PartDoc.Role.BODY, block));
    }
  }

  /**
   * A choice among cases by value.
   *
   * @param otherwise the steps of {@code default}, null for none
   */
  record Switch(ConditionDoc subject, List<CaseDoc> cases, @Nullable BlockDoc otherwise)
      implements StepBody {
    public Switch {
      cases = List.copyOf(cases);
    }

    @Override
    public Span anchor() {
      return subject.key();
    }

    @Override
    public List<PartDoc> parts() {
      List<PartDoc> parts = new ArrayList<>();
      cases.forEach(choice -> parts.add(new PartDoc(PartDoc.Role.CASE, choice.steps())));
      if (otherwise != null) {
        parts.add(new PartDoc(PartDoc.Role.CASE, otherwise));
      }
      return parts;
    }
  }

  /** A case of a {@link Switch}; its steps may be none. */
  record CaseDoc(Located<String> value, BlockDoc steps) {}

  /** Fails with an error of its own; the message is empty when the author wrote none. */
  record Fail(Located<String> error, TemplateDoc message, Span anchor) implements StepBody {}

  /** Ends the run with these outputs. */
  record Return(List<ArgDoc> outputs, Span anchor) implements StepBody {
    public Return {
      outputs = List.copyOf(outputs);
    }
  }

  /** What could not be made out; an error was reported, so checks should stay silent about it. */
  record Broken(Span anchor) implements StepBody {}

  /** An entry of {@code with}. */
  record ArgDoc(Located<String> name, ValueDoc value) {}
}
