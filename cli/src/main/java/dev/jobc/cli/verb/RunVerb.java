package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Interruption;
import dev.jobc.cli.context.LocalWorker;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Workflows;
import dev.jobc.cli.view.Progress;
import dev.jobc.cli.view.RunText;
import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.TaskError;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskPolicy.QueueChoice;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jobc run}: compiles, submits, executes here, shows how it goes on.
 *
 * <p>Outputs go to standard output, everything else to standard error. Interrupted, it leaves the
 * run in the database, where any worker takes it up.
 */
@Command(name = "run", description = "Compile a workflow and run it to its end")
public final class RunVerb implements Callable<Integer> {
  private static final int GRACE_SECONDS = 3;

  private final Session session;

  @Parameters(paramLabel = "FILE", description = "A workflow file")
  private Path file = Path.of("");

  @Mixin private InputOptions inputs = new InputOptions();

  @Mixin private SubmitOptions submit = new SubmitOptions();

  @Option(
      names = "--detach",
      description = "Only submit and print the run's id, as `jobc submit` does")
  private boolean detach;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Tasks at once; default: one a processor, at least 4")
  private int slots;

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  public RunVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    submit.check();
    CompiledWorkflow workflow = Workflows.compileToRun(session, file);
    Json.Obj given = inputs.read(session, workflow.plan());
    try (Engine engine = Database.connect(session)) {
      Submitting submitting = Submitting.of(session, file, workflow);
      RunId id = submitting.submit(engine, given, submit);
      if (detach) {
        session.console().out().println(id);
        return ExitCode.OK.code();
      }
      session.console().err().println("run " + id + "  " + workflow.plan().name());
      List<String> queues = queues(workflow, submitting.called());
      return finish(engine, execute(engine, id, queues)).code();
    }
  }

  /** Those of the steps, also of called workflows, and the one for maps and outputs. */
  private static List<String> queues(CompiledWorkflow workflow, List<CompiledWorkflow> called) {
    Set<String> queues = new LinkedHashSet<>(List.of(LocalWorker.QUEUE));
    add(queues, workflow.plan());
    called.forEach(other -> add(queues, other.plan()));
    return List.copyOf(queues);
  }

  private static void add(Set<String> queues, Plan plan) {
    for (Plan.Graph graph : plan.graphs()) {
      for (Node node : graph.nodes()) {
        if (node instanceof Node.Task task) {
          queues.add(task.queue());
          QueueChoice choice = task.policy().queues();
          queues.addAll(choice == null ? List.of() : choice.of());
        }
      }
    }
  }

  private RunView execute(Engine engine, RunId id, List<String> queues)
      throws InterruptedException {
    Progress progress = Progress.on(session.console());
    Engine.Worker worker =
        engine.startWorker(LocalWorker.settings(session, queues, List.of(), slots, GRACE_SECONDS));
    try (worker;
        Interruption interruption = Interruption.watch(() -> leave(worker, id))) {
      return new Following(session, engine, id, worker, progress, interruption).toTheEnd();
    }
  }

  private void leave(Engine.Worker worker, RunId id) {
    PrintStream err = session.console().err();
    err.println("interrupted; run " + id + " stays in the database");
    err.println("  = help: `jobc worker` goes on with it, `jobc runs show " + id + "` shows it");
    err.flush();
    worker.close();
  }

  private ExitCode finish(Engine engine, RunView run) {
    PrintStream err = session.console().err();
    String took = RunText.took(run.summary(), session.clock().instant());
    err.println(run.summary().state().word() + " in " + took);
    RunText.failedStep(run)
        .filter(step -> run.summary().state() == RunState.FAILED)
        .ifPresent(
            step ->
                RunText.failure(run, step, engine.logs(run.summary().id(), Optional.of(step.id())))
                    .forEach(err::println));
    RunText.error(run).forEach(err::println);
    printOutputs(run);
    return exitCode(run);
  }

  private void printOutputs(RunView run) {
    Json.Obj outputs = run.outputs();
    if (outputs != null) {
      PrintStream out = session.console().out();
      switch (format) {
        case json -> out.print(JsonText.pretty(outputs));
        case text -> RunText.values(outputs).forEach(out::println);
      }
    }
  }

  private static ExitCode exitCode(RunView run) {
    return switch (run.summary().state()) {
      case SUCCEEDED -> ExitCode.OK;
      case CANCELLED -> ExitCode.RUN_CANCELLED;
      case RUNNING -> ExitCode.FAILED;
      case FAILED ->
          Optional.ofNullable(run.error())
                  .or(() -> RunText.failedStep(run).map(RunView.Step::error))
                  .filter(error -> error.name().equals(TaskError.TIMEOUT))
                  .isPresent()
              ? ExitCode.RUN_TIMED_OUT
              : ExitCode.RUN_FAILED;
    };
  }
}
