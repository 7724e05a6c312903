package dev.jobc.compiler.simulate;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
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
        String message = "`" + entry.name() + "` is not a key of " + what;
        unknown(
            entry.key().span(),
            DiagnosticCode.UNKNOWN_KEY,
            message,
            entry.name(),
            keys.stream().sorted().toList());
      }
    }
    return entries.stream().filter(entry -> keys.contains(entry.name())).toList();
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
    wrongKind(entry, "text");
    return null;
  }

  void wrongKind(YamlNode.Entry entry, String wanted) {
    String message = "`" + entry.name() + "` takes " + wanted + ", not " + entry.value().kind();
    report(entry.value().span(), DiagnosticCode.WRONG_KIND, message, "");
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
