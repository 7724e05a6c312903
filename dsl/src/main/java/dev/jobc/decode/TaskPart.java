package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.ControlBody;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import java.util.Set;

/** A task inside a control step: {@code uses} with its values, or a task written in place. */
final class TaskPart {
  private final Decoding decoding;
  private final StepKinds kinds;
  private final PolicyDecoder policies;

  TaskPart(Decoding decoding) {
    this.decoding = decoding;
    this.kinds = StepKinds.tasks(decoding);
    this.policies = new PolicyDecoder(decoding);
  }

  /** The task under a key. */
  StepDoc task(YamlNode.Entry entry) {
    if (entry.value() instanceof YamlNode.Mapping map) {
      return task(entry.name(), map, Set.of(), CodeKeys.Part.TABLE);
    }
    decoding.add(
        decoding
            .wrongKind(entry.key().span(), entry.name(), entry.value(), "a task")
            .help("write `" + entry.name() + ": { uses: name_of_a_task, with: { … } }`"));
    return step(new StepBody.Broken(entry.key().span()), entry.span());
  }

  /**
   * The task among the keys of a map.
   *
   * @param owner the key in front of it
   * @param others keys of the map that are not the task's
   * @param table all keys of the map
   */
  StepDoc task(String owner, YamlNode.Mapping map, Set<String> others, KeyTable table) {
    Fields all = Fields.of(decoding, map, table);
    List<YamlNode.Entry> own =
        map.entries().stream()
            .filter(entry -> table.known().contains(entry.name()))
            .filter(entry -> !others.contains(entry.name()))
            .toList();
    if (own.isEmpty()) {
      if (all.lacksAll(kinds.actions())) {
        decoding.add(
            decoding
                .at(all.anchor(), DiagnosticCode.NO_ACTION, "`" + owner + "` has no task")
                .help("add `uses`, or `runtime` and `run`"));
      }
      return step(new StepBody.Broken(all.anchor()), map.span());
    }
    Fields fields = Fields.of(decoding, new YamlNode.Mapping(own, map.span()), table);
    StepBody body = kinds.body(fields, fields.anchor(), "`" + owner + "`");
    if (body instanceof ControlBody.SubWorkflow call) {
      String message =
          "`" + call.uses().value() + "` is a workflow, and `" + owner + "` runs a task";
      decoding.add(
          decoding
              .at(call.uses().span(), DiagnosticCode.BAD_NAME, message)
              .help("call a workflow in a step of its own"));
      body = new StepBody.Broken(call.anchor());
    }
    return new StepDoc(
        null, List.of(), body, null, FlowDoc.NONE, policies.policy(fields), "", map.span());
  }

  private static StepDoc step(StepBody body, Span span) {
    return new StepDoc(null, List.of(), body, null, FlowDoc.NONE, PolicyDoc.NONE, "", span);
  }
}
