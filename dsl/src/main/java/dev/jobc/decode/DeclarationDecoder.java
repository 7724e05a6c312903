package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.ConstraintsDoc;
import dev.jobc.model.ErrorDecl;
import dev.jobc.model.InputDecl;
import dev.jobc.model.OutputDecl;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.syntax.TypeExpr;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Declared inputs, outputs and errors: {@code name: type}, or {@code name: {type: ...}}. */
final class DeclarationDecoder {
  /** What nobody calls a field, so that a record of one is a declaration gone wrong. */
  private static final Set<String> TYPE_SLIPS =
      Set.of("typ", "tpye", "tyep", "tye", "ytpe", "typee");

  private static final int MAX_ITEMS = 1_000_000;

  private final Decoding decoding;
  private final Scalars scalars;
  private final TypeDecoder types;
  private final ValueDecoder values;

  DeclarationDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.types = new TypeDecoder(decoding);
    this.values = new ValueDecoder(decoding);
  }

  List<InputDecl> inputs(YamlNode.@Nullable Entry entry) {
    List<InputDecl> inputs = new ArrayList<>();
    for (YamlNode.Entry input : entries(entry, "a map from name to type")) {
      Located<String> name = scalars.key(input, Names.Kind.FIELD, "the name of an input");
      InputDecl decl = input(input);
      if (name != null) {
        inputs.add(decl);
      }
    }
    return inputs;
  }

  private InputDecl input(YamlNode.Entry entry) {
    Located<String> name = new Located<>(entry.name(), entry.key().span());
    Fields fields = declaration(entry, Keys.Input.TABLE);
    if (fields == null) {
      return new InputDecl(name, type(entry), null, "", ConstraintsDoc.NONE, entry.span());
    }
    YamlNode.Entry value = fields.get("default");
    ValueDoc defaultValue = value == null ? null : values.value(value.value());
    return new InputDecl(
        name,
        type(fields, entry),
        defaultValue,
        scalars.prose(fields.get("description")),
        constraints(fields),
        entry.span());
  }

  private ConstraintsDoc constraints(Fields fields) {
    YamlNode.Entry min = fields.get("min");
    YamlNode.Entry max = fields.get("max");
    return new ConstraintsDoc(
        scalars.text(fields.get("pattern")),
        min == null ? null : values.literal(min.value(), "min"),
        max == null ? null : values.literal(max.value(), "max"),
        scalars.integer(fields.get("minItems"), 0, MAX_ITEMS),
        scalars.integer(fields.get("maxItems"), 0, MAX_ITEMS),
        examples(fields.get("examples")));
  }

  private List<ValueDoc> examples(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return List.of();
    }
    if (entry.value() instanceof YamlNode.Sequence list) {
      return list.items().stream().map(item -> values.literal(item, "examples")).toList();
    }
    decoding.add(
        decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), "a list of values"));
    return List.of();
  }

  List<OutputDecl> outputs(YamlNode.@Nullable Entry entry) {
    List<OutputDecl> outputs = new ArrayList<>();
    for (YamlNode.Entry output : entries(entry, "a map from name to type")) {
      Located<String> name = scalars.key(output, Names.Kind.FIELD, "the name of an output");
      Fields fields = declaration(output, Keys.Output.TABLE);
      TypeExpr type = fields == null ? type(output) : type(fields, output);
      String description = fields == null ? "" : scalars.prose(fields.get("description"));
      if (name != null) {
        outputs.add(new OutputDecl(name, type, description, output.span()));
      }
    }
    return outputs;
  }

  List<ErrorDecl> errors(YamlNode.@Nullable Entry entry) {
    List<ErrorDecl> errors = new ArrayList<>();
    for (YamlNode.Entry error : entries(entry, "a map from error name to `{}`")) {
      Located<String> name = scalars.key(error, Names.Kind.TYPE, "the name of an error");
      String description = errorDescription(error);
      if (name != null) {
        errors.add(new ErrorDecl(name, description));
      }
    }
    return errors;
  }

  private String errorDescription(YamlNode.Entry error) {
    if (error.value() instanceof YamlNode.Mapping map) {
      return scalars.prose(Fields.of(decoding, map, Keys.Error.TABLE).get("description"));
    }
    if (!Decoding.isNothing(error.value())) {
      decoding.add(
          decoding.wrongKind(
              error.key().span(), error.name(), error.value(), "`{}` or a description"));
    }
    return "";
  }

  /**
   * The map of a declaration, or null when the value is a type: text, a record, an enum. A map is a
   * declaration when it has {@code type}, or {@code default}, which only a declaration has.
   */
  private @Nullable Fields declaration(YamlNode.Entry entry, KeyTable table) {
    if (entry.value() instanceof YamlNode.Mapping map
        && (map.get("type") != null || map.get("default") != null || misspells(map, table))) {
      return Fields.of(decoding, map, table);
    }
    return null;
  }

  /** Whether a map would be a declaration but for a slip in {@code type}: {@code {typ: int}}. */
  private static boolean misspells(YamlNode.Mapping map, KeyTable table) {
    boolean slip = false;
    for (YamlNode.Entry entry : map.entries()) {
      boolean near = TYPE_SLIPS.contains(entry.name());
      if (!near && !table.known().contains(entry.name())) {
        return false;
      }
      slip |= near;
    }
    return slip;
  }

  private TypeExpr type(YamlNode.Entry entry) {
    return types.type(entry.key().span(), entry.name(), entry.value());
  }

  private TypeExpr type(Fields fields, YamlNode.Entry entry) {
    YamlNode.Entry type = fields.get("type");
    if (type != null) {
      return type(type);
    }
    if (!fields.lacks("type")) {
      return new TypeExpr.Broken(entry.span());
    }
    decoding.add(
        decoding
            .at(
                entry.key().span(),
                DiagnosticCode.MISSING_KEY,
                "`" + entry.name() + "` has no `type`")
            .help("add `type: string`, or another type"));
    return new TypeExpr.Broken(entry.span());
  }

  private List<YamlNode.Entry> entries(YamlNode.@Nullable Entry entry, String expected) {
    if (entry == null) {
      return List.of();
    }
    if (entry.value() instanceof YamlNode.Mapping map) {
      return map.entries();
    }
    decoding.add(
        ListedDeclarations.help(
            decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), expected),
            entry,
            "type",
            entry.name().equals("errors") ? "{}" : "string"));
    return List.of();
  }
}
