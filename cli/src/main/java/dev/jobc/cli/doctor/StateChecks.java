package dev.jobc.cli.doctor;

import dev.jobc.cli.context.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The state directory: may it be written, and is there room. */
final class StateChecks {
  private static final long LITTLE = 1L << 30;
  private static final String ELSEWHERE = "set JOBC_HOME to another directory";

  private StateChecks() {}

  static List<Finding> of(Session session) {
    Path home = session.home();
    Path existing = home;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(permission(home, existing));
    findings.add(room(existing));
    return findings;
  }

  private static Finding permission(Path home, Path existing) {
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      return Finding.broken("state", home + " can't be written", ELSEWHERE);
    }
    String when = existing.equals(home) ? "" : " (made at first use)";
    return Finding.ok("state", home + when);
  }

  private static Finding room(Path existing) {
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      String detail = (free >> 20) + " MB free";
      return free < LITTLE
          ? Finding.missing("disk", "only " + detail, "make room, or " + ELSEWHERE)
          : Finding.ok("disk", detail);
    } catch (IOException e) {
      return Finding.missing("disk", "unknown: " + e.getMessage(), ELSEWHERE);
    }
  }
}
