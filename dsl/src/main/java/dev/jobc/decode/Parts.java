package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** What the decoders of control steps have in common. */
final class Parts {
  private Parts() {}

  /** The map under a key; null, after a complaint, when it is none. */
  static @Nullable Fields map(
      Decoding decoding, YamlNode.Entry entry, KeyTable table, String expected) {
    if (entry.value() instanceof YamlNode.Mapping map) {
      return Fields.of(decoding, map, table);
    }
    decoding.add(decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), expected));
    return null;
  }

  /** Complains when a key is missing that must be there. */
  static void require(Decoding decoding, Fields fields, Span place, String key, String help) {
    if (fields.lacks(key)) {
      String owner = place.of(decoding.file().text());
      decoding.add(
          decoding
              .at(place, DiagnosticCode.MISSING_KEY, "`" + owner + "` has no `" + key + "`")
              .help(help));
    }
  }
}
