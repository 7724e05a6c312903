package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Workflows;
import dev.jobc.cli.graph.Chart;
import dev.jobc.cli.graph.Charts;
import dev.jobc.cli.graph.DotChart;
import dev.jobc.cli.graph.MermaidChart;
import dev.jobc.cli.graph.SvgChart;
import dev.jobc.cli.graph.TextChart;
import dev.jobc.cli.view.PlanReport;
import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Wishes;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc plan}: what a workflow will do, and what it can cost at most. */
@Command(
    name = "plan",
    description = "Show what a workflow will do: its steps, its bounds, its graph",
    synopsisSubcommandLabel = "[COMMAND]")
public final class PlanVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = "A workflow file, or a directory; this directory if none is named")
  private Path path = Path.of(".");

  @Option(names = "--bounds", description = "Add what a run can cost at most, and why")
  private boolean bounds;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  @Option(
      names = "--graph",
      paramLabel = "FORM",
      description = "Draw the steps of one workflow instead: ${COMPLETION-CANDIDATES}")
  private @Nullable GraphForm graph;

  public PlanVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    GraphForm form = graph;
    if (form != null && (bounds || format != Format.text)) {
      throw new CliException(ExitCode.USAGE, "--graph goes without --bounds and -o");
    }
    List<CompiledWorkflow> plans = plans();
    if (form != null) {
      session.console().out().print(draw(form, plans));
    } else {
      report(plans);
    }
    return ExitCode.OK.code();
  }

  private List<CompiledWorkflow> plans() {
    Checked<List<CompiledWorkflow>> checked =
        Workflows.compileAll(session, path, Wishes.NONE.withProvenance());
    Workflows.show(session.console(), checked.diagnostics());
    return switch (checked) {
      case Checked.Ok<List<CompiledWorkflow>> ok -> ok.value();
      case Checked.Failed<List<CompiledWorkflow>> failed -> {
        long errors = failed.diagnostics().stream().filter(Diagnostic::isError).count();
        throw new CliException(
            ExitCode.DOES_NOT_COMPILE,
            path + " doesn't compile: " + errors + (errors == 1 ? " error" : " errors"));
      }
    };
  }

  private void report(List<CompiledWorkflow> plans) {
    PrintStream out = session.console().out();
    if (format == Format.json) {
      List<Json> all = plans.stream().map(plan -> PlanReport.json(plan, bounds)).toList();
      out.print(JsonText.pretty(Json.object().put("plans", Json.array(all)).build()));
      return;
    }
    String gap = "";
    for (CompiledWorkflow plan : plans) {
      out.print(gap);
      PlanReport.lines(plan, bounds).forEach(out::println);
      gap = System.lineSeparator();
    }
  }

  private String draw(GraphForm form, List<CompiledWorkflow> plans) {
    if (plans.size() != 1) {
      throw new CliException(
          ExitCode.USAGE,
          "a graph shows one workflow, and `" + path + "` has " + plans.size(),
          "name its file");
    }
    Plan plan = plans.getFirst().plan();
    Chart chart = Charts.of(plan);
    return switch (form) {
      case text -> TextChart.of(chart);
      case dot -> DotChart.of(plan.name(), chart);
      case mermaid -> MermaidChart.of(chart);
      case svg -> SvgChart.of(plan.name(), chart);
    };
  }
}
