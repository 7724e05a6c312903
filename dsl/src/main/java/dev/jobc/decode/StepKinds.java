package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.StepBody;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every kind of step there is, and the choice among them. */
final class StepKinds {
  /** Keys of every step, whatever its kind. */
  static final Set<String> COMMON =
      Set.of(
          "id",
          "description",
          "needs",
          "forEach",
          "as",
          "key",
          "maxParallel",
          "maxItems",
          "batch",
          "failFast",
          "matrix",
          "include",
          "exclude",
          "if",
          "triggerRule",
          "continueOnError",
          "setup",
          "teardown");

  /** Steps of several parts that have no limit of their own. */
  private static final Set<String> AS_A_WHOLE = Set.of("race", "loop", "mapReduce");

  private final Decoding decoding;
  private final List<StepKind> kinds;
  private final boolean onlyTasks;

  StepKinds(Decoding decoding, StepDecoder steps) {
    this(
        decoding,
        List.of(
            new CallKind(decoding),
            new InlineKind(decoding),
            new NestedKind(decoding, steps),
            new SwitchKind(decoding, steps),
            new FailKind(decoding),
            new ReturnKind(decoding),
            new LoopKind(decoding, steps),
            new RaceKind(decoding, steps),
            new MapReduceKind(decoding),
            new SpawnKind(decoding),
            new PollKind(decoding),
            new WaitKind(decoding),
            new WaitForKind(decoding),
            new ApprovalKind(decoding)),
        false);
  }

  private StepKinds(Decoding decoding, List<StepKind> kinds, boolean onlyTasks) {
    this.decoding = decoding;
    this.kinds = kinds;
    this.onlyTasks = onlyTasks;
  }

  /** The kinds that run a task. */
  static StepKinds tasks(Decoding decoding) {
    return new StepKinds(decoding, List.of(new CallKind(decoding), new InlineKind(decoding)), true);
  }

  /** A kind and the key that tells it. */
  private record Choice(StepKind kind, YamlNode.Entry action) {}

  StepBody body(Fields fields, Span anchor, String owner) {
    List<Choice> choices = choices(fields);
    if (choices.size() > 1) {
      new CodeDecoder(decoding).conflict(choices.get(0).action(), choices.get(1).action());
      return new StepBody.Broken(anchor);
    }
    if (choices.isEmpty()) {
      noAction(fields, anchor, owner);
      return new StepBody.Broken(anchor);
    }
    Choice choice = choices.getFirst();
    checkCompanions(fields, choice, owner);
    return choice.kind().decode(new StepKind.Raw(fields, choice.action(), anchor, owner));
  }

  /** The keys of which a step has one. */
  List<String> actions() {
    return kinds.stream().flatMap(kind -> kind.actions().stream()).toList();
  }

  private List<Choice> choices(Fields fields) {
    List<Choice> choices = new ArrayList<>();
    for (StepKind kind : kinds) {
      for (String key : kind.actions()) {
        YamlNode.Entry action = fields.get(key);
        if (action != null) {
          choices.add(new Choice(kind, action));
        }
      }
    }
    YamlNode.Entry runtime = fields.get("runtime");
    if (choices.isEmpty() && runtime != null) {
      choices.add(new Choice(new InlineKind(decoding), runtime));
    }
    return choices;
  }

  private void checkCompanions(Fields fields, Choice choice, String owner) {
    for (YamlNode.Entry entry : fields.entries()) {
      String key = entry.name();
      boolean known = Keys.Step.TABLE.known().contains(key) && !key.equals(choice.action().name());
      if (known && !COMMON.contains(key) && !choice.kind().companions().contains(key)) {
        String beside = choice.action().name();
        decoding.add(
            decoding
                .at(
                    entry.key().span(),
                    DiagnosticCode.MISPLACED_KEY,
                    "`" + key + "` means nothing beside `" + beside + "`")
                .help(advice(choice, key, owner)));
      }
    }
  }

  private static String advice(Choice choice, String key, String owner) {
    String beside = choice.action().name();
    return key.equals("timeout") && AS_A_WHOLE.contains(beside)
        ? choice.kind().advice(owner)
            + "; a limit of the whole stands beside a block around it: `steps: [{ "
            + beside
            + ": … }]` with `timeout`"
        : choice.kind().advice(owner);
  }

  private void noAction(Fields fields, Span anchor, String owner) {
    if (!fields.isPuzzling() && fields.lacks("runtime") && fields.lacksAll(actions())) {
      decoding.add(
          decoding
              .at(anchor, DiagnosticCode.NO_ACTION, owner + " does nothing")
              .help(
                  onlyTasks
                      ? "add `uses` to call a task, or `runtime` and `run` for a script"
                      : "add `uses` to call a task, `runtime` and `run` for a script, `command` for"
                          + " a program, or a block: `steps`, `parallel`, `graph`, `switch`"));
    }
  }
}
