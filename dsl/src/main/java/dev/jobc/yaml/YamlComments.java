package dev.jobc.yaml;

import dev.jobc.source.CodePoints;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.CommentToken;
import org.snakeyaml.engine.v2.tokens.Token;

/** Finds comments, which are not what merely looks like one inside a text or script. */
public final class YamlComments {
  private YamlComments() {}

  /** The comments of a file in their order, each from its {@code #}; none in broken YAML. */
  public static List<Span> of(SourceFile file) {
    LoadSettings settings =
        LoadSettings.builder()
            .setParseComments(true)
            .setUseMarks(true)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    ScannerImpl scanner = new ScannerImpl(settings, new StreamReader(settings, file.text()));
    CodePoints points = new CodePoints(file.text());
    List<Span> comments = new ArrayList<>();
    try {
      while (scanner.hasNext()) {
        Token token = scanner.next();
        if (token instanceof CommentToken comment
            && comment.getCommentType() != CommentType.BLANK_LINE) {
          int start = token.getStartMark().map(Mark::getIndex).orElse(0);
          int from = points.toUnits(start);
          comments.add(new Span(from, from + 1 + comment.getValue().length()));
        }
      }
    } catch (YamlEngineException e) {
      return List.of();
    }
    return comments;
  }
}
