package dev.jobc.compiler.simulate;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Suggestions;
import dev.jobc.json.Json;
import dev.jobc.source.Place;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import dev.jobc.type.TypeCheck.Problem;
import dev.jobc.yaml.YamlNode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads maps with known keys, and says what is wrong with them. */
final class Form {
  private final SourceFile file;
  private final Diagnostics found;

  Form(SourceFile file, Diagnostics found) {
    this.file = file;
    this.found = found;
  }

  Place place(Span span) {
    return file.place(span);
  }

  void report(Span span, DiagnosticCode code, String message, String caption) {
    found.add(Diagnostic.of(code, place(span), message).caption(caption));
  }

  /** A name that is none of those there are. */
  void unknown(
      Span span, DiagnosticCode code, String message, String name, Collection<String> all) {
    String near = Suggestions.nearest(name, all);
    Diagnostic error = Diagnostic.of(code, place(span), message);
    found.add(
        near != null
            ? error.caption(Suggestions.didYouMean(near))
            : error.note(all.isEmpty() ? "there are none" : "there are " + String.join(", ", all)));
  }

  /** The entries of a map whose keys are known; those that aren't are reported and left out. */
  List<YamlNode.Entry> entries(YamlNode node, String what, Set<String> keys) {
    List<YamlNode.Entry> entries = entries(node, what);
    for (YamlNode.Entry entry : entries) {
      if (!keys.contains(entry.name())) {
        found.add(unknownKey(entry, what, keys));
      }
    }
    return entries.stream().filter(entry -> keys.contains(entry.name())).toList();
  }

  private Diagnostic unknownKey(YamlNode.Entry entry, String what, Set<String> keys) {
    String name = entry.name();
    Diagnostic error =
        Diagnostic.of(
            DiagnosticCode.UNKNOWN_KEY,
            place(entry.key().span()),
            "`" + name + "` is not a key of " + what);
    String word = TestWords.ours(name, keys);
    if (word != null) {
      return error.caption("jobc says `" + word + "`");
    }
    String near = Suggestions.nearest(name, keys);
    return near == null
        ? error.note("its keys are " + String.join(", ", keys.stream().sorted().toList()))
        : error
            .caption(Suggestions.didYouMean(near))
            .fix(Fix.replace("rename the key to `" + near + "`", error.place(), near));
  }

  /** Whether a map lacks a key, and none of its unknown keys seems to be meant so. */
  static boolean lacks(YamlNode node, String key, Set<String> keys) {
    return node instanceof YamlNode.Mapping map
        && map.entries().stream().noneMatch(entry -> key.equals(meant(entry.name(), keys)));
  }

  private static @Nullable String meant(String name, Set<String> keys) {
    if (keys.contains(name)) {
      return name;
    }
    String word = TestWords.ours(name, keys);
    return word == null ? Suggestions.nearest(name, keys) : word;
  }

  /** The entries of a map with names of any kind. */
  List<YamlNode.Entry> entries(YamlNode node, String what) {
    if (node instanceof YamlNode.Mapping map) {
      return map.entries();
    }
    report(node.span(), DiagnosticCode.WRONG_KIND, what + " is a map, not " + node.kind(), "");
    return List.of();
  }

  List<YamlNode> items(YamlNode node, String what) {
    if (node instanceof YamlNode.Sequence list) {
      return list.items();
    }
    report(node.span(), DiagnosticCode.WRONG_KIND, what + " is a list, not " + node.kind(), "");
    return List.of();
  }

  /** Text; null after saying that it is none. */
  @Nullable String text(YamlNode.Entry entry) {
    if (entry.value() instanceof YamlNode.Scalar scalar
        && scalar.value() instanceof Json.Str(String text)) {
      return text;
    }
    Diagnostic error = notOfKind(entry, entry.value(), "text");
    found.add(
        entry.value() instanceof YamlNode.Scalar scalar && !scalar.isNull()
            ? error.help("quote it: \"" + scalar.text().value() + "\"")
            : error);
    return null;
  }

  void wrongKind(YamlNode.Entry entry, String wanted) {
    wrongKind(entry, entry.value(), wanted);
  }

  /** The same of a part of the value. */
  void wrongKind(YamlNode.Entry entry, YamlNode part, String wanted) {
    found.add(notOfKind(entry, part, wanted));
  }

  private Diagnostic notOfKind(YamlNode.Entry entry, YamlNode part, String wanted) {
    String name = "`" + entry.name() + "`";
    if (part instanceof YamlNode.Scalar scalar && scalar.isNull()) {
      Span span = part == entry.value() ? entry.key().span() : part.span();
      return Diagnostic.of(DiagnosticCode.WRONG_KIND, place(span), name + " has no value")
          .caption("expected " + wanted);
    }
    return Diagnostic.of(
        DiagnosticCode.WRONG_KIND,
        place(part.span()),
        name + " takes " + wanted + ", not " + shown(part));
  }

  /** Numbers and the like as they are written: which one it was is what is wrong. */
  private static String shown(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && !(scalar.value() instanceof Json.Str)
        ? "`" + scalar.text().value() + "`"
        : node.kind();
  }

  /** The value in its canonical form; as it is after saying that it doesn't fit. */
  Json typed(YamlNode.Entry entry, Type type) {
    TypeCheck.Result checked = TypeCheck.check("", type, YamlJson.of(entry.value()));
    for (Problem problem : checked.problems()) {
      String path = "`" + entry.name() + problem.path() + "` ";
      report(entry.value().span(), DiagnosticCode.TYPE_MISMATCH, path + problem.message(), "");
    }
    return checked.value();
  }
}
