package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Declared;
import dev.jobc.cli.context.EnumWords;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.SourceWriter;
import dev.jobc.cli.context.StandardInput;
import dev.jobc.cli.context.Workflows;
import dev.jobc.cli.view.UnifiedDiff;
import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Repair;
import dev.jobc.compiler.Wishes;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.plan.Control;
import dev.jobc.plan.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code jobc check}: compiles without running; what an editor and a hook call at each save. */
public final class CheckVerb implements Callable<Integer> {
  private final Session session;

  private final PositionalParamSpec paths =
      PositionalParamSpec.builder()
          .arity("0..*")
          .type(List.class)
          .auxiliaryTypes(Path.class)
          .converters(Path::of)
          .initialValue(List.of(Path.of(".")))
          .paramLabel("PATH")
          .description(
              "Workflow files, or directories that hold some; this directory if none is named;"
                  + " - is standard input")
          .build();

  private final OptionSpec format =
      Declared.option(
              DiagnosticFormat.class,
              DiagnosticFormat.human,
              "FORMAT",
              "${COMPLETION-CANDIDATES}",
              "-o",
              "--format")
          .converters(new EnumWords<>(DiagnosticFormat.class))
          .build();

  private final OptionSpec allowed =
      Declared.options("CODE", "Don't report this warning", "--allow").build();

  private final OptionSpec denied =
      Declared.options(
              "CODE", "Report this warning as an error; `warnings` means all of them", "--deny")
          .build();

  private final OptionSpec fix =
      Declared.flag(
              "--fix", "Apply the fixes that leave nothing to choose, then report what is left")
          .build();

  private final OptionSpec diff =
      Declared.flag("--diff", "Show what --fix would change, and change nothing").build();

  public CheckVerb(Session session) {
    this.session = session;
  }

  /** The verb as picocli sees it. */
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("check");
    spec.usageMessage().description("Compile workflows and show what is wrong with them");
    List.of(format, allowed, denied, fix, diff).forEach(spec::addOption);
    return spec.addPositional(paths);
  }

  @Override
  public Integer call() {
    Wishes wishes =
        new Wishes(Levels.of(Declared.value(allowed), Declared.value(denied)), Map.of());
    if (isOn(fix) || isOn(diff)) {
      refuseInput();
      repair(wishes);
    }
    return check(wishes);
  }

  private void refuseInput() {
    if (Declared.<List<Path>>value(paths).stream().anyMatch(StandardInput::isMeant)) {
      throw new CliException(
          ExitCode.USAGE, "standard input is no file that could be mended", "name the file");
    }
  }

  private void repair(Wishes wishes) {
    Repair.Repaired repaired = Repair.of(texts -> diagnostics(wishes.with(texts)));
    new TreeMap<>(repaired.texts()).forEach(this::rewrite);
    if (!isOn(diff) && repaired.fixes() > 0) {
      String what = count(repaired.fixes(), "fix", "fixes");
      session.console().err().println(what + " applied\n");
    }
  }

  private void rewrite(String shown, String text) {
    Path file = session.resolve(Path.of(shown));
    if (isOn(diff)) {
      session.console().out().print(UnifiedDiff.of(shown, SourceWriter.read(file), text));
    } else {
      SourceWriter.write(file, text);
    }
  }

  private List<Diagnostic> diagnostics(Wishes wishes) {
    List<Diagnostic> all = new ArrayList<>();
    for (Path path : Declared.<List<Path>>value(paths)) {
      all.addAll(Workflows.compileAll(session, path, wishes).diagnostics());
    }
    return all;
  }

  private int check(Wishes wishes) {
    List<Diagnostic> all = new ArrayList<>();
    List<CompiledWorkflow> sound = new ArrayList<>();
    for (Path path : Declared.<List<Path>>value(paths)) {
      Checked<List<CompiledWorkflow>> checked = Workflows.compileAll(session, path, wishes);
      all.addAll(checked.diagnostics());
      if (checked instanceof Checked.Ok<List<CompiledWorkflow>> ok) {
        sound.addAll(ok.value());
      }
    }
    DiagnosticFormat chosen = Declared.value(format);
    if (chosen == DiagnosticFormat.human) {
      tell(sound, all);
    } else {
      session.console().out().print(chosen.render(all));
    }
    boolean failed = all.stream().anyMatch(Diagnostic::isError);
    return (failed ? ExitCode.DOES_NOT_COMPILE : ExitCode.OK).code();
  }

  private void tell(List<CompiledWorkflow> sound, List<Diagnostic> all) {
    Workflows.show(session.console(), all);
    long errors = all.stream().filter(Diagnostic::isError).count();
    long warnings = all.size() - errors;
    String verdict =
        errors > 0
            ? count(errors, "error")
            : count(sound.size(), "workflow") + ", " + count(steps(sound), "step") + ", no errors";
    long fixable = all.stream().filter(Repair::isRepairable).count();
    String offer = fixable > 0 && !isOn(fix) && !isOn(diff) ? " (--fix mends " + fixable + ")" : "";
    session
        .console()
        .out()
        .println(verdict + (warnings > 0 ? ", " + count(warnings, "warning") : "") + offer);
  }

  private static long steps(List<CompiledWorkflow> workflows) {
    return workflows.stream()
        .flatMap(workflow -> workflow.plan().graphs().stream())
        .flatMap(graph -> graph.nodes().stream())
        .filter(CheckVerb::isStep)
        .count();
  }

  private static boolean isStep(Node node) {
    return switch (node) {
      case Node.Task t -> true;
      case Node.ForEach f -> true;
      case Control c -> true;
      case Node.Join j -> false;
      case Node.Outputs o -> false;
    };
  }

  private static boolean isOn(OptionSpec flag) {
    return Declared.<Boolean>value(flag);
  }

  private static String count(long n, String noun) {
    return count(n, noun, noun + "s");
  }

  private static String count(long n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }
}
