package dev.jobc.model;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.List;

/** What a step does. */
public sealed interface StepBody
    permits StepBody.Call, StepBody.Inline, StepBody.Nested, StepBody.Broken, ControlBody {

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

  /** What could not be made out; an error was reported, so checks should stay silent about it. */
  record Broken(Span anchor) implements StepBody {}

  /** An entry of {@code with}. */
  record ArgDoc(Located<String> name, ValueDoc value) {}
}
