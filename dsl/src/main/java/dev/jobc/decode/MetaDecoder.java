package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.LabelDoc;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code labels} and {@code owner}. */
final class MetaDecoder {
  private final Decoding decoding;
  private final Scalars scalars;

  MetaDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
  }

  /** Null when there are none written. */
  @Nullable List<LabelDoc> labels(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    List<LabelDoc> labels = new ArrayList<>();
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding.wrongKind(
              entry.key().span(), entry.name(), entry.value(), "a map from name to text"));
      return labels;
    }
    for (YamlNode.Entry label : map.entries()) {
      Located<String> name = scalars.key(label, Names.Kind.QUEUE, "the name of a label");
      YamlNode.Scalar value =
          scalars.scalar(label.key().span(), label.name(), label.value(), "text");
      if (value != null && value.isNull()) {
        decoding.add(decoding.wrongKind(label.key().span(), label.name(), label.value(), "text"));
      } else if (value != null && scalars.literal(label.name(), value) && name != null) {
        labels.add(new LabelDoc(name, new Located<>(value.text().value(), value.span())));
      }
    }
    return labels;
  }

  @Nullable Located<String> owner(YamlNode.@Nullable Entry entry) {
    Located<String> owner = scalars.text(entry);
    if (owner != null && owner.value().isBlank()) {
      decoding.add(
          decoding
              .at(owner.span(), DiagnosticCode.EMPTY_VALUE, "`owner` is empty")
              .caption("expected a person or a team"));
      return null;
    }
    return owner;
  }
}
