package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.json.Json;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.SyntaxParser;
import dev.jobc.syntax.TemplateParser;
import dev.jobc.syntax.TypeExpr;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types: text in the grammar of types, a map of fields, or {@code {enum: [...]}}. */
final class TypeDecoder {
  private final Decoding decoding;
  private final Scalars scalars;

  TypeDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
  }

  TypeExpr type(Span key, String name, YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar when TemplateParser.isTemplate(scalar.text().value()) ->
          template(name, scalar);
      case YamlNode.Scalar scalar when scalar.value() instanceof Json.Str ->
          SyntaxParser.type(scalar.text(), decoding.diagnostics());
      case YamlNode.Mapping map -> {
        YamlNode.Entry values = map.get("enum");
        boolean isEnum =
            map.entries().size() == 1
                && values != null
                && values.value() instanceof YamlNode.Sequence;
        yield isEnum && values != null ? enumOf(values, map.span()) : record(map);
      }
      case YamlNode.Scalar scalar -> broken(key, name, scalar);
      case YamlNode.Sequence list -> broken(key, name, list);
    };
  }

  private TypeExpr template(String name, YamlNode.Scalar scalar) {
    decoding.add(
        decoding
            .at(
                scalar.span(),
                DiagnosticCode.TYPE_SYNTAX,
                "`" + name + "` takes a type here, and no value")
            .help("write its type, such as `" + name + ": string`; the code gives the value"));
    return new TypeExpr.Broken(scalar.span());
  }

  private TypeExpr broken(Span key, String name, YamlNode node) {
    Diagnostic error = decoding.wrongKind(key, name, node, "a type");
    decoding.add(
        node instanceof YamlNode.Sequence
            ? error.help("an enum is written `{ enum: [a, b] }`, a list type `list<string>`")
            : error);
    return new TypeExpr.Broken(node.span());
  }

  private TypeExpr record(YamlNode.Mapping map) {
    if (map.entries().isEmpty()) {
      decoding.add(
          decoding
              .at(map.span(), DiagnosticCode.EMPTY_VALUE, "this record has no fields")
              .caption("expected at least one field"));
      return new TypeExpr.Broken(map.span());
    }
    TypeExpr split = split(map);
    if (split != null) {
      return split;
    }
    List<TypeExpr.Field> fields = new ArrayList<>();
    for (YamlNode.Entry entry : map.entries()) {
      Located<String> name = scalars.key(entry, Names.Kind.FIELD, "the name of a field");
      TypeExpr type = type(entry.key().span(), entry.name(), entry.value());
      if (name != null) {
        fields.add(new TypeExpr.Field(name, type));
      }
    }
    return fields.isEmpty()
        ? new TypeExpr.Broken(map.span())
        : new TypeExpr.RecordOf(fields, map.span());
  }

  /** {@code {a: map<string, int>}} without quotes: YAML splits the type at its comma. */
  private @Nullable TypeExpr split(YamlNode.Mapping map) {
    for (int i = 1; i < map.entries().size(); i++) {
      YamlNode.Entry before = map.entries().get(i - 1);
      YamlNode.Entry entry = map.entries().get(i);
      if (Decoding.isNothing(entry.value())
          && entry.name().endsWith(">")
          && before.value() instanceof YamlNode.Scalar scalar
          && scalar.text().value().indexOf('<') >= 0) {
        Span span = scalar.span().to(entry.key().span());
        String quoted = '"' + span.of(decoding.file().text()) + '"';
        decoding.add(
            decoding
                .at(span, DiagnosticCode.TYPE_SYNTAX, "the comma splits this type in two")
                .help("inside brackets, quote it: " + quoted)
                .fix(Fix.replace("quote it", decoding.place(span), quoted)));
        return new TypeExpr.Broken(map.span());
      }
    }
    return null;
  }

  private TypeExpr enumOf(YamlNode.Entry entry, Span span) {
    List<Located<String>> values = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    for (YamlNode item : ((YamlNode.Sequence) entry.value()).items()) {
      Located<String> value = enumValue(entry, item);
      if (value != null && scalars.isNew(seen, value, "enum")) {
        values.add(value);
      }
    }
    if (values.isEmpty()) {
      if (seen.isEmpty() && entry.value().span().length() <= 2) {
        decoding.add(
            decoding
                .at(entry.value().span(), DiagnosticCode.EMPTY_VALUE, "this enum has no values")
                .caption("expected at least one value"));
      }
      return new TypeExpr.Broken(span);
    }
    return new TypeExpr.EnumOf(values, span);
  }

  private @Nullable Located<String> enumValue(YamlNode.Entry entry, YamlNode item) {
    Located<String> value = scalars.text(entry.key().span(), "enum", item);
    if (value == null || !value.value().isEmpty()) {
      return value;
    }
    Diagnostic error =
        decoding.at(value.span(), DiagnosticCode.EMPTY_VALUE, "an enum has no empty value");
    decoding.add(error.fix(Fix.replace("name it `none`", error.place(), "none")));
    return null;
  }
}
