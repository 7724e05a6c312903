package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.model.TemplateDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.syntax.Part;
import dev.jobc.syntax.SyntaxParser;
import dev.jobc.syntax.TemplateParser;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields that hold values, templates or expressions. */
final class ValueDecoder {
  private final Decoding decoding;
  private final Scalars scalars;

  ValueDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
  }

  /** A value of any type, with expressions anywhere in it. */
  ValueDoc value(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar(scalar);
      case YamlNode.Sequence list ->
          new ValueDoc.ListOf(list.items().stream().map(this::value).toList(), list.span());
      case YamlNode.Mapping map ->
          new ValueDoc.MapOf(map.entries().stream().map(this::entry).toList(), map.span());
    };
  }

  /** A value without expressions. */
  ValueDoc literal(YamlNode node, String name) {
    ValueDoc value = value(node);
    if (isLiteral(value)) {
      return value;
    }
    decoding.add(
        decoding.at(
            value.span(),
            DiagnosticCode.TEMPLATE_NOT_ALLOWED,
            "`" + name + "` is literal and takes no expression"));
    return new ValueDoc.Broken(value.span());
  }

  private static boolean isLiteral(ValueDoc value) {
    return switch (value) {
      case ValueDoc.Scalar scalar -> true;
      case ValueDoc.ListOf list -> list.items().stream().allMatch(ValueDecoder::isLiteral);
      case ValueDoc.MapOf map -> map.entries().stream().allMatch(e -> isLiteral(e.value()));
      case ValueDoc.Expression expression -> false;
      case ValueDoc.Template template -> false;
      case ValueDoc.Broken broken -> true;
    };
  }

  private ValueDoc.Entry entry(YamlNode.Entry entry) {
    if (TemplateParser.isTemplate(entry.name())) {
      decoding.add(
          decoding.at(
              entry.key().span(),
              DiagnosticCode.TEMPLATE_NOT_ALLOWED,
              "a key is literal and takes no expression"));
    }
    return new ValueDoc.Entry(
        new Located<>(entry.name(), entry.key().span()), value(entry.value()));
  }

  private ValueDoc scalar(YamlNode.Scalar scalar) {
    Span span = scalar.span();
    if (scalar.isLostNumber()) {
      return new ValueDoc.Broken(span);
    }
    if (!(scalar.value() instanceof Json.Str(String text)) || !TemplateParser.isTemplate(text)) {
      return new ValueDoc.Scalar(scalar.value(), span);
    }
    List<Part> parts = TemplateParser.parse(scalar.text(), decoding.diagnostics());
    if (parts == null) {
      return new ValueDoc.Broken(span);
    }
    return parts.size() == 1 && parts.getFirst() instanceof Part.Hole hole
        ? new ValueDoc.Expression(hole.expression(), span)
        : new ValueDoc.Template(parts, span);
  }

  /** Text with expressions; a number or boolean stands for itself as written. */
  @Nullable TemplateDoc template(Span key, String name, YamlNode node) {
    YamlNode.Scalar scalar = scalars.scalar(key, name, node, "text");
    if (scalar == null) {
      return null;
    }
    if (scalar.isNull()) {
      decoding.add(
          decoding
              .wrongKind(key, name, node, "text")
              .help("write `\"\"` for empty text, or leave the line out"));
      return null;
    }
    List<Part> parts = TemplateParser.parse(scalar.text(), decoding.diagnostics());
    return new TemplateDoc(parts == null ? List.of() : parts, scalar.span());
  }

  /** The entries of {@code with}. */
  List<ArgDoc> with(YamlNode.@Nullable Entry entry) {
    List<ArgDoc> args = new ArrayList<>();
    if (entry == null) {
      return args;
    }
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding.wrongKind(
              entry.key().span(), entry.name(), entry.value(), "a map from input to value"));
      return args;
    }
    for (YamlNode.Entry arg : map.entries()) {
      Located<String> name = scalars.key(arg, Names.Kind.FIELD, "the name of an input");
      ValueDoc value = value(arg.value());
      if (name != null) {
        args.add(new ArgDoc(name, value));
      }
    }
    return args;
  }

  /** {@code forEach}: an expression, bare or delimited, or a list written in place. */
  ValueDoc items(YamlNode.Entry entry) {
    YamlNode node = entry.value();
    if (node instanceof YamlNode.Sequence list) {
      if (list.items().isEmpty()) {
        decoding.add(
            decoding
                .at(
                    list.span(),
                    DiagnosticCode.EMPTY_VALUE,
                    "`" + entry.name() + "` over an empty list")
                .caption("the step can never run"));
      }
      return value(list);
    }
    if (node instanceof YamlNode.Scalar scalar && scalar.value() instanceof Json.Str) {
      return expression(entry.name(), scalar);
    }
    decoding.add(
        decoding
            .wrongKind(entry.key().span(), entry.name(), node, "an expression or a list")
            .help("write `" + entry.name() + ": ${{ inputs.regions }}`"));
    return new ValueDoc.Broken(node.span());
  }

  /** A field that takes one expression, bare or delimited; no text around it. */
  ValueDoc bare(YamlNode.Entry entry) {
    if (entry.value() instanceof YamlNode.Scalar scalar
        && (scalar.value() instanceof Json.Str || scalar.value() instanceof Json.Bool)) {
      return expression(entry.name(), scalar);
    }
    decoding.add(
        decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), "an expression"));
    return new ValueDoc.Broken(entry.value().span());
  }

  /** A whole number within a range, or an expression. */
  ValueDoc integer(YamlNode.Entry entry, int lowest, int highest) {
    if (entry.value() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Json.Str) {
      return expression(entry.name(), scalar);
    }
    Located<Integer> number = scalars.integer(entry, lowest, highest);
    return number == null
        ? new ValueDoc.Broken(entry.value().span())
        : new ValueDoc.Scalar(Json.of((long) number.value()), number.span());
  }

  /** One expression, bare or delimited. */
  ValueDoc expression(String name, YamlNode.Scalar scalar) {
    if (!TemplateParser.isTemplate(scalar.text().value())) {
      Expr expr = SyntaxParser.expression(scalar.text(), decoding.diagnostics());
      return expr == null
          ? new ValueDoc.Broken(scalar.span())
          : new ValueDoc.Expression(expr, scalar.span());
    }
    ValueDoc value = scalar(scalar);
    if (value instanceof ValueDoc.Template) {
      decoding.add(
          decoding
              .at(
                  scalar.span(),
                  DiagnosticCode.TEMPLATE_NOT_ALLOWED,
                  "`" + name + "` takes one expression, this is text with expressions in it")
              .help("write nothing before `${{` and nothing behind `}}`"));
      return new ValueDoc.Broken(scalar.span());
    }
    return value;
  }
}
