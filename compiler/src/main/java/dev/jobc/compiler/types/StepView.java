package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.NOT_A_VALUE;
import static dev.jobc.diag.DiagnosticCode.NOT_ENDED;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_OUTPUT;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_STEP;

import dev.jobc.compiler.resolve.Ending;
import dev.jobc.compiler.resolve.Layout.Coordinates;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.resolve.Suggest;
import dev.jobc.diag.Diagnostic;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExpr.Comprehension;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps as one place sees them: which have ended, and through how many maps their outputs come.
 *
 * @param outputs the outputs of every step that runs a task
 * @param reader the step whose field it is, null for the outputs of the workflow
 * @param inBody whether the field belongs to what the reader repeats, not to its {@code forEach}
 */
record StepView(
    ResolvedWorkflow workflow,
    Map<Step, StepOutputs> outputs,
    @Nullable Step reader,
    boolean inBody,
    Problems problems) {

  private static final String VARIABLE = "each";
  private static final Type STATUS = new Type.EnumOf("", List.copyOf(Known.ENDINGS));

  /**
   * What a step gives.
   *
   * @param known whether they could be made out
   * @param mayBeSkipped whether the step may end without giving any
   */
  record StepOutputs(Type.RecordOf type, boolean known, boolean mayBeSkipped) {}

  /** The step of that id if it is known and has ended; else reports and answers null. */
  @Nullable Step step(Located<String> id) {
    Step step = workflow.tree().named(id.value());
    if (step == null) {
      Diagnostic unknown =
          problems.at(UNKNOWN_STEP, id.span(), "no step has the id `" + id.value() + "`");
      problems.report(Suggest.among(unknown, id.value(), workflow.tree().names(), "steps"));
      return null;
    }
    Ending ending = workflow.ending(step, reader);
    if (ending == Ending.BEFORE) {
      return step;
    }
    problems.report(notEnded(id, step, ending));
    return null;
  }

  private Diagnostic notEnded(Located<String> id, Step step, Ending ending) {
    String name = "`" + id.value() + "`";
    String message =
        switch (ending) {
          case BEFORE -> throw new IllegalStateException("it has ended");
          case ITSELF -> "step " + name + " refers to itself";
          case AROUND -> "step " + name + " is a block around this step and ends after it";
          case LATER -> "step " + name + " has not ended when this step starts";
          case BESIDE -> "step " + name + " runs in another branch and need not have ended";
        };
    Diagnostic diagnostic =
        problems
            .at(NOT_ENDED, id.span(), message)
            .label(problems.place(step.doc().anchor()), "this step");
    return ending == Ending.BESIDE
        ? diagnostic.help("use `graph:` instead of `parallel:` to order steps by their data")
        : diagnostic;
  }

  /** One output of a step; {@code succeeded} when that is known at the place. */
  Typed output(Step step, Located<String> id, Located<String> output, boolean succeeded) {
    StepOutputs given = outputs.get(step);
    if (given == null) {
      return noOutputs(step, id);
    }
    if (!given.known()) {
      return Typed.BROKEN;
    }
    Type type = given.type().fields().get(output.value());
    if (type == null) {
      return unknownOutput(step, given, output);
    }
    return select(
        step, given.mayBeSkipped() && !succeeded ? type.optional() : type, output.value());
  }

  /** All outputs of a step as one record. */
  Typed outputs(Step step, Located<String> id, boolean succeeded) {
    StepOutputs given = outputs.get(step);
    if (given == null) {
      return noOutputs(step, id);
    }
    Type type = given.mayBeSkipped() && !succeeded ? given.type().optional() : given.type();
    return given.known() ? select(step, type, null) : Typed.BROKEN;
  }

  private Typed noOutputs(Step step, Located<String> id) {
    problems.report(
        problems
            .at(NOT_A_VALUE, id.span(), "step `" + id.value() + "` is a block and has no outputs")
            .label(problems.place(step.doc().anchor()), "the block")
            .help("refer to a step inside the block by its own id"));
    return Typed.BROKEN;
  }

  private Typed unknownOutput(Step step, StepOutputs given, Located<String> output) {
    String message = step.title() + " has no output `" + output.value() + "`";
    Diagnostic unknown =
        problems
            .at(UNKNOWN_OUTPUT, output.span(), message)
            .label(problems.place(step.doc().anchor()), "this step");
    problems.report(
        Suggest.among(unknown, output.value(), given.type().fields().keySet(), "outputs"));
    return Typed.BROKEN;
  }

  /** How a step ended, as text. */
  Typed status(Step step, Span span) {
    if (maps(step) > 0) {
      problems.report(
          NOT_A_VALUE, span, step.title() + " runs once an item and has no single status here");
      return Typed.BROKEN;
    }
    Coordinates at = workflow.layout().inside(step);
    return new Typed(STATUS, new PlanExpr.StepStatus(at.graph(), at.node()));
  }

  /** Reads outputs of a step, or one of them, through the maps between it and the reader. */
  private Typed select(Step step, Type type, @Nullable String output) {
    Coordinates at = workflow.layout().inside(step);
    int maps = maps(step);
    PlanExpr source =
        maps == 0
            ? new PlanExpr.StepOutputs(at.graph(), at.node())
            : new PlanExpr.Gathered(at.graph(), at.node());
    Type gathered = type;
    for (int i = 0; i < maps; i++) {
      gathered = new Type.ListOf(gathered);
    }
    return new Typed(gathered, output == null ? source : each(source, maps, 0, output));
  }

  private static PlanExpr each(PlanExpr source, int maps, int depth, String output) {
    if (maps == 0) {
      return new PlanExpr.Field(source, output);
    }
    String variable = depth == 0 ? VARIABLE : VARIABLE + depth;
    PlanExpr inner = each(new PlanExpr.Local(variable), maps - 1, depth + 1, output);
    return new Comprehension(Comprehension.Kind.MAP, source, variable, inner);
  }

  /** How many maps are around the step but not around the reader. */
  private int maps(Step step) {
    int maps = 0;
    for (Step at = step; at != null; at = at.parent()) {
      maps += at.isMap() && !isAroundReader(at) ? 1 : 0;
    }
    return maps;
  }

  private boolean isAroundReader(Step map) {
    return reader != null && map.encloses(reader) && (map != reader || inBody);
  }
}
