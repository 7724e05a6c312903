package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Workflows;
import dev.jobc.cli.view.ScheduleText;
import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Schedules.Schedule;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobc deploy}: from now on workflows start by their triggers. */
@Command(
    name = "deploy",
    description = "Compile workflows and let their triggers start runs; a worker starts them")
public final class DeployVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Workflow files or directories")
  private List<Path> paths = List.of();

  public DeployVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<CompiledWorkflow> workflows = new ArrayList<>();
    for (Path path : paths) {
      workflows.addAll(Workflows.compileAllToRun(session, path));
    }
    if (workflows.isEmpty()) {
      throw new CliException(ExitCode.NOT_FOUND, "no workflow in " + paths.getFirst());
    }
    try (Engine engine = Database.connect(session)) {
      for (CompiledWorkflow workflow : workflows) {
        deploy(engine, workflow);
      }
    }
    return ExitCode.OK.code();
  }

  private void deploy(Engine engine, CompiledWorkflow workflow) {
    String planId = engine.storePlan(workflow.plan(), workflow.blobs(), workflow.provenance());
    List<Schedule> schedules = engine.schedules().deploy(planId, workflow.provenance());
    PrintStream out = session.console().out();
    String name = workflow.plan().namespace() + "/" + workflow.plan().name();
    List<Schedule> own = schedules.stream().filter(one -> one.parent() == null).toList();
    out.println(own.isEmpty() ? name + ": deployed, nothing starts it at times" : name + ":");
    own.forEach(schedule -> out.println("  " + ScheduleText.line(schedule)));
  }
}
