package dev.jobc.diag.render;

import dev.jobc.diag.Diagnostic;
import java.util.List;

/** One line each, {@code file:line:col: error JC2104: message}, which editors make clickable. */
public final class ShortRenderer {
  private ShortRenderer() {}

  public static String render(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    diagnostics.forEach(diagnostic -> out.append(line(diagnostic)).append('\n'));
    return out.toString();
  }

  private static String line(Diagnostic diagnostic) {
    String place = Display.line(diagnostic.place().toString());
    String head = diagnostic.severity().word() + " " + diagnostic.code().code();
    String caption = diagnostic.caption().isEmpty() ? "" : " (" + diagnostic.caption() + ")";
    return place + ": " + head + ": " + Display.line(diagnostic.message() + caption);
  }
}
