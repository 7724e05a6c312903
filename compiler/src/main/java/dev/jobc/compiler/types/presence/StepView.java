package dev.jobc.compiler.types.presence;

import static dev.jobc.diag.DiagnosticCode.NOT_A_VALUE;
import static dev.jobc.diag.DiagnosticCode.NOT_ENDED;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_OUTPUT;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_STEP;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Cause;
import dev.jobc.compiler.resolve.Ending;
import dev.jobc.compiler.resolve.Layout.Coordinates;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.value.ErrorType;
import dev.jobc.compiler.types.value.Facts;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Diagnostic;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExpr.Comprehension;
import dev.jobc.json.Json;
import dev.jobc.model.ControlBody;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The steps as one place sees them: which have ended, and through how many maps their outputs come.
 *
 * @param outputs the outputs of every step that runs a task
 * @param reader the step whose field it is, null for the outputs of the workflow
 * @param presence tells which outputs may be missing
 * @param known what holds where the field is
 * @param inBody whether the field belongs to what the reader repeats, not to its {@code forEach}
 * @param ended a block of the reader whose steps have ended, null for none
 */
public record StepView(
    ResolvedWorkflow workflow,
    Map<Step, StepOutputs> outputs,
    @Nullable Step reader,
    boolean inBody,
    @Nullable Block ended,
    Presence presence,
    Known known,
    Problems problems) {

  private static final String VARIABLE = "each";
  private static final Type STATUS = new Type.EnumOf("", List.copyOf(Known.ENDINGS));

  /**
   * What a step gives.
   *
   * @param known whether they could be made out
   * @param answer what is known when somebody answered; null for a step that asks nobody
   */
  public record StepOutputs(Type.RecordOf type, boolean known, @Nullable Answer answer) {
    public StepOutputs(Type.RecordOf type, boolean known) {
      this(type, known, null);
    }
  }

  /**
   * What a step that waited has been given.
   *
   * @param flag the output that says whether it was
   * @param given the types of its outputs then
   * @param patience how long it waits before it goes on without
   */
  public record Answer(String flag, Map<String, Type> given, Span patience) {}

  public StepView knowing(Known more) {
    return new StepView(workflow, outputs, reader, inBody, ended, presence, more, problems);
  }

  /** The same place when the steps of a block of the reader have ended. */
  public StepView after(Block block) {
    return new StepView(workflow, outputs, reader, inBody, block, presence, known, problems);
  }

  private boolean isWithin(Step step) {
    for (Step at = step; at != null; at = at.parent()) {
      if (at.home() == ended) {
        return true;
      }
    }
    return false;
  }

  /** The step of that id if it is known and has ended; else reports and answers null. */
  public @Nullable Step step(Located<String> id) {
    Step step = workflow.tree().named(id.value());
    if (step == null) {
      Diagnostic unknown =
          problems.at(UNKNOWN_STEP, id.span(), "no step has the id `" + id.value() + "`");
      problems.report(
          problems.suggest(
              unknown, id.value(), workflow.tree().names().size(), this::others, "steps"));
      return null;
    }
    Ending ending = isWithin(step) ? Ending.BEFORE : workflow.ending(step, reader);
    if (ending == Ending.BEFORE) {
      return step;
    }
    problems.report(notEnded(id, step, ending));
    return null;
  }

  /** The ids that the author gave. */
  public Set<String> ids() {
    return workflow.tree().names();
  }

  /** The ids a reader may have meant: not its own. */
  private Collection<String> others() {
    Set<String> names = new TreeSet<>(workflow.tree().names());
    if (reader != null) {
      names.remove(reader.id());
    }
    return names;
  }

  private Diagnostic notEnded(Located<String> id, Step step, Ending ending) {
    String name = "`" + id.value() + "`";
    String message =
        switch (ending) {
          case BEFORE -> throw new IllegalStateException("it has ended");
          case ITSELF -> "step " + name + " refers to itself";
          case AROUND -> "step " + name + " is a block around this step and ends after it";
          case LATER -> "step " + name + " has not ended when this step starts";
          case INSTEAD -> "step " + name + " runs only when this one does not";
          case BESIDE -> "step " + name + " runs in another branch and need not have ended";
        };
    Diagnostic diagnostic =
        problems
            .at(NOT_ENDED, id.span(), message)
            .label(problems.place(step.doc().anchor()), "this step");
    return ending == Ending.BESIDE ? diagnostic.help(besideHelp(step)) : diagnostic;
  }

  /** What the two branches belong to decides what to do instead. */
  private String besideHelp(Step step) {
    Step at = step;
    while (at.parent() != null && reader != null && !at.parent().encloses(reader)) {
      at = at.parent();
    }
    boolean race = at.parent() != null && at.parent().doc().body() instanceof ControlBody.Race;
    return race
        ? "only one branch of a `race` wins: compute before it what both branches need"
        : "use `graph:` instead of `parallel:` to order steps by their data";
  }

  /** One output of a step. */
  public Typed output(Step step, Located<String> id, Located<String> output) {
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
    Answer answer = given.answer();
    if (answer == null) {
      return select(step, type, output.value(), id.span(), List.of());
    }
    boolean flag = answer.flag().equals(output.value());
    Typed value =
        select(step, type, output.value(), id.span(), flag ? List.of() : late(step, answer));
    return flag && maps(step).isEmpty() ? value.with(answered(id.value(), answer)) : value;
  }

  /** Why an output of a step that succeeded may be missing. */
  private List<Cause> late(Step step, Answer answer) {
    String sign = answer.given().isEmpty() ? "" : ", with `" + answer.flag() + "` false";
    String text = "after this time " + step.title() + " goes on without it" + sign;
    return List.of(new Cause(Cause.Kind.TIMED_OUT, step, problems.place(answer.patience()), text));
  }

  private static Facts answered(String id, Answer answer) {
    Known known = Known.NOTHING;
    for (Map.Entry<String, Type> output : answer.given().entrySet()) {
      String path = "steps." + id + ".outputs." + output.getKey();
      known = known.and(Known.type(path, output.getValue()));
    }
    return Facts.of(known, Known.NOTHING);
  }

  /** All outputs of a step as one record. */
  public Typed outputs(Step step, Located<String> id) {
    StepOutputs given = outputs.get(step);
    if (given == null) {
      return noOutputs(step, id);
    }
    return given.known() ? select(step, given.type(), null, id.span(), List.of()) : Typed.BROKEN;
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
        problems.suggest(unknown, output.value(), given.type().fields().keySet(), "outputs"));
    return Typed.BROKEN;
  }

  /** How a step ended, as text; a map as a whole. */
  public Typed status(Step step, Span span) {
    List<Step> maps = maps(step);
    if (maps.size() > 1 || (maps.size() == 1 && maps.getFirst() != step)) {
      problems.report(
          NOT_A_VALUE, span, step.title() + " runs once an item and has no single status here");
      return Typed.BROKEN;
    }
    Coordinates at = whole(step);
    return new Typed(STATUS, new PlanExpr.StepStatus(at.graph(), at.node()));
  }

  /** The status of a step without a look at whether it can be asked; null when it cannot. */
  public @Nullable PlanExpr statusOf(Step step) {
    List<Step> maps = maps(step);
    boolean single = maps.isEmpty() || (maps.size() == 1 && maps.getFirst() == step);
    Coordinates at = whole(step);
    return single ? new PlanExpr.StepStatus(at.graph(), at.node()) : null;
  }

  /** How a step can have ended here, by why its outputs could be missing. */
  public Set<String> endings(Step step) {
    Set<String> ways = new TreeSet<>(Set.of("succeeded"));
    for (List<Cause> level : presence.causes(step, reader, maps(step), known)) {
      for (Cause cause : level) {
        switch (cause.kind()) {
          case CONDITION, SKIPPED -> ways.add("skipped");
          case FAILED, NOT_TAKEN -> ways.addAll(Known.ENDINGS);
          case TIMED_OUT -> {}
        }
      }
    }
    return ways;
  }

  /** Why a step has failed, missing unless it has. */
  public Typed error(Step step, Span span) {
    if (status(step, span).isBroken()) {
      return Typed.BROKEN;
    }
    Coordinates at = whole(step);
    return new Typed(ErrorType.TYPE.optional(), new PlanExpr.StepError(at.graph(), at.node()));
  }

  /** The node that stands for the step as the reader sees it. */
  private Coordinates whole(Step step) {
    return maps(step).isEmpty() ? workflow.layout().inside(step) : workflow.layout().outside(step);
  }

  /** Reads outputs of a step, or one of them, through the maps between it and the reader. */
  private Typed select(
      Step step, Type type, @Nullable String output, Span reference, List<Cause> own) {
    Coordinates at = workflow.layout().inside(step.giver());
    List<Step> maps = maps(step);
    List<List<Cause>> causes = presence.causes(step, reader, maps, known);
    List<Cause> all = new ArrayList<>(type.isOptional() ? own : List.of());
    causes.forEach(all::addAll);
    problems.absences().add(reference, step, all);
    PlanExpr source =
        maps.isEmpty()
            ? new PlanExpr.StepOutputs(at.graph(), at.node())
            : new PlanExpr.Gathered(at.graph(), at.node());
    Type gathered = causes.getFirst().isEmpty() ? type : type.optional();
    for (int i = 1; i < causes.size(); i++) {
      gathered = hasKeys(maps.get(i - 1)) ? new Type.MapOf(gathered) : new Type.ListOf(gathered);
      gathered = causes.get(i).isEmpty() ? gathered : gathered.optional();
    }
    return new Typed(gathered, output == null ? source : each(source, maps, causes, 0, output));
  }

  private static boolean hasKeys(Step map) {
    return map.doc().forEach() != null && map.doc().forEach().itemKey() != null;
  }

  /** One output of every item, the maps innermost first. */
  private static PlanExpr each(
      PlanExpr source, List<Step> maps, List<List<Cause>> causes, int depth, String output) {
    int lists = causes.size() - 1 - depth;
    if (lists == 0) {
      return new PlanExpr.Field(source, output);
    }
    String variable = depth == 0 ? VARIABLE : VARIABLE + depth;
    PlanExpr inner = each(new PlanExpr.Local(variable), maps, causes, depth + 1, output);
    PlanExpr all =
        hasKeys(maps.get(lists - 1))
            ? new PlanExpr.MapValues(source, variable, inner)
            : new Comprehension(Comprehension.Kind.MAP, source, variable, inner);
    return causes.get(lists).isEmpty()
        ? all
        : new PlanExpr.Cond(
            new PlanExpr.Call("present", List.of(source)), all, new PlanExpr.Const(Json.NULL));
  }

  /** The maps around the step but not around the reader, innermost first. */
  private List<Step> maps(Step step) {
    List<Step> maps = new ArrayList<>();
    for (Step at = step; at != null; at = at.parent()) {
      if (at.isMap() && !isAroundReader(at)) {
        maps.add(at);
      }
    }
    return maps;
  }

  private boolean isAroundReader(Step map) {
    return reader != null && map.encloses(reader) && (map != reader || inBody);
  }
}
