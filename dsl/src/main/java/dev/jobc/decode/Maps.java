package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps and lists of maps whose keys are known. */
final class Maps {
  private final Decoding decoding;

  Maps(Decoding decoding) {
    this.decoding = decoding;
  }

  /** The fields of a map; null when there is none, or after a complaint. */
  @Nullable Fields fields(YamlNode.@Nullable Entry entry, KeyTable table, String example) {
    if (entry == null) {
      return null;
    }
    if (entry.value() instanceof YamlNode.Mapping map) {
      return Fields.of(decoding, map, table);
    }
    Diagnostic error =
        decoding.wrongKind(
            entry.key().span(), entry.name(), entry.value(), "a map such as `" + example + "`");
    String meant = meant(entry);
    decoding.add(
        meant.isEmpty() ? error : error.help("write `" + entry.name() + ": " + meant + "`"));
    return null;
  }

  /** The map that a value by itself stands for; empty where that would be a guess. */
  private static String meant(YamlNode.Entry entry) {
    if (!(entry.value() instanceof YamlNode.Scalar scalar)) {
      return "";
    }
    String text = scalar.text().value();
    return switch (scalar.value()) {
      case Json.Int number when entry.name().equals("concurrency") -> "{ limit: " + text + " }";
      case Json.Str name when entry.name().equals("pool") -> "{ name: " + text + " }";
      case Json.Str ttl when entry.name().equals("cache") && Durations.parse(text) != null ->
          "{ ttl: " + text + " }";
      default -> "";
    };
  }

  /** The entries of a list that is not empty; none after a complaint. */
  List<YamlNode> items(YamlNode.Entry entry, String expected) {
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      decoding.add(decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), expected));
      return List.of();
    }
    if (list.items().isEmpty()) {
      decoding.add(
          decoding
              .at(list.span(), DiagnosticCode.EMPTY_VALUE, "`" + entry.name() + "` is empty")
              .caption("expected " + expected));
    }
    return new ArrayList<>(list.items());
  }

  /** Complains when a key is missing. */
  void require(Fields fields, String owner, String key, String help) {
    missing(fields, owner).key(key, help).report();
  }

  /** Complains about keys that must be there. */
  MissingKeys missing(Fields fields, String owner) {
    return new MissingKeys(decoding, fields, fields.anchor(), owner);
  }

  /** Complains when a map says nothing. */
  void requireSome(Fields fields, YamlNode.Entry entry, String expected) {
    if (fields.entries().isEmpty()) {
      decoding.add(
          decoding
              .at(entry.key().span(), DiagnosticCode.EMPTY_VALUE, "`" + entry.name() + "` is empty")
              .caption("expected " + expected));
    }
  }

  /** Complains about a key that means nothing where it stands. */
  void misplaced(Fields fields, String key, String message, String help) {
    YamlNode.Entry entry = fields.get(key);
    if (entry != null) {
      decoding.add(
          decoding.at(entry.key().span(), DiagnosticCode.MISPLACED_KEY, message).help(help));
    }
  }
}
