package dev.jobc.diag.render;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Label;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.source.Place;
import dev.jobc.source.Position;
import java.util.List;

/**
 * Diagnostics for tools. Lines and columns are 1-based, columns count code points, an end is behind
 * the last character.
 */
public final class JsonRenderer {
  private JsonRenderer() {}

  /** A JSON array on one line, with a newline. */
  public static String render(List<Diagnostic> diagnostics) {
    Json all = Json.array(diagnostics.stream().map(JsonRenderer::json).toList());
    return Display.json(JsonText.write(all)) + "\n";
  }

  /** An object a line. */
  public static String lines(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    diagnostics.forEach(d -> out.append(Display.json(JsonText.write(json(d)))).append('\n'));
    return out.toString();
  }

  public static Json.Obj json(Diagnostic diagnostic) {
    return place(diagnostic.place())
        .put("code", diagnostic.code().code())
        .put("severity", diagnostic.severity().word())
        .put("message", diagnostic.message())
        .put("caption", diagnostic.caption().isEmpty() ? null : diagnostic.caption())
        .put("related", Json.array(diagnostic.labels().stream().map(JsonRenderer::label).toList()))
        .put("notes", Json.strings(diagnostic.notes()))
        .put("help", Json.strings(diagnostic.helps()))
        .put("fixes", Json.array(diagnostic.fixes().stream().map(JsonRenderer::fix).toList()))
        .build();
  }

  private static Json label(Label label) {
    return place(label.place()).put("message", label.text()).build();
  }

  private static Json fix(Fix fix) {
    return Json.object()
        .put("title", fix.title())
        .put("automatic", fix.automatic())
        .put("edits", Json.array(fix.edits().stream().map(JsonRenderer::edit).toList()))
        .build();
  }

  private static Json edit(Fix.Edit edit) {
    return place(edit.place()).put("replacement", edit.replacement()).build();
  }

  private static Json.ObjectBuilder place(Place place) {
    Json range =
        Json.object()
            .put("start", position(place, place.span().start()))
            .put("end", position(place, place.span().end()))
            .build();
    return Json.object().put("file", place.file().path()).put("range", range);
  }

  private static Json position(Place place, int offset) {
    Position position = place.file().lines().position(offset);
    return Json.object().put("line", position.line()).put("column", position.column()).build();
  }
}
