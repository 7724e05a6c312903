package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.json.Json;
import dev.jobc.model.FlowDoc.ConditionDoc;
import dev.jobc.syntax.CutOff;
import dev.jobc.syntax.Expr;
import dev.jobc.syntax.SyntaxParser;
import dev.jobc.syntax.TemplateParser;
import dev.jobc.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Fields that are an expression by themselves: {@code if}, {@code switch}. */
final class ConditionDecoder {
  private static final String EXAMPLE = "an expression such as `inputs.day == today`";

  private final Decoding decoding;

  ConditionDecoder(Decoding decoding) {
    this.decoding = decoding;
  }

  /** Null when there is none, and after a complaint. */
  @Nullable ConditionDoc condition(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    if (!(entry.value() instanceof YamlNode.Scalar scalar) || !isExpression(scalar)) {
      decoding.add(decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), EXAMPLE));
      return null;
    }
    if (isDelimited(entry.name(), scalar)) {
      return null;
    }
    Expr expr = SyntaxParser.expression(scalar.text(), decoding.diagnostics());
    return expr == null ? null : new ConditionDoc(expr, entry.key().span());
  }

  private static boolean isExpression(YamlNode.Scalar scalar) {
    return scalar.value() instanceof Json.Str || scalar.value() instanceof Json.Bool;
  }

  /** Whether there is {@code ${{ }}} in it, which is then said. */
  boolean isDelimited(String key, YamlNode.Scalar scalar) {
    boolean template = TemplateParser.isTemplate(scalar.text().value());
    if (template) {
      decoding.add(delimited(key, scalar));
    }
    return template;
  }

  private Diagnostic delimited(String key, YamlNode.Scalar scalar) {
    CutOff cut = CutOff.of(scalar.text());
    String whole = cut == null ? null : cut.expression();
    if (cut != null && whole != null) {
      return cut.diagnostic(DiagnosticCode.TEMPLATE_NOT_ALLOWED, whole)
          .note("`" + key + "` is an expression already, without `${{ }}`");
    }
    String text = scalar.text().value().strip();
    Diagnostic error =
        decoding.at(
            scalar.span(),
            DiagnosticCode.TEMPLATE_NOT_ALLOWED,
            "`" + key + "` is an expression already, without `${{ }}`");
    boolean alone = text.startsWith("${{") && text.indexOf("}}") == text.length() - 2;
    if (!alone) {
      return cut != null && text.indexOf("}}") < 0
          ? error.note("` #` begins a comment, so the expression ends before it")
          : error.help("write one expression and nothing around it");
    }
    String inner = text.substring(3, text.length() - 2).strip();
    String written = Unwrapped.of(scalar.text(), inner);
    return written == null
        ? error.help("write only what is between `${{` and `}}`")
        : error
            .help("write `" + key + ": " + written.strip() + "`")
            .fix(Fix.replace("leave `${{ }}` out", error.place(), written));
  }
}
