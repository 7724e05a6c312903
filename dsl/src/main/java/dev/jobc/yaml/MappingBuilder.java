package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the entries of a map whose keys must be words, each once. */
final class MappingBuilder {
  private final SourceFile file;
  private final Diagnostics diagnostics;
  private final List<YamlNode.Entry> entries = new ArrayList<>();
  private final List<YamlNode.Entry> inherited = new ArrayList<>();
  private final Map<String, YamlNode.Entry> seen = new HashMap<>();

  MappingBuilder(SourceFile file, Diagnostics diagnostics) {
    this.file = file;
    this.diagnostics = diagnostics;
  }

  void add(YamlNode key, YamlNode value) {
    if (!(key instanceof YamlNode.Scalar scalar)) {
      diagnostics.add(notWord(key));
      return;
    }
    YamlNode.Entry entry = new YamlNode.Entry(scalar, value);
    if (entry.name().equals("<<") && scalar.text().style() == ScalarText.Style.PLAIN) {
      diagnostics.add(mergeKey(scalar));
      inherit(value);
      return;
    }
    YamlNode.Entry first = seen.putIfAbsent(entry.name(), entry);
    if (first == null) {
      entries.add(entry);
    } else {
      diagnostics.add(duplicate(entry, first));
    }
  }

  /** The author believes these keys to be here, so they aren't missed. */
  private void inherit(YamlNode value) {
    switch (value) {
      case YamlNode.Mapping map -> inherited.addAll(map.entries());
      case YamlNode.Sequence list -> list.items().forEach(this::inherit);
      case YamlNode.Scalar scalar -> {}
    }
  }

  YamlNode.Mapping build(Span span) {
    for (YamlNode.Entry entry : inherited) {
      if (seen.putIfAbsent(entry.name(), entry) == null) {
        entries.add(entry);
      }
    }
    return new YamlNode.Mapping(entries, span);
  }

  private Diagnostic notWord(YamlNode key) {
    return Diagnostic.of(
            DiagnosticCode.KEY_NOT_SCALAR,
            file.place(key.span()),
            "a key must be a word, this is " + key.kind())
        .help("if an expression was meant, quote it: \"${{ … }}\"");
  }

  private Diagnostic mergeKey(YamlNode.Scalar key) {
    return Diagnostic.of(
            DiagnosticCode.MERGE_KEY,
            file.place(key.span()),
            "`<<` does not merge maps: YAML 1.2 has no merge keys")
        .help("repeat the keys, or give the whole map an anchor");
  }

  private Diagnostic duplicate(YamlNode.Entry again, YamlNode.Entry first) {
    return Diagnostic.of(
            DiagnosticCode.DUPLICATE_KEY,
            file.place(again.key().span()),
            "the key `" + again.name() + "` stands twice in the same map")
        .caption("again here")
        .label(file.place(first.key().span()), "first here");
  }
}
