package dev.jobc.cli.doctor;

import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Version;
import java.util.ArrayList;
import java.util.List;

/** Every check, in the order in which one would mend things. */
public final class Checks {
  private Checks() {}

  public static List<Finding> all(Session session) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("jobc", Version.number() + ", " + Version.platform()));
    findings.add(Finding.ok("java", System.getProperty("java.home")));
    findings.addAll(StateChecks.of(session));
    findings.addAll(DatabaseChecks.of(session));
    findings.addAll(RuntimeChecks.of(session));
    return findings;
  }
}
