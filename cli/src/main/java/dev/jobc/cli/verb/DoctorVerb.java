package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.doctor.Checks;
import dev.jobc.cli.doctor.Finding;
import dev.jobc.cli.view.InvariantText;
import dev.jobc.cli.view.Text;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Invariant;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code jobc doctor}: what this machine can run, and what to install; or whether the database is
 * as the engine has to leave it.
 */
@Command(
    name = "doctor",
    description = "Check this machine and say what to install; or check the database")
public final class DoctorVerb implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--invariants",
      description = "Check what the database holds of runs instead, also while workers are busy")
  private boolean invariants;

  @Option(
      names = "--newest",
      paramLabel = "N",
      description = "How many runs to look at, newest first (default: ${DEFAULT-VALUE})")
  private int newest = 10_000;

  @Option(
      names = "-o",
      paramLabel = "FORMAT",
      description = "Of --invariants: ${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  public DoctorVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (invariants) {
      return checkDatabase();
    }
    List<Finding> findings = Checks.all(session);
    PrintStream out = session.console().out();
    for (Finding finding : findings) {
      out.println(
          Text.pad(finding.verdict().word(), 8)
              + Text.pad(finding.subject(), 12)
              + Text.harmless(finding.detail()));
      if (!finding.hint().isEmpty()) {
        out.println("  = help: " + finding.hint());
      }
    }
    boolean broken = findings.stream().anyMatch(f -> f.verdict() == Finding.Verdict.BROKEN);
    return (broken ? ExitCode.FAILED : ExitCode.OK).code();
  }

  private int checkDatabase() {
    if (newest < 1) {
      throw new CliException(
          ExitCode.USAGE, "--newest is below 1", "name how many runs to look at");
    }
    try (Engine engine = Database.connect(session)) {
      List<Invariant> found = engine.invariants(newest);
      PrintStream out = session.console().out();
      switch (format) {
        case json ->
            out.print(
                JsonText.pretty(Json.array(found.stream().map(InvariantText::json).toList())));
        case text -> InvariantText.lines(found).forEach(out::println);
      }
      boolean all = found.stream().allMatch(Invariant::holds);
      return (all ? ExitCode.OK : ExitCode.FAILED).code();
    }
  }
}
