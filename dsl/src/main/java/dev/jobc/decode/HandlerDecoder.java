package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.HandlersDoc;
import dev.jobc.model.HandlersDoc.CatchDoc;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code catch} and {@code finally}. */
final class HandlerDecoder {
  private static final String EXAMPLE = "write `catch: [{ errors: [Timeout], steps: [...] }]`";

  private final Decoding decoding;
  private final StepDecoder steps;
  private final Scalars scalars;

  HandlerDecoder(Decoding decoding, StepDecoder steps) {
    this.decoding = decoding;
    this.steps = steps;
    this.scalars = new Scalars(decoding);
  }

  HandlersDoc handlers(Fields fields) {
    YamlNode.Entry last = fields.get("finally");
    return new HandlersDoc(
        catches(fields.get("catch")), last == null ? null : steps.sequence(last));
  }

  private List<CatchDoc> catches(YamlNode.@Nullable Entry entry) {
    List<CatchDoc> clauses = new ArrayList<>();
    if (entry == null) {
      return clauses;
    }
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      decoding.add(
          decoding
              .wrongKind(entry.key().span(), entry.name(), entry.value(), "a list of clauses")
              .help(EXAMPLE));
      return clauses;
    }
    if (list.items().isEmpty()) {
      decoding.add(
          decoding
              .at(entry.key().span(), DiagnosticCode.EMPTY_VALUE, "`catch` is empty")
              .caption("expected at least one clause")
              .help(EXAMPLE));
    }
    for (YamlNode item : list.items()) {
      CatchDoc clause = clause(entry, item);
      if (clause != null) {
        clauses.add(clause);
      }
    }
    return clauses;
  }

  private @Nullable CatchDoc clause(YamlNode.Entry owner, YamlNode item) {
    if (!(item instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding
              .wrongKind(item.span(), owner.name(), item, "clauses, maps with `steps`")
              .help(EXAMPLE));
      return null;
    }
    Fields fields = Fields.of(decoding, map, ControlKeys.Catch.TABLE);
    YamlNode.Entry body = fields.get("steps");
    if (fields.lacks("steps")) {
      decoding.add(
          decoding
              .at(fields.anchor(), DiagnosticCode.MISSING_KEY, "the clause has no `steps`")
              .help("add `steps: [...]`; `steps: []` forgets the error"));
    }
    BlockDoc block =
        body == null
            ? new BlockDoc(BlockDoc.Kind.SEQUENCE, List.of(), fields.anchor())
            : steps.anySteps(body);
    return new CatchDoc(errors(fields), as(fields), block, map.span());
  }

  private List<Located<String>> errors(Fields fields) {
    YamlNode.Entry entry = fields.get("errors");
    if (entry != null
        && entry.value() instanceof YamlNode.Sequence list
        && list.items().isEmpty()) {
      decoding.add(
          decoding
              .at(list.span(), DiagnosticCode.EMPTY_VALUE, "`errors` is empty")
              .help("leave the line out to catch every error"));
    }
    return scalars.names(entry, Names.Kind.TYPE, "the name of an error");
  }

  private Located<String> as(Fields fields) {
    Located<String> written = scalars.name(fields.get("as"), Names.Kind.ID);
    Located<String> fallback = new Located<>(CatchDoc.DEFAULT_NAME, fields.anchor());
    if (written == null || written.value().equals(CatchDoc.DEFAULT_NAME)) {
      return written == null ? fallback : written;
    }
    if (Names.RESERVED.contains(written.value())) {
      decoding.add(
          decoding
              .at(
                  written.span(),
                  DiagnosticCode.BAD_NAME,
                  "`" + written.value() + "` already has a meaning in expressions")
              .help("call the error something else"));
      return fallback;
    }
    return written;
  }
}
