package dev.jobc.plan;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;

/** The JSON form of the nodes that control others. */
final class ControlJson {
  private ControlJson() {}

  static Json write(Control node) {
    return switch (node) {
      case Flow flow -> FlowJson.write(flow);
      case Repeat repeat -> RepeatJson.write(repeat);
      case Fan fan -> FanJson.write(fan);
      case Pause pause -> PauseJson.write(pause);
      case SubWorkflow call -> SubWorkflowJson.write(call);
    };
  }

  static Control read(String kind, Head head, JsonReader in) {
    return switch (kind) {
      case "block" -> FlowJson.readBlock(head, in);
      case "switch" -> FlowJson.readSwitch(head, in);
      case "fail" -> FlowJson.readFail(head, in);
      case "return" -> FlowJson.readReturn(head, in);
      case "loop" -> RepeatJson.readLoop(head, in);
      case "poll" -> RepeatJson.readPoll(head, in);
      case "race" -> FanJson.readRace(head, in);
      case "mapReduce" -> FanJson.readMapReduce(head, in);
      case "spawn" -> FanJson.readSpawn(head, in);
      case "wait" -> PauseJson.readWait(head, in);
      case "waitFor" -> PauseJson.readWaitFor(head, in);
      case "approval" -> PauseJson.readApproval(head, in);
      case "workflow" -> SubWorkflowJson.read(head, in);
      default -> throw new JsonException("no node is of the kind `" + kind + "`");
    };
  }
}
