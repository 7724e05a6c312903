package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import dev.jobc.model.MatrixDoc;
import dev.jobc.model.StepDoc.ForEachDoc;
import dev.jobc.model.TemplateDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code forEach} and {@code matrix} with the keys that go with them. */
final class ForEachDecoder {
  private static final int MAX_PARALLEL = 100_000;
  private static final int MAX_ITEMS = 1_000_000;
  private static final List<String> OF_EACH = List.of("as", "key", "maxItems", "batch");
  private static final List<String> OF_BOTH = List.of("maxParallel", "failFast");
  private static final List<String> OF_MATRIX = List.of("include", "exclude");

  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;

  ForEachDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
  }

  /** Null when the step runs once. */
  @Nullable ForEachDoc forEach(Fields fields) {
    YamlNode.Entry each = fields.get("forEach");
    YamlNode.Entry matrix = fields.get("matrix");
    if (each != null && matrix != null) {
      new CodeDecoder(decoding).conflict(each, matrix);
    }
    Located<String> as = as(fields.get("as"));
    Located<Integer> maxParallel = scalars.integer(fields.get("maxParallel"), 1, MAX_PARALLEL);
    Located<Integer> maxItems = scalars.integer(fields.get("maxItems"), 1, MAX_ITEMS);
    Located<Integer> batch = scalars.integer(fields.get("batch"), 1, MAX_ITEMS);
    boolean failFast = scalars.flag(fields.get("failFast"), true);
    TemplateDoc key = key(fields.get("key"));
    checkCompanions(fields, each, matrix);
    if (each != null) {
      Span span = each.key().span();
      Located<String> name = as == null ? new Located<>(ForEachDoc.DEFAULT_NAME, span) : as;
      return new ForEachDoc(
          values.items(each), name, maxParallel, maxItems, key, batch, failFast, null, span);
    }
    return matrix == null ? null : matrix(fields, matrix, maxParallel, failFast);
  }

  private ForEachDoc matrix(
      Fields fields,
      YamlNode.Entry entry,
      @Nullable Located<Integer> maxParallel,
      boolean failFast) {
    MatrixDoc matrix = new MatrixDecoder(decoding).matrix(fields, entry);
    Span span = entry.key().span();
    Located<String> name = new Located<>(ForEachDoc.MATRIX, span);
    return new ForEachDoc(
        rows(matrix, span), name, maxParallel, null, null, null, failFast, matrix, span);
  }

  private static ValueDoc rows(MatrixDoc matrix, Span span) {
    List<ValueDoc> rows = matrix.rows().stream().map(row -> row(row, span)).toList();
    return new ValueDoc.ListOf(rows, span);
  }

  private static ValueDoc row(MatrixDoc.Row row, Span span) {
    return new ValueDoc.MapOf(
        row.cells().stream()
            .map(
                cell ->
                    new ValueDoc.Entry(
                        cell.name(),
                        new ValueDoc.Scalar(cell.value().value(), cell.value().span())))
            .toList(),
        span);
  }

  private void checkCompanions(
      Fields fields, YamlNode.@Nullable Entry each, YamlNode.@Nullable Entry matrix) {
    if (each == null) {
      refuse(fields, OF_EACH, "forEach");
    }
    if (matrix == null) {
      refuse(fields, OF_MATRIX, "matrix");
    }
    if (each == null && matrix == null) {
      refuse(fields, OF_BOTH, "forEach");
    }
  }

  private void refuse(Fields fields, List<String> keys, String without) {
    for (String key : keys) {
      YamlNode.Entry entry = fields.get(key);
      if (entry != null && fields.lacks(without)) {
        String example = without.equals("forEach") ? "${{ … }}" : "{ os: [linux, mac] }";
        decoding.add(
            decoding
                .at(
                    entry.key().span(),
                    DiagnosticCode.MISPLACED_KEY,
                    "`" + key + "` means nothing without `" + without + "`")
                .help("add `" + without + ": " + example + "`, or leave `" + key + "` out"));
      }
    }
  }

  private @Nullable TemplateDoc key(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    TemplateDoc key = values.template(entry.key().span(), entry.name(), entry.value());
    if (key != null && key.isLiteral() && entry.value() instanceof YamlNode.Scalar scalar) {
      String text = scalar.text().value();
      var error =
          decoding.at(
              scalar.span(), DiagnosticCode.CONSTANT_KEY, "every item would have the same key");
      decoding.add(
          scalar.value() instanceof Json.Str && !text.isBlank()
              ? error.help("an expression is written `key: ${{ " + text.strip() + " }}`")
              : error.help("make it of the item: `key: ${{ item.id }}`"));
    }
    return key;
  }

  private @Nullable Located<String> as(YamlNode.@Nullable Entry entry) {
    Located<String> name = scalars.name(entry, Names.Kind.ID);
    if (name == null || !Names.RESERVED.contains(name.value())) {
      return name;
    }
    decoding.add(
        decoding
            .at(
                name.span(),
                DiagnosticCode.BAD_NAME,
                "`" + name.value() + "` already has a meaning in expressions")
            .help("call the item something else"));
    return null;
  }
}
