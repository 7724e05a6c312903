package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.CodePoints;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads the one YAML document of a file. */
public final class YamlReader {
  private YamlReader() {}

  /**
   * Reads a file; whatever is wrong with it goes to the diagnostics.
   *
   * @return null when there is no tree to look at
   */
  public static @Nullable YamlNode read(SourceFile file, Diagnostics diagnostics) {
    CodePoints points = new CodePoints(file.text());
    EventStream events = new EventStream(file, parser(file), points);
    try {
      return new YamlComposer(events, diagnostics).compose();
    } catch (UnreadableYamlException e) {
      diagnostics.add(e.diagnostic());
    } catch (MarkedYamlEngineException e) {
      diagnostics.add(YamlProblem.diagnostic(file, points, e));
    } catch (StackOverflowError e) {
      diagnostics.add(tooDeep(file, events.lastOffset()));
    }
    return null;
  }

  private static Parser parser(SourceFile file) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.path())
            .setUseMarks(true)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    return new ParserImpl(settings, new StreamReader(settings, file.text()));
  }

  private static Diagnostic tooDeep(SourceFile file, int offset) {
    int at = Math.min(offset, file.text().length());
    return Diagnostic.of(
        DiagnosticCode.NESTED_TOO_DEEPLY,
        file.place(Span.at(at)),
        "nested more than " + YamlComposer.MAX_DEPTH + " levels deep");
  }
}
