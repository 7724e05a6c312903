package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.List;

/** Texts that YAML reads as something else until they stand in quotes. */
public final class Quotes {
  private Quotes() {}

  /** Offers quotes around a part of a line, when one kind of them needs no escapes there. */
  static Diagnostic offer(Diagnostic error, SourceFile file, Span part) {
    String text = part.of(file.text());
    boolean twice = text.indexOf('"') >= 0 || text.indexOf('\\') >= 0;
    if (text.isEmpty() || text.indexOf('\n') >= 0 || twice && text.indexOf('\'') >= 0) {
      return error;
    }
    char quote = twice ? '\'' : '"';
    return error.fix(Fix.replace("quote it", file.place(part), quote + text + quote));
  }

  /** Explains a map that is an expression cut in two at its {@code ": "}. */
  public static Diagnostic explain(Diagnostic error, SourceFile file, YamlNode found) {
    if (found instanceof YamlNode.Mapping(List<YamlNode.Entry> entries, Span span)
        && entries.size() == 1
        && isOpen(entries.getFirst().name())) {
      YamlNode.Entry only = entries.getFirst();
      return offer(
          error.help("`: ` makes a map of a text without quotes: write \"${{ … }}\""),
          file,
          new Span(only.key().span().start(), only.value().span().end()));
    }
    return error;
  }

  private static boolean isOpen(String text) {
    return text.lastIndexOf("${{") > text.lastIndexOf("}}");
  }
}
