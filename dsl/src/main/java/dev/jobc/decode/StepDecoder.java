package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.model.StepDoc.ForEachDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps and blocks of steps. */
final class StepDecoder {
  private static final int MAX_PARALLEL = 100_000;
  private static final int MAX_ITEMS = 1_000_000;

  /** Of these a step has exactly one; {@code run}, {@code file}, ... may come with a runtime. */
  private static final List<String> ACTIONS =
      List.of("uses", "run", "file", "package", "command", "steps", "parallel", "graph");

  private static final Set<String> CALL =
      Set.of("uses", "with", "retry", "timeout", "queue", "priority");
  private static final Set<String> BLOCK = Set.of("steps", "parallel", "graph");
  private static final Set<String> INLINE_ONLY =
      Set.of(
          "runtime", "args", "stdin", "env", "capture", "exitCodes", "shell", "outputs", "errors");

  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;
  private final PolicyDecoder policies;
  private final CodeDecoder codes;
  private final DeclarationDecoder declarations;

  StepDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
    this.policies = new PolicyDecoder(decoding);
    this.codes = new CodeDecoder(decoding);
    this.declarations = new DeclarationDecoder(decoding);
  }

  /** The block under {@code steps}, {@code parallel} or {@code graph}. */
  BlockDoc block(YamlNode.Entry entry) {
    BlockDoc.Kind kind =
        switch (entry.name()) {
          case "parallel" -> BlockDoc.Kind.PARALLEL;
          case "graph" -> BlockDoc.Kind.GRAPH;
          default -> BlockDoc.Kind.SEQUENCE;
        };
    Span key = entry.key().span();
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      decoding.add(notSteps(entry));
      return new BlockDoc(kind, List.of(), key);
    }
    if (list.items().isEmpty()) {
      decoding.add(
          decoding
              .at(key, DiagnosticCode.EMPTY_VALUE, "`" + entry.name() + "` is empty")
              .caption("expected at least one step"));
    }
    List<StepDoc> steps = new ArrayList<>();
    for (YamlNode item : list.items()) {
      if (!decoding.countStep(item.span())) {
        break;
      }
      steps.add(step(item, kind));
    }
    return new BlockDoc(kind, steps, key);
  }

  private Diagnostic notSteps(YamlNode.Entry entry) {
    Diagnostic error =
        decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), "a list of steps");
    return entry.value() instanceof YamlNode.Mapping
        ? error.help("begin each step with `- id: name`")
        : error;
  }

  private StepDoc step(YamlNode node, BlockDoc.Kind block) {
    if (!(node instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding
              .at(node.span(), DiagnosticCode.WRONG_KIND, "a step is a map, not " + node.kind())
              .help("write `- id: name`, and below it what the step does"));
      return broken(node.span());
    }
    Fields fields = Fields.of(decoding, map, Keys.Step.TABLE);
    Span anchor = fields.anchor();
    Located<String> id = scalars.name(fields.get("id"), Names.Kind.ID);
    StepBody body = body(fields, anchor, owner(id));
    return new StepDoc(
        id,
        needs(fields, block),
        body,
        forEach(fields),
        body instanceof StepBody.Nested ? PolicyDoc.NONE : policies.policy(fields),
        scalars.prose(fields.get("description")),
        map.span());
  }

  private static String owner(@Nullable Located<String> id) {
    return id == null ? "this step" : "step `" + id.value() + "`";
  }

  private static StepDoc broken(Span span) {
    return new StepDoc(null, List.of(), new StepBody.Broken(span), null, PolicyDoc.NONE, "", span);
  }

  private StepBody body(Fields fields, Span anchor, String owner) {
    List<YamlNode.Entry> actions = new ArrayList<>();
    for (String key : ACTIONS) {
      YamlNode.Entry action = fields.get(key);
      if (action != null) {
        actions.add(action);
      }
    }
    if (actions.size() > 1) {
      codes.conflict(actions.get(0), actions.get(1));
      return new StepBody.Broken(anchor);
    }
    if (actions.isEmpty() && !fields.has("runtime")) {
      noAction(fields, anchor, owner);
      return new StepBody.Broken(anchor);
    }
    String action = actions.isEmpty() ? "runtime" : actions.getFirst().name();
    return switch (action) {
      case "uses" -> call(fields, actions.getFirst(), owner);
      case "steps", "parallel", "graph" -> nested(fields, actions.getFirst());
      default -> inline(fields, anchor, owner);
    };
  }

  private void noAction(Fields fields, Span anchor, String owner) {
    if (fields.sound()) {
      decoding.add(
          decoding
              .at(anchor, DiagnosticCode.NO_ACTION, owner + " does nothing")
              .help(
                  "add `uses` to call a task, `runtime` and `run` for a script, `command` for a"
                      + " program, or a block: `steps`, `parallel`, `graph`"));
    }
  }

  private StepBody call(Fields fields, YamlNode.Entry uses, String owner) {
    for (YamlNode.Entry entry : fields.entries()) {
      if (INLINE_ONLY.contains(entry.name())) {
        decoding.add(
            misplaced(entry, "uses").help("it belongs to the task that " + owner + " calls"));
      }
    }
    Located<String> text = scalars.text(uses);
    var with = values.with(fields.get("with"));
    if (text != null && text.value().startsWith("workflow:")) {
      decoding.add(Fields.notYet(decoding, text.span(), "a call of a workflow"));
      return new StepBody.Broken(uses.key().span());
    }
    Located<String> name =
        text == null ? null : scalars.name(text, Names.Kind.DOTTED, "the name of a task");
    return name == null ? new StepBody.Broken(uses.key().span()) : new StepBody.Call(name, with);
  }

  private StepBody inline(Fields fields, Span anchor, String owner) {
    return new StepBody.Inline(
        codes.code(fields, owner, anchor),
        values.with(fields.get("with")),
        declarations.outputs(fields.get("outputs")),
        declarations.errors(fields.get("errors")));
  }

  private StepBody nested(Fields fields, YamlNode.Entry block) {
    for (YamlNode.Entry entry : fields.entries()) {
      String key = entry.name();
      if (key.equals("retry") || key.equals("timeout")) {
        decoding.add(
            Fields.notYet(decoding, entry.key().span(), "`" + key + "` on a block of steps"));
      } else if (INLINE_ONLY.contains(key) || (CALL.contains(key) && !BLOCK.contains(key))) {
        decoding.add(misplaced(entry, block.name()).help("put it on the steps inside the block"));
      }
    }
    return new StepBody.Nested(block(block));
  }

  private Diagnostic misplaced(YamlNode.Entry entry, String beside) {
    return decoding.at(
        entry.key().span(),
        DiagnosticCode.MISPLACED_KEY,
        "`" + entry.name() + "` means nothing beside `" + beside + "`");
  }

  private List<Located<String>> needs(Fields fields, BlockDoc.Kind block) {
    YamlNode.Entry entry = fields.get("needs");
    if (entry == null || block == BlockDoc.Kind.GRAPH) {
      return scalars.names(entry, Names.Kind.ID, "the id of a step");
    }
    Diagnostic error =
        decoding.at(
            entry.key().span(),
            DiagnosticCode.MISPLACED_KEY,
            "`needs` means nothing in a `" + block.key() + "` block");
    decoding.add(
        block == BlockDoc.Kind.SEQUENCE
            ? error
                .note("each step of a sequence waits for the one before it")
                .help("put the steps into a `graph` block to order them by `needs`")
            : error
                .note("the branches of `parallel` start together")
                .help("name the block `graph` to order its steps by `needs`"));
    return List.of();
  }

  private @Nullable ForEachDoc forEach(Fields fields) {
    YamlNode.Entry entry = fields.get("forEach");
    Located<String> as = as(fields.get("as"));
    Located<Integer> maxParallel = scalars.integer(fields.get("maxParallel"), 1, MAX_PARALLEL);
    Located<Integer> maxItems = scalars.integer(fields.get("maxItems"), 1, MAX_ITEMS);
    if (entry == null) {
      onlyWithForEach(fields);
      return null;
    }
    Span key = entry.key().span();
    return new ForEachDoc(
        values.items(entry),
        as == null ? new Located<>(ForEachDoc.DEFAULT_NAME, key) : as,
        maxParallel,
        maxItems,
        key);
  }

  private void onlyWithForEach(Fields fields) {
    for (String key : List.of("as", "maxParallel", "maxItems")) {
      YamlNode.Entry entry = fields.get(key);
      if (entry != null && fields.sound()) {
        decoding.add(
            decoding
                .at(
                    entry.key().span(),
                    DiagnosticCode.MISPLACED_KEY,
                    "`" + key + "` means nothing without `forEach`")
                .help("add `forEach: ${{ … }}`, or leave `" + key + "` out"));
      }
    }
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
