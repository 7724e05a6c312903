package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Suggestions;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map whose keys were checked against their table; unknown ones have been reported. */
final class Fields {
  private final YamlNode.Mapping mapping;
  private final Set<String> meant;

  private Fields(YamlNode.Mapping mapping, Set<String> meant) {
    this.mapping = mapping;
    this.meant = meant;
  }

  static Fields of(Decoding decoding, YamlNode.Mapping mapping, KeyTable table) {
    Set<String> meant = new HashSet<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      if (!table.known().contains(entry.name())) {
        decoding.add(unknown(decoding, entry, table));
        meant.add(meant(entry.name(), table));
      }
    }
    return new Fields(mapping, meant);
  }

  /** The key that an unknown one probably stands for, or the unknown one. */
  private static String meant(String name, KeyTable table) {
    KeyTable.Word word = table.word(name);
    String ours = word == null ? Suggestions.nearest(name, table.known()) : word.ours();
    return ours == null ? name : ours;
  }

  /** Whether a key is missing, and no unknown key looks as if it were meant to be this one. */
  boolean lacks(String key) {
    return !has(key) && !meant.contains(key);
  }

  /** Whether there is a key that stands for none that is known. */
  boolean isPuzzling() {
    return meant.stream().anyMatch(this::has);
  }

  /** Whether none of the keys is there, nor an unknown one that looks like one of them. */
  boolean lacksAll(Collection<String> keys) {
    return keys.stream().allMatch(this::lacks);
  }

  /** The same where unknown keys have been reported already. */
  static Fields quiet(YamlNode.Mapping mapping, KeyTable table) {
    Set<String> meant = new HashSet<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      if (!table.known().contains(entry.name())) {
        meant.add(meant(entry.name(), table));
      }
    }
    return new Fields(mapping, meant);
  }

  Span span() {
    return mapping.span();
  }

  boolean has(String key) {
    return mapping.get(key) != null;
  }

  YamlNode.@Nullable Entry get(String key) {
    return mapping.get(key);
  }

  List<YamlNode.Entry> entries() {
    return mapping.entries();
  }

  /** Where a message about the map as a whole points to: its first key, or its bracket. */
  Span anchor() {
    if (mapping.entries().isEmpty()) {
      return mapping.span();
    }
    return mapping.entries().getFirst().key().span();
  }

  private static Diagnostic unknown(Decoding decoding, YamlNode.Entry entry, KeyTable table) {
    String name = entry.name();
    Diagnostic error =
        decoding.at(
            entry.key().span(),
            DiagnosticCode.UNKNOWN_KEY,
            "`" + name + "` is not a key of " + table.owner());
    KeyTable.Word word = table.word(name);
    return word == null ? suggest(error, name, table) : advise(error, word);
  }

  private static Diagnostic advise(Diagnostic error, KeyTable.Word word) {
    return word.ours() == null ? error.help(word.advice()) : error.caption(word.advice());
  }

  private static Diagnostic suggest(Diagnostic error, String name, KeyTable table) {
    String near = Suggestions.nearest(name, table.known());
    if (near != null) {
      return error
          .caption(Suggestions.didYouMean(near))
          .fix(Fix.replace("rename the key to `" + near + "`", error.place(), near));
    }
    return error.note(
        "its keys are " + String.join(", ", table.known().stream().sorted().toList()));
  }
}
