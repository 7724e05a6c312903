package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.ControlBody;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.model.WorkflowName;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import java.util.Set;

/** {@code uses}: a task that is declared elsewhere, or another workflow. */
final class CallKind implements StepKind {
  private static final Set<String> COMPANIONS = PolicyKeys.and("with", "compensate");

  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;

  CallKind(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
  }

  @Override
  public List<String> actions() {
    return List.of("uses");
  }

  @Override
  public Set<String> companions() {
    return COMPANIONS;
  }

  @Override
  public String advice(String owner) {
    return "it belongs to the task that " + owner + " calls";
  }

  @Override
  public StepBody decode(Raw step) {
    Located<String> text = scalars.text(step.action());
    List<ArgDoc> with = values.with(step.fields().get("with"));
    if (text != null && text.value().startsWith(WorkflowName.PREFIX)) {
      refusePolicies(step);
      Located<WorkflowName> workflow = WorkflowNames.read(decoding, text);
      return workflow == null
          ? new StepBody.Broken(step.action().key().span())
          : new ControlBody.SubWorkflow(workflow, with);
    }
    if (text != null && text.value().indexOf('/') >= 0) {
      decoding.add(notATask(text));
      return new StepBody.Broken(step.action().key().span());
    }
    Located<String> name =
        text == null ? null : scalars.name(text, Names.Kind.DOTTED, "the name of a task");
    return name == null
        ? new StepBody.Broken(step.action().key().span())
        : new StepBody.Call(name, with);
  }

  /** What other systems fetch from somewhere has no name here that it could be meant to be. */
  private Diagnostic notATask(Located<String> uses) {
    return decoding
        .at(
            uses.span(),
            DiagnosticCode.BAD_NAME,
            "`" + uses.value() + "` cannot be the name of a task")
        .note("a task is called by the name under `tasks`, here or in a library: `library.task`")
        .help("a workflow is called as `workflow:namespace/name`");
  }

  /** A workflow runs no task itself; what holds for its run is in its own file. */
  private void refusePolicies(Raw step) {
    for (YamlNode.Entry entry : step.fields().entries()) {
      String key = entry.name();
      if (PolicyKeys.ALL.contains(key)) {
        boolean ofBlocks = key.equals("retry") || key.equals("timeout");
        decoding.add(
            decoding
                .at(
                    entry.key().span(),
                    DiagnosticCode.MISPLACED_KEY,
                    "`" + key + "` means nothing beside a call of a workflow")
                .help(
                    ofBlocks
                        ? "put the call into a block, `steps: [...]`, and the key beside it"
                        : "it belongs into the file of the workflow that is called"));
      }
    }
  }
}
