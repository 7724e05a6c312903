package dev.jobc.diag.render;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.DiagnosticPages;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Label;
import dev.jobc.diag.Severity;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.source.Place;
import dev.jobc.source.Position;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** SARIF 2.1.0, which code hosts and editors read. Only the rules that are broken are listed. */
public final class SarifRenderer {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final List<DiagnosticCode> rules;

  private SarifRenderer(List<Diagnostic> diagnostics) {
    TreeSet<DiagnosticCode> codes = new TreeSet<>();
    diagnostics.forEach(diagnostic -> codes.add(diagnostic.code()));
    rules = List.copyOf(codes);
  }

  /**
   * One log with one run, with a newline.
   *
   * @param version of jobc
   */
  public static String render(List<Diagnostic> diagnostics, String version) {
    return Display.json(JsonText.pretty(new SarifRenderer(diagnostics).log(diagnostics, version)));
  }

  private Json log(List<Diagnostic> diagnostics, String version) {
    Json driver =
        Json.object()
            .put("name", "jobc")
            .put("semanticVersion", version)
            .put("rules", Json.array(rules.stream().map(SarifRenderer::rule).toList()))
            .build();
    Json run =
        Json.object()
            .put("tool", Json.object().put("driver", driver).build())
            .put("columnKind", "unicodeCodePoints")
            .put("results", Json.array(diagnostics.stream().map(this::result).toList()))
            .build();
    return Json.object()
        .put("$schema", SCHEMA)
        .put("version", "2.1.0")
        .put("runs", Json.array(List.of(run)))
        .build();
  }

  private static Json rule(DiagnosticCode code) {
    String page = DiagnosticPages.text(code);
    Json help = Json.object().put("text", page).put("markdown", page).build();
    return Json.object()
        .put("id", code.code())
        .put("name", code.name())
        .put("shortDescription", message(code.title()))
        .put("help", help)
        .put("defaultConfiguration", Json.object().put("level", code.severity().word()).build())
        .build();
  }

  private Json result(Diagnostic diagnostic) {
    Json location = location(diagnostic.place()).build();
    return Json.object()
        .put("ruleId", diagnostic.code().code())
        .put("ruleIndex", Json.of(rules.indexOf(diagnostic.code())))
        .put("level", diagnostic.severity() == Severity.ERROR ? "error" : "warning")
        .put("message", message(text(diagnostic)))
        .put("locations", Json.array(List.of(location)))
        .put("relatedLocations", related(diagnostic.labels()))
        .put("fixes", Json.array(diagnostic.fixes().stream().map(SarifRenderer::fix).toList()))
        .build();
  }

  private static String text(Diagnostic diagnostic) {
    List<String> lines = new ArrayList<>();
    String caption = diagnostic.caption();
    lines.add(diagnostic.message() + (caption.isEmpty() ? "" : ": " + caption));
    diagnostic.helps().forEach(help -> lines.add("help: " + help));
    diagnostic.notes().forEach(note -> lines.add("note: " + note));
    return String.join("\n", lines);
  }

  private static Json related(List<Label> labels) {
    List<Json> locations = new ArrayList<>();
    for (Label label : labels) {
      locations.add(
          location(label.place())
              .put("id", Json.of(locations.size() + 1))
              .put("message", message(label.text()))
              .build());
    }
    return Json.array(locations);
  }

  private static Json fix(Fix fix) {
    Map<String, List<Json>> byFile = new LinkedHashMap<>();
    for (Fix.Edit edit : fix.edits()) {
      byFile
          .computeIfAbsent(edit.place().file().path(), path -> new ArrayList<>())
          .add(replacement(edit));
    }
    List<Json> changes = new ArrayList<>();
    byFile.forEach(
        (path, edits) ->
            changes.add(
                Json.object()
                    .put("artifactLocation", artifact(path))
                    .put("replacements", Json.array(edits))
                    .build()));
    return Json.object()
        .put("description", message(fix.title()))
        .put("artifactChanges", Json.array(changes))
        .build();
  }

  private static Json replacement(Fix.Edit edit) {
    return Json.object()
        .put("deletedRegion", region(edit.place()))
        .put("insertedContent", Json.object().put("text", edit.replacement()).build())
        .build();
  }

  private static Json.ObjectBuilder location(Place place) {
    Json physical =
        Json.object()
            .put("artifactLocation", artifact(place.file().path()))
            .put("region", region(place))
            .build();
    return Json.object().put("physicalLocation", physical);
  }

  private static Json artifact(String path) {
    return Json.object().put("uri", uri(path)).build();
  }

  /** A relative reference stays relative, so that it means the checkout of whoever reads it. */
  private static String uri(String path) {
    try {
      boolean absolute = path.startsWith("/");
      // A colon in the first segment would read as a scheme.
      String safe = !absolute && path.split("/", 2)[0].contains(":") ? "./" + path : path;
      return new URI(absolute ? "file" : null, null, safe, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Json region(Place place) {
    var lines = place.file().lines();
    Position start = lines.position(place.span().start());
    Position end = lines.position(place.span().end());
    return Json.object()
        .put("startLine", Json.of(start.line()))
        .put("startColumn", Json.of(start.column()))
        .put("endLine", Json.of(end.line()))
        .put("endColumn", Json.of(end.column()))
        .build();
  }

  private static Json message(String text) {
    return Json.object().put("text", Display.text(text)).build();
  }
}
