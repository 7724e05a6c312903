package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Inputs;
import dev.jobc.cli.context.Session;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a verb gets inputs of a workflow. */
final class InputOptions {
  @Option(
      names = {"-i", "--input"},
      paramLabel = "NAME=VALUE",
      description = "An input; lists, maps and records are written as JSON")
  private List<String> inputs = List.of();

  @Option(names = "--inputs", paramLabel = "FILE", description = "A JSON object with inputs")
  private @Nullable Path inputsFile;

  /**
   * All inputs that a run needs.
   *
   * @throws CliException with every problem: unknown, missing, unfitting
   */
  Json.Obj read(Session session, Plan plan) {
    return Inputs.read(plan, file(session), inputs);
  }

  /** The same, but inputs may be missing that a run needs. */
  Json.Obj readSome(Session session, Plan plan) {
    return Inputs.readSome(plan, file(session), inputs);
  }

  private @Nullable Path file(Session session) {
    return inputsFile == null ? null : session.resolve(inputsFile);
  }
}
