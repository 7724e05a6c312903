package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import dev.jobc.model.CheckDoc;
import dev.jobc.model.CodeDoc;
import dev.jobc.model.DependenciesDoc;
import dev.jobc.model.Runtime;
import dev.jobc.model.TemplateDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code checks}, and the programs that conditions ask. */
final class CheckDecoder {
  private static final List<String> FORMS = List.of("that", "run", "command");

  private final Decoding decoding;
  private final ValueDecoder values;
  private final ConditionDecoder conditions;
  private final Maps maps;
  private final LimitsDecoder limits;
  private final CommandDecoder commands;
  private final EntryDecoder entries;

  CheckDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.values = new ValueDecoder(decoding);
    this.conditions = new ConditionDecoder(decoding);
    this.maps = new Maps(decoding);
    this.limits = new LimitsDecoder(decoding);
    this.commands = new CommandDecoder(decoding);
    this.entries = new EntryDecoder(decoding);
  }

  @Nullable List<CheckDoc> checks(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    List<CheckDoc> checks = new ArrayList<>();
    for (YamlNode item : maps.items(entry, "a list of checks")) {
      CheckDoc check = check(item);
      if (check != null) {
        checks.add(check);
      }
    }
    return checks;
  }

  private @Nullable CheckDoc check(YamlNode item) {
    if (!(item instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding
              .at(item.span(), DiagnosticCode.WRONG_KIND, "a check is a map, not " + item.kind())
              .help("write `- { that: inputs.rows > 0, message: nothing to load }`"));
      return null;
    }
    Fields fields = Fields.of(decoding, map, PolicyKeys.Check.TABLE);
    maps.require(fields, "the check", "message", "add `message:`, what the failure says");
    TemplateDoc message = limits.template(fields.get("message"));
    YamlNode.Entry form = form(fields, "the check");
    if (form == null) {
      return null;
    }
    if (form.name().equals("that")) {
      for (String key : List.of("shell", "args", "stdin", "env")) {
        maps.misplaced(
            fields, key, "`" + key + "` means nothing beside `that`", "it goes with a program");
      }
      ValueDoc that = condition(form);
      return message == null ? null : new CheckDoc.That(that, message, map.span());
    }
    CodeDoc code = program(fields, form);
    return message == null ? null : new CheckDoc.Program(code, message, map.span());
  }

  /** The one key of several that says what is asked; null after a complaint. */
  YamlNode.@Nullable Entry form(Fields fields, String owner) {
    List<YamlNode.Entry> found = new ArrayList<>();
    for (String key : FORMS) {
      YamlNode.Entry entry = fields.get(key);
      if (entry != null) {
        found.add(entry);
      }
    }
    if (found.size() > 1) {
      new CodeDecoder(decoding).conflict(found.get(0), found.get(1));
      return null;
    }
    if (fields.lacksAll(FORMS)) {
      decoding.add(
          decoding
              .at(fields.anchor(), DiagnosticCode.NO_ACTION, owner + " asks nothing")
              .help("add `that: expression`, `run:` for a script, or `command:` for a program"));
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  /** A bare expression; true and false are expressions too. */
  ValueDoc condition(YamlNode.Entry entry) {
    if (entry.value() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Json.Bool) {
      return new ValueDoc.Scalar(scalar.value(), scalar.span());
    }
    if (entry.value() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Json.Str) {
      return conditions.isDelimited(entry.name(), scalar)
          ? new ValueDoc.Broken(scalar.span())
          : values.expression(entry.name(), scalar);
    }
    decoding.add(
        decoding
            .wrongKind(entry.key().span(), entry.name(), entry.value(), "an expression")
            .help("write `" + entry.name() + ": inputs.rows > 0`"));
    return new ValueDoc.Broken(entry.span());
  }

  /** {@code run} as a shell script or {@code command} with its arguments. */
  CodeDoc program(Fields fields, YamlNode.Entry form) {
    boolean script = form.name().equals("run");
    Located<Runtime> runtime =
        new Located<>(script ? Runtime.SHELL : Runtime.COMMAND, form.key().span());
    for (String key : script ? List.of("args", "stdin") : List.of("shell")) {
      maps.misplaced(
          fields,
          key,
          "`" + key + "` means nothing beside `" + form.name() + "`",
          script ? "run a program with `command`" : "`shell` goes with `run`");
    }
    return new CodeDoc(
        runtime,
        entries.entry(form, runtime),
        commands.args(fields.get("args")),
        commands.stdin(fields.get("stdin")),
        commands.env(fields.get("env")),
        null,
        List.of(),
        new CodeDecoder(decoding).shell(fields.get("shell")),
        DependenciesDoc.NONE);
  }
}
