package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.BAD_NAME;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.model.ControlBody;
import dev.jobc.model.ErrorDecl;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.HandlersDoc;
import dev.jobc.model.PartDoc;
import dev.jobc.model.StepBody;
import dev.jobc.plan.Pause.OnTimeout;
import dev.jobc.source.Located;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The errors with which steps and blocks can end. */
public final class ErrorSets {
  /** Errors that every task can end with; the same words as the executor's. */
  public static final List<String> BUILT_IN =
      List.of(
          "Timeout",
          "Stalled",
          "WorkerLost",
          "ExitCode",
          "OutputTypeError",
          "ExpressionError",
          "LoadError",
          "CheckFailed",
          "Cancelled",
          "LimitReached",
          "Unexpected");

  /** Stands for errors that could not be made out because of a mistake elsewhere. */
  private static final String UNKNOWN = "?";

  private static final String CANCELLED = "Cancelled";
  private static final String TIMEOUT = "Timeout";
  private static final String LOOP_LIMIT = "LoopLimit";
  private static final String DENIED = "Denied";

  private final Map<Step, List<String>> declared = new IdentityHashMap<>();

  /**
   * Notes the errors that the task or workflow of a step can end with besides the built-in ones.
   */
  void declare(Step step, List<String> errors) {
    declared.put(step, List.copyOf(errors));
  }

  /** The names a task declares; reports those that it has without that. */
  static List<String> names(List<ErrorDecl> declared, Problems problems) {
    for (ErrorDecl error : declared) {
      String name = error.name().value();
      if (BUILT_IN.contains(name)) {
        problems.report(
            problems
                .at(BAD_NAME, error.name().span(), "`" + name + "` is an error of jobc itself")
                .caption("every task can end with it")
                .help("leave it out; what the code raises needs a name of its own"));
      }
    }
    return declared.stream().map(error -> error.name().value()).toList();
  }

  /** What the steps of a block can end with. */
  public Set<String> of(Collection<Block> blocks) {
    Set<String> errors = new TreeSet<>();
    blocks.forEach(block -> block.steps().forEach(step -> errors.addAll(of(step))));
    return errors;
  }

  /** What a step can end with, its handlers counted. */
  public Set<String> of(Step step) {
    FlowDoc flow = step.doc().flow();
    if (FlowDoc.isTrue(flow.continueOnError())) {
      return Set.of();
    }
    Set<String> errors = new TreeSet<>(ofBody(step));
    if (step.doc().policy().timeout() != null || step.isMap()) {
      errors.addAll(BUILT_IN);
    }
    forget(errors, flow.handlers());
    errors.addAll(of(parts(step.blocks(), PartDoc.Role.CATCH)));
    errors.addAll(of(parts(step.blocks(), PartDoc.Role.FINALLY)));
    return errors;
  }

  /** What the body of a step can end with, as its {@code catch} sees it. */
  public Set<String> ofBody(Step step) {
    return switch (step.doc().body()) {
      case StepBody.Call call -> ofTask(step);
      case StepBody.Inline inline -> ofTask(step);
      case StepBody.Nested nested -> of(parts(step.blocks(), PartDoc.Role.BODY));
      case StepBody.Switch choice -> of(parts(step.blocks(), PartDoc.Role.CASE));
      case StepBody.Fail fail -> Set.of(fail.error().value());
      case StepBody.Return end -> Set.of();
      case ControlBody control -> ofControl(step, control);
      case StepBody.Broken broken -> Set.of(UNKNOWN);
    };
  }

  /** What its parts can end with, and what its own expressions and limits add. */
  private Set<String> ofControl(Step step, ControlBody body) {
    Set<String> errors = new TreeSet<>(Set.of(CANCELLED, "ExpressionError"));
    switch (body) {
      case ControlBody.Loop loop -> {
        errors.addAll(of(step.blocks()));
        add(errors, loop.until() != null, LOOP_LIMIT);
      }
      case ControlBody.Poll poll -> {
        if (poll.until() != null) {
          errors.addAll(of(step.blocks()));
        }
        add(errors, poll.timeout() != null, TIMEOUT);
      }
      case ControlBody.MapReduce mapReduce -> errors.addAll(of(step.blocks()));
      case ControlBody.Race race -> errors.addAll(of(step.blocks()));
      case ControlBody.Spawn spawn -> errors.addAll(of(step.blocks()));
      case ControlBody.Wait wait -> {}
      case ControlBody.WaitFor wait ->
          add(errors, wait.timeout() != null && wait.onTimeout() == OnTimeout.FAIL, TIMEOUT);
      case ControlBody.Approval approval -> {
        errors.add(DENIED);
        add(errors, approval.timeout() != null && approval.onTimeout() == OnTimeout.FAIL, TIMEOUT);
      }
      case ControlBody.SubWorkflow call -> errors.addAll(ofTask(step));
    }
    return errors;
  }

  private static void add(Set<String> errors, boolean possible, String error) {
    if (possible) {
      errors.add(error);
    }
  }

  /** What a run of a workflow can end with, its handlers counted. */
  Set<String> ofRun(List<Block> roots, HandlersDoc handlers) {
    Set<String> errors = new TreeSet<>(of(parts(roots, PartDoc.Role.BODY)));
    forget(errors, handlers);
    errors.addAll(of(parts(roots, PartDoc.Role.CATCH)));
    errors.addAll(of(parts(roots, PartDoc.Role.FINALLY)));
    return errors;
  }

  private Set<String> ofTask(Step step) {
    Set<String> errors = new TreeSet<>(BUILT_IN);
    errors.addAll(declared.getOrDefault(step, List.of(UNKNOWN)));
    return errors;
  }

  private static List<Block> parts(List<Block> blocks, PartDoc.Role role) {
    return blocks.stream().filter(block -> block.role() == role).toList();
  }

  private static void forget(Set<String> errors, HandlersDoc handlers) {
    for (HandlersDoc.CatchDoc clause : handlers.catches()) {
      if (clause.errors().isEmpty()) {
        errors.retainAll(Set.of(CANCELLED, UNKNOWN));
      }
      clause.errors().stream().map(Located::value).forEach(errors::remove);
    }
  }

  /** Whether an error may occur, as far as is known. */
  public static boolean has(Set<String> errors, String name) {
    return errors.contains(name) || errors.contains(UNKNOWN);
  }

  /** The errors to show to people. */
  public static Set<String> known(Set<String> errors) {
    Set<String> known = new TreeSet<>(errors);
    known.remove(UNKNOWN);
    return known;
  }
}
