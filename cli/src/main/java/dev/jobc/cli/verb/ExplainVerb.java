package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.DiagnosticPages;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc explain}: the page of a diagnostic code. */
@Command(name = "explain", description = "Explain a diagnostic, with a wrong and a right example")
public final class ExplainVerb implements Callable<Integer> {
  private final Session session;

  @ArgGroup(multiplicity = "1")
  private Choice choice = new Choice();

  /** One of them. */
  private static final class Choice {
    @Parameters(paramLabel = "CODE", arity = "0..1", description = "Such as JC2104")
    private String code = "";

    @Option(names = "--list", description = "List all codes")
    private boolean list;
  }

  public ExplainVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (choice.list) {
      list(session.console().out());
      return ExitCode.OK.code();
    }
    DiagnosticCode code = DiagnosticPages.find(choice.code);
    if (code == null) {
      DiagnosticCode near = DiagnosticPages.nearest(choice.code);
      throw new CliException(
          ExitCode.NOT_FOUND,
          "there is no diagnostic `" + choice.code + "`",
          "near it is " + near.code() + ", " + near.title(),
          "jobc explain --list shows all");
    }
    session.console().out().print(DiagnosticPages.text(code));
    return ExitCode.OK.code();
  }

  private static void list(PrintStream out) {
    for (DiagnosticCode code : DiagnosticCode.values()) {
      out.printf("%s  %-7s  %s%n", code.code(), code.severity().word(), code.title());
    }
  }
}
