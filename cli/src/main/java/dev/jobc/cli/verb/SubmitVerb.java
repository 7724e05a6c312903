package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Workflows;
import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.executor.Engine;
import dev.jobc.json.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jobc submit}: compiles and submits; workers execute. */
@Command(
    name = "submit",
    description = "Compile a workflow, submit a run of it and print its id; a worker executes it")
public final class SubmitVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", description = "A workflow file")
  private Path file = Path.of("");

  @Mixin private InputOptions inputs = new InputOptions();

  @Mixin private SubmitOptions submit = new SubmitOptions();

  public SubmitVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    submit.check();
    CompiledWorkflow workflow = Workflows.compileToRun(session, file);
    Json.Obj given = inputs.read(session, workflow.plan());
    try (Engine engine = Database.connect(session)) {
      Submitting submitting = Submitting.of(session, file, workflow);
      session.console().out().println(submitting.submit(engine, given, submit));
      return ExitCode.OK.code();
    }
  }
}
