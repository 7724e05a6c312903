package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.DependenciesDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code requirements}, {@code packages} and {@code files}: what a task's code needs beside it. */
final class DependenciesDecoder {
  private final Decoding decoding;
  private final Scalars scalars;
  private final EntryDecoder entries;

  DependenciesDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.entries = new EntryDecoder(decoding);
  }

  DependenciesDoc dependencies(Fields fields) {
    Located<String> requirements = scalars.text(fields.get("requirements"));
    boolean known = requirements == null || entries.path(requirements, "requirements");
    return new DependenciesDoc(
        known ? requirements : null,
        texts(fields.get("packages"), "a list of packages"),
        texts(fields.get("files"), "a list of patterns such as `data/*.csv`"));
  }

  private List<Located<String>> texts(YamlNode.@Nullable Entry entry, String expected) {
    List<Located<String>> texts = new ArrayList<>();
    if (entry == null) {
      return texts;
    }
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      decoding.add(decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), expected));
      return texts;
    }
    Map<String, Span> seen = new HashMap<>();
    for (YamlNode item : list.items()) {
      Located<String> text = scalars.text(entry.key().span(), entry.name(), item);
      boolean fits =
          text != null
              && (entry.name().equals("files") ? entries.path(text, "files") : isPackage(text));
      if (fits && text != null && scalars.isNew(seen, text, entry.name())) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** A word that no installer takes for one of its options. */
  private boolean isPackage(Located<String> text) {
    String name = text.value();
    boolean word = !name.isEmpty() && name.chars().noneMatch(c -> c <= ' ' || c == 127);
    if (word && name.charAt(0) != '-') {
      return true;
    }
    decoding.add(
        decoding
            .at(text.span(), DiagnosticCode.BAD_NAME, "`" + name + "` cannot be a package")
            .note("a package is one word, such as `requests==2.32.3`; options are not allowed"));
    return false;
  }
}
