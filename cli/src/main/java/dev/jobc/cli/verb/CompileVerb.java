package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Workflows;
import dev.jobc.json.JsonText;
import dev.jobc.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc compile}: writes the plan in its canonical form, the bytes its id is made of. */
@Command(name = "compile", description = "Compile a workflow and print its plan as canonical JSON")
public final class CompileVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", description = "A workflow file")
  private Path file = Path.of("");

  @Option(names = "-o", paramLabel = "OUT", description = "Write the plan there instead")
  private @Nullable Path out;

  public CompileVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    byte[] plan = JsonText.canonical(PlanJson.write(Workflows.compileOrFail(session, file).plan()));
    Path target = out;
    if (target == null) {
      session.console().out().writeBytes(plan);
      session.console().out().println();
    } else {
      write(target, plan);
    }
    return ExitCode.OK.code();
  }

  private void write(Path target, byte[] plan) {
    try {
      Files.write(session.resolve(target), plan);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILED, "cannot write " + target, e, "does its directory exist?");
    }
  }
}
