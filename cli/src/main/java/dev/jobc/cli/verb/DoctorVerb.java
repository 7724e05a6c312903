package dev.jobc.cli.verb;

import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.doctor.Checks;
import dev.jobc.cli.doctor.Finding;
import dev.jobc.cli.view.Text;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code jobc doctor}: what this machine can run, and what to install. */
@Command(name = "doctor", description = "Check this machine and say what to install")
public final class DoctorVerb implements Callable<Integer> {
  private final Session session;

  public DoctorVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
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
}
