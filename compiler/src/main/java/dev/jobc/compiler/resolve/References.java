package dev.jobc.compiler.resolve;

import dev.jobc.model.CheckDoc;
import dev.jobc.model.CodeDoc;
import dev.jobc.model.ControlBody;
import dev.jobc.model.FlowDoc.ConditionDoc;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.model.TemplateDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.syntax.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds {@code steps.<id>} in what an author wrote, before anything has a type. */
public final class References {
  private final List<Located<String>> found = new ArrayList<>();

  private References() {}

  /** The ids a step's own fields refer to, each at its place; nested steps are not looked into. */
  public static List<Located<String>> of(StepDoc step) {
    References references = new References();
    if (step.forEach() != null) {
      references.value(step.forEach().items());
      references.template(step.forEach().itemKey());
    }
    if (step.flow().condition() != null) {
      references.expr(step.flow().condition().expr());
    }
    references.policy(step.policy());
    switch (step.body()) {
      case StepBody.Call call -> references.args(call.with());
      case StepBody.Inline inline -> {
        references.args(inline.with());
        references.code(inline.code());
      }
      case ControlBody control -> references.control(control);
      case StepBody.Nested nested -> {}
      case StepBody.Switch choice -> references.expr(choice.subject().expr());
      case StepBody.Fail fail -> references.template(fail.message());
      case StepBody.Return end -> references.args(end.outputs());
      case StepBody.Broken broken -> {}
    }
    return List.copyOf(references.found);
  }

  private void policy(PolicyDoc policy) {
    template(policy.idempotencyKey());
    template(policy.isolation().workingDirectory());
    if (policy.queue() != null) {
      template(policy.queue().key());
    }
    if (policy.concurrency() != null) {
      template(policy.concurrency().key());
    }
    if (policy.rateLimit() != null) {
      value(policy.rateLimit().limit());
      template(policy.rateLimit().key());
    }
    if (policy.cache() != null) {
      template(policy.cache().key());
    }
    if (policy.checks() != null) {
      policy.checks().forEach(this::check);
    }
  }

  private void check(CheckDoc check) {
    template(check.message());
    switch (check) {
      case CheckDoc.That that -> value(that.that());
      case CheckDoc.Program program -> code(program.code());
    }
  }

  private void control(ControlBody control) {
    switch (control) {
      case ControlBody.Loop loop -> {
        loop.state().forEach(state -> value(state.initial()));
        loop.state().stream()
            .map(ControlBody.StateDoc::next)
            .filter(Objects::nonNull)
            .forEach(this::value);
        condition(loop.until());
      }
      case ControlBody.MapReduce mapReduce -> {
        value(mapReduce.over());
        value(mapReduce.partitions());
      }
      case ControlBody.Spawn spawn -> value(spawn.calls());
      case ControlBody.Poll poll -> condition(poll.until());
      case ControlBody.Wait wait -> value(wait.time());
      case ControlBody.Approval approval -> template(approval.prompt());
      case ControlBody.SubWorkflow call -> args(call.with());
      case ControlBody.Race race -> {}
      case ControlBody.WaitFor waitFor -> {}
    }
  }

  private void condition(@Nullable ConditionDoc condition) {
    if (condition != null) {
      expr(condition.expr());
    }
  }

  private void args(List<StepBody.ArgDoc> args) {
    args.forEach(arg -> value(arg.value()));
  }

  private void code(CodeDoc code) {
    code.args().forEach(this::template);
    code.env().forEach(variable -> template(variable.value()));
    template(code.stdin());
  }

  private void template(@Nullable TemplateDoc template) {
    if (template != null) {
      parts(template.parts());
    }
  }

  private void parts(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Part.Hole hole) {
        expr(hole.expression());
      }
    }
  }

  private void value(ValueDoc value) {
    switch (value) {
      case ValueDoc.Scalar scalar -> {}
      case ValueDoc.Expression expression -> expr(expression.expr());
      case ValueDoc.Template template -> parts(template.parts());
      case ValueDoc.ListOf list -> list.items().forEach(this::value);
      case ValueDoc.MapOf map -> map.entries().forEach(entry -> value(entry.value()));
      case ValueDoc.Broken broken -> {}
    }
  }

  private void expr(Expr expr) {
    if (expr instanceof Expr.Field(Expr object, Located<String> field, Span span)
        && object instanceof Expr.Name(String name, Span at)
        && name.equals("steps")) {
      found.add(field);
    }
    expr.children().forEach(this::expr);
  }
}
