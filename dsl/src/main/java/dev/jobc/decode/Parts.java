package dev.jobc.decode;

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
    missing(decoding, fields, place).key(key, help).report();
  }

  /** Complains about keys that must be there; the owner is named as it is written. */
  static MissingKeys missing(Decoding decoding, Fields fields, Span place) {
    return new MissingKeys(decoding, fields, place, "`" + place.of(decoding.file().text()) + "`");
  }
}
