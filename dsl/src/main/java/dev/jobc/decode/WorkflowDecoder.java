package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.diag.Fix;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.HandlersDoc;
import dev.jobc.model.LabelDoc;
import dev.jobc.model.TaskDecl;
import dev.jobc.model.WorkflowDoc;
import dev.jobc.model.WorkflowDoc.OutputDoc;
import dev.jobc.model.WorkflowDoc.TypeDecl;
import dev.jobc.source.Located;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.syntax.TypeExpr;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The whole file. */
public final class WorkflowDecoder {
  /** Keys of runs that tasks have, too. */
  private static final Set<String> OF_TASKS =
      Set.of(
          "inputs",
          "outputs",
          "requires",
          "timeout",
          "retry",
          "concurrency",
          "rateLimit",
          "checks");

  /** The one dialect there is. */
  public static final String DIALECT = "v1";

  private static final String NAME = "add `name: my_workflow`";

  private final Decoding decoding;
  private final Scalars scalars;
  private final TypeDecoder types;
  private final ValueDecoder values;
  private final DeclarationDecoder declarations;
  private final CodeDecoder codes;
  private final PolicyDecoder policies;
  private final SpawnDecoder spawns;
  private final RequiresDecoder requires;

  private WorkflowDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.types = new TypeDecoder(decoding);
    this.values = new ValueDecoder(decoding);
    this.declarations = new DeclarationDecoder(decoding);
    this.codes = new CodeDecoder(decoding);
    this.policies = new PolicyDecoder(decoding);
    this.spawns = new SpawnDecoder(decoding);
    this.requires = new RequiresDecoder(decoding);
  }

  /**
   * Decodes a file's tree; every complaint goes to the diagnostics.
   *
   * @return what could be made out; sound when the diagnostics got no error. Null when the tree is
   *     not even a map.
   */
  public static @Nullable WorkflowDoc decode(
      SourceFile file, YamlNode root, Diagnostics diagnostics) {
    WorkflowDecoder decoder = new WorkflowDecoder(new Decoding(file, diagnostics));
    if (root instanceof YamlNode.Mapping map) {
      return decoder.workflow(map);
    }
    decoder.notMap(root);
    return null;
  }

  private void notMap(YamlNode root) {
    DiagnosticCode code =
        Decoding.isNothing(root) ? DiagnosticCode.EMPTY_FILE : DiagnosticCode.WRONG_KIND;
    String message =
        Decoding.isNothing(root)
            ? "the file holds no workflow"
            : "a workflow is a map, not " + root.kind();
    decoding.add(decoding.at(root.span(), code, message).help("start the file with `jobc: v1`"));
  }

  private WorkflowDoc workflow(YamlNode.Mapping map) {
    Fields fields = Fields.of(decoding, map, Keys.Workflow.TABLE);
    Located<String> jobc = jobc(fields);
    Located<String> name = name(fields);
    StepDecoder decoder = new StepDecoder(decoding);
    BlockDoc steps = steps(fields, decoder);
    HandlersDoc handlers = new HandlerDecoder(decoding, decoder).handlers(fields);
    List<TaskDecl> tasks = tasks(fields.get("tasks"));
    List<LabelDoc> labels = new MetaDecoder(decoding).labels(fields.get("labels"));
    checkPurpose(fields);
    return new WorkflowDoc(
        decoding.file(),
        jobc,
        name,
        scalars.name(fields.get("namespace"), Names.Kind.DOTTED),
        scalars.prose(fields.get("description")),
        labels == null ? List.of() : labels,
        types(fields.get("types")),
        declarations.inputs(fields.get("inputs")),
        tasks,
        steps,
        handlers,
        scalars.choice(fields.get("resultFrom"), FlowDecoder.RESULTS),
        outputs(fields.get("outputs")),
        policies.defaults(fields),
        new RunDecoder(decoding).run(fields),
        requires.requires(fields.get("requires")));
  }

  private Located<String> jobc(Fields fields) {
    YamlNode.Entry entry = fields.get("jobc");
    if (entry == null) {
      Span start = fields.anchor();
      boolean nameless = fields.lacks("name");
      String message = "the file does not say `jobc: v1`" + (nameless ? " and has no `name`" : "");
      Diagnostic error = decoding.at(start, DiagnosticCode.MISSING_KEY, message);
      Fix fix = Fix.replace("add `jobc: v1`", decoding.place(Span.at(start.start())), "jobc: v1\n");
      error =
          error
              .note("a workflow names the language it is written in")
              .help("start the file with `jobc: v1`")
              .fix(fix);
      decoding.add(nameless ? error.help(NAME) : error);
      return new Located<>(DIALECT, start);
    }
    String text = entry.value() instanceof YamlNode.Scalar s ? s.text().value() : "";
    if (!text.equals(DIALECT)) {
      Span span = Decoding.isNothing(entry.value()) ? entry.key().span() : entry.value().span();
      decoding.add(
          decoding
              .at(span, DiagnosticCode.UNKNOWN_DIALECT, "this release knows only `jobc: v1`")
              .caption("expected `v1`"));
    }
    return new Located<>(DIALECT, entry.value().span());
  }

  private Located<String> name(Fields fields) {
    YamlNode.Entry entry = fields.get("name");
    Located<String> name = scalars.name(entry, Names.Kind.ID);
    if (fields.lacks("name") && fields.has("jobc")) {
      new Maps(decoding).require(fields, "the workflow", "name", NAME);
    }
    if (name != null) {
      return name;
    }
    boolean written = entry != null && entry.value() instanceof YamlNode.Scalar;
    Span span = entry == null ? fields.anchor() : entry.value().span();
    String shown = written && entry != null ? span.of(decoding.file().text()) : "unnamed";
    return new Located<>(shown, span);
  }

  private @Nullable BlockDoc steps(Fields fields, StepDecoder decoder) {
    YamlNode.Entry entry = fields.get("steps");
    return entry == null ? null : decoder.block(entry);
  }

  private void checkPurpose(Fields fields) {
    if (!fields.lacks("steps")) {
      return;
    }
    if (!fields.has("tasks")) {
      if (fields.lacks("tasks")) {
        decoding.add(
            decoding
                .at(
                    fields.anchor(),
                    DiagnosticCode.DESCRIBES_NOTHING,
                    "the file has neither `steps` nor `tasks`")
                .help("add `steps` to make it a workflow, `tasks` to make it a task library"));
      }
      return;
    }
    List<String> ofRuns =
        new ArrayList<>(List.of("inputs", "outputs", "catch", "finally", "resultFrom", "requires"));
    ofRuns.addAll(RunDecoder.KEYS);
    for (String key : ofRuns) {
      YamlNode.Entry entry = fields.get(key);
      if (entry != null) {
        decoding.add(
            decoding
                .at(
                    entry.key().span(),
                    DiagnosticCode.MISPLACED_KEY,
                    "`" + key + "` means nothing in a task library")
                .note("a file without `steps` is a library of tasks")
                .help(
                    OF_TASKS.contains(key)
                        ? "put it on the tasks, or add `steps`"
                        : "add `steps` to make the file a workflow"));
      }
    }
  }

  private List<TypeDecl> types(YamlNode.@Nullable Entry entry) {
    List<TypeDecl> decls = new ArrayList<>();
    for (YamlNode.Entry decl : entries(entry, "a map from name to type")) {
      Located<String> name = scalars.key(decl, Names.Kind.TYPE, "the name of a type");
      TypeExpr type = types.type(decl.key().span(), decl.name(), decl.value());
      if (name != null) {
        decls.add(new TypeDecl(name, type));
      }
    }
    return decls;
  }

  private List<TaskDecl> tasks(YamlNode.@Nullable Entry entry) {
    List<TaskDecl> tasks = new ArrayList<>();
    if (entry != null && entry.value() instanceof YamlNode.Sequence list) {
      decoding.add(
          decoding
              .wrongKind(entry.key().span(), "tasks", list, "a map from name to task")
              .help("a list of what to do goes under `steps`; `tasks` defines tasks by name"));
      return tasks;
    }
    for (YamlNode.Entry task : entries(entry, "a map from name to task")) {
      Located<String> name = scalars.key(task, Names.Kind.ID, "the name of a task");
      TaskDecl decl = task(task);
      if (name != null && decl != null) {
        tasks.add(decl);
      }
    }
    return tasks;
  }

  private @Nullable TaskDecl task(YamlNode.Entry entry) {
    Span key = entry.key().span();
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      decoding.add(decoding.wrongKind(key, entry.name(), entry.value(), "a task"));
      return null;
    }
    Fields fields = Fields.of(decoding, map, Keys.Task.TABLE);
    return new TaskDecl(
        new Located<>(entry.name(), key),
        codes.code(fields, "task `" + entry.name() + "`", key),
        declarations.inputs(fields.get("inputs")),
        declarations.outputs(fields.get("outputs")),
        declarations.errors(fields.get("errors")),
        policies.policy(fields),
        spawns.spawn(fields.get("spawn")),
        requires.requires(fields.get("requires")),
        scalars.prose(fields.get("description")),
        entry.span());
  }

  private List<OutputDoc> outputs(YamlNode.@Nullable Entry entry) {
    List<OutputDoc> outputs = new ArrayList<>();
    for (YamlNode.Entry output : entries(entry, "a map from name to value")) {
      Located<String> name = scalars.key(output, Names.Kind.FIELD, "the name of an output");
      if (name != null) {
        outputs.add(new OutputDoc(name, values.value(output.value()), output.span()));
      }
    }
    return outputs;
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
            "value",
            "…"));
    return List.of();
  }
}
