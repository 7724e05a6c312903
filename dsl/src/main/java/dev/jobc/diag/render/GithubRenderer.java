package dev.jobc.diag.render;

import dev.jobc.diag.Diagnostic;
import dev.jobc.source.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Workflow commands of GitHub Actions: each line becomes an annotation at its place in the diff.
 * GitHub shows ten of a kind for a step; the rest stay in the log.
 */
public final class GithubRenderer {
  private GithubRenderer() {}

  public static String render(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    diagnostics.forEach(diagnostic -> out.append(command(diagnostic)).append('\n'));
    return out.toString();
  }

  private static String command(Diagnostic diagnostic) {
    var lines = diagnostic.place().file().lines();
    Position start = lines.position(diagnostic.place().span().start());
    Position end = lines.position(diagnostic.place().span().end());
    StringBuilder command = new StringBuilder("::").append(diagnostic.severity().word());
    command.append(" file=").append(property(diagnostic.place().file().path()));
    command.append(",line=").append(start.line()).append(",endLine=").append(end.line());
    command.append(",col=").append(start.column());
    if (end.line() == start.line()) {
      // GitHub refuses columns of a range over several lines.
      command.append(",endColumn=").append(Math.max(end.column(), start.column()));
    }
    return command
        .append(",title=")
        .append(property(diagnostic.code().code()))
        .append("::")
        .append(data(text(diagnostic)))
        .toString();
  }

  private static String text(Diagnostic diagnostic) {
    List<String> lines = new ArrayList<>();
    String caption = diagnostic.caption();
    lines.add(diagnostic.message() + (caption.isEmpty() ? "" : "; " + caption));
    diagnostic.labels().forEach(label -> lines.add(label.place() + ": " + label.text()));
    diagnostic.helps().forEach(help -> lines.add("help: " + help));
    diagnostic.notes().forEach(note -> lines.add("note: " + note));
    return String.join("\n", lines);
  }

  private static String data(String text) {
    return Display.text(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
