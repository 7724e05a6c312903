package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Workflows;
import dev.jobc.cli.view.SimulationJson;
import dev.jobc.cli.view.SimulationText;
import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Wishes;
import dev.jobc.compiler.simulate.MockFile;
import dev.jobc.compiler.simulate.Mocks;
import dev.jobc.compiler.simulate.Simulation;
import dev.jobc.diag.Checked;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc simulate}: what runs of a workflow could come to, without running anything. */
@Command(
    name = "simulate",
    description =
        "Run a workflow many times without workers, and show what is never reached or fails;"
            + " inputs that aren't given are made up")
public final class SimulateVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", description = "A workflow file")
  private Path file = Path.of("");

  /** Inputs that stay as they are; the others are made up. */
  @Mixin private InputOptions inputs = new InputOptions();

  @Option(
      names = "--mock",
      paramLabel = "FILE",
      description = "A YAML file that says what steps do; the others do anything")
  private @Nullable Path mock;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Other runs; the same seed, the same runs")
  private long seed = 1;

  @Option(names = "--runs", paramLabel = "N", description = "How many; default: ${DEFAULT-VALUE}")
  private int runs = 1000;

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  public SimulateVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (runs < 1) {
      throw new CliException(ExitCode.USAGE, "--runs must be at least 1, not " + runs);
    }
    Plan plan = Workflows.compileOrFail(session, file).plan();
    MockFile mocked = mocks(plan);
    Map<String, Json> fixed = new LinkedHashMap<>(mocked.inputs());
    fixed.putAll(inputs.readSome(session, plan).members());
    Simulation.Report report =
        Simulation.of(
            new Simulation.Setting(
                plan, library(plan), mocked.start(), fixed, mocked.mocks(), seed, runs));
    if (!report.unset().isEmpty()) {
      throw new CliException(
          ExitCode.USAGE,
          "no value was found that keeps the constraints of input `"
              + String.join("`, `", report.unset())
              + "`",
          "give one with `-i " + report.unset().getFirst() + "=…`, or list `examples`");
    }
    switch (format) {
      case json -> session.console().out().print(JsonText.pretty(SimulationJson.of(report)));
      case text -> SimulationText.of(report).forEach(session.console().out()::println);
    }
    return (report.failures().isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
  }

  private MockFile mocks(Plan plan) {
    Path path = mock;
    if (path == null) {
      return new MockFile(null, Map.of(), Mocks.NONE);
    }
    return switch (MockFile.read(plan, session.resolve(path), path.toString())) {
      case Checked.Ok<MockFile> ok -> ok.value();
      case Checked.Failed<MockFile> failed -> {
        Workflows.show(session.console(), failed.diagnostics());
        throw new CliException(ExitCode.DOES_NOT_COMPILE, path + " does not fit the workflow");
      }
    };
  }

  /** The workflows beside it, when it calls any. */
  private Map<String, Plan> library(Plan plan) {
    boolean calls =
        plan.graphs().stream()
            .flatMap(graph -> graph.nodes().stream())
            .anyMatch(node -> node instanceof SubWorkflow);
    Map<String, Plan> library = new HashMap<>();
    Path parent = file.getParent();
    Path directory = parent == null ? Path.of(".") : parent;
    if (calls
        && Workflows.compileAll(session, directory, Wishes.NONE)
            instanceof Checked.Ok<List<CompiledWorkflow>> ok) {
      ok.value().forEach(w -> library.put(w.plan().namespace() + "/" + w.plan().name(), w.plan()));
    }
    return library;
  }
}
