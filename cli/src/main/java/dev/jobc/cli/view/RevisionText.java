package dev.jobc.cli.view;

import dev.jobc.executor.Revision;
import dev.jobc.json.Json;
import dev.jobc.plan.Provenance;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Revisions of workflows, and where they come from, in words and as JSON. */
public final class RevisionText {
  private static final int SHORT = 12;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private RevisionText() {}

  /** Where something comes from. */
  public static String of(Provenance provenance) {
    String repository = provenance.repository();
    return Text.harmless(provenance.commit() + (repository == null ? "" : " of " + repository));
  }

  /** A table with a last line that says in which zone its times are. */
  public static List<String> table(List<Revision> revisions, ZoneId zone) {
    Table table = new Table().row("WORKFLOW", "REVISION", "PLAN", "SINCE", "COMMIT");
    for (Revision revision : revisions) {
      table.row(
          Text.harmless(revision.workflow()),
          Integer.toString(revision.number()),
          revision.planId().substring(0, SHORT),
          TIME.withZone(zone).format(revision.createdAt()),
          brief(revision.provenance()));
    }
    List<String> lines = new ArrayList<>(revisions.isEmpty() ? List.of() : table.lines());
    int count = revisions.size();
    lines.add(count + (count == 1 ? " revision" : " revisions") + ". Times are " + zone);
    return lines;
  }

  private static String brief(@Nullable Provenance provenance) {
    return provenance == null
        ? ""
        : of(
            new Provenance(
                provenance.repository(),
                provenance.commit().substring(0, Math.min(SHORT, provenance.commit().length()))));
  }

  /** For programs. */
  public static Json json(Revision revision) {
    return Json.object()
        .put("workflow", revision.workflow())
        .put("revision", revision.number())
        .put("plan", revision.planId())
        .put("createdAt", revision.createdAt().toString())
        .put("provenance", json(revision.provenance()))
        .build();
  }

  /** Null for none. */
  public static Json.@Nullable Obj json(@Nullable Provenance provenance) {
    return provenance == null ? null : provenance.toJson();
  }
}
