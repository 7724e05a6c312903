package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Workflows;
import dev.jobc.cli.view.DiffReport;
import dev.jobc.compiler.plandiff.PlanDiff;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc plan diff}: what changes from one revision of a workflow to another. */
@Command(
    name = "diff",
    description = "Compare two workflows step by step, and what their callers see")
public final class PlanDiffVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "A", description = "A workflow, or a plan (.json)")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "What A has become")
  private Path after = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  @Option(names = "--exit-code", description = "End with 20 when there are changes")
  private boolean exitCode;

  public PlanDiffVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    PlanDiff diff = PlanDiff.of(plan(before), plan(after));
    switch (format) {
      case text -> DiffReport.lines(diff).forEach(session.console().out()::println);
      case json -> session.console().out().print(JsonText.pretty(DiffReport.json(diff)));
    }
    return (exitCode && !diff.isEmpty() ? ExitCode.CHANGES : ExitCode.OK).code();
  }

  private Plan plan(Path file) {
    return file.toString().endsWith(".json")
        ? read(file)
        : Workflows.compileOrFail(session, file).plan();
  }

  private Plan read(Path file) {
    try {
      return PlanJson.read(JsonText.parse(Files.readAllBytes(session.resolve(file))));
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.NOT_FOUND, "there is no file `" + file + "`", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "cannot read " + file, e);
    } catch (JsonException e) {
      throw new CliException(
          ExitCode.FAILED,
          file + " is no plan: " + e.getMessage(),
          e,
          "`jobc compile FILE -o OUT` writes one");
    }
  }
}
