package dev.jobc.compiler.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.diag.Checked;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import dev.jobc.reference.Body;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.Reply;
import dev.jobc.reference.StepRun;
import dev.jobc.reference.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A workflow written in a test, run by the interpreter. Every task succeeds after a second without
 * outputs unless the test says otherwise, by {@code step}, {@code step[item]} or {@code
 * step#attempt}.
 */
final class Played implements World {
  /** What a workflow begins with when its name says nothing. */
  static final String HEAD = "jobc: v1\nname: t\n";

  private final Plan plan;
  private final Map<String, Reply> replies = new HashMap<>();
  private final Map<String, Json> inputs = new HashMap<>();
  final List<String> asked = new ArrayList<>();

  private Played(Plan plan) {
    this.plan = plan;
  }

  static Played of(String yaml) {
    return new Played(plan(yaml));
  }

  static Plan plan(String yaml) {
    try {
      Path directory = Files.createTempDirectory("played");
      Path file = directory.resolve("w.yaml");
      Files.writeString(file, yaml);
      Checked<CompiledWorkflow> compiled = Compiler.compile(file, "w.yaml");
      Files.delete(file);
      Files.delete(directory);
      assertThat(compiled).as("%s", compiled.diagnostics()).isInstanceOf(Checked.Ok.class);
      return ((Checked.Ok<CompiledWorkflow>) compiled).value().plan();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Played input(String name, Object json) {
    inputs.put(name, JsonText.parse(String.valueOf(json)));
    return this;
  }

  Played gives(String step, String json) {
    return gives(step, json, 1000);
  }

  Played gives(String step, String json, long took) {
    replies.put(step, Reply.of(new Reply.Success((Json.Obj) JsonText.parse(json)), took));
    return this;
  }

  Played fails(String step, String error) {
    return fails(step, error, 1000);
  }

  Played fails(String step, String error, long took) {
    replies.put(step, Reply.of(new Reply.Failure(error, error + " of " + step), took));
    return this;
  }

  Played replies(String step, Reply reply) {
    replies.put(step, reply);
    return this;
  }

  /** The name of the error that a run has ended with. */
  static String error(Interpreter.Run run) {
    return Objects.requireNonNull(run.error()).name();
  }

  Interpreter.Run run() {
    return Interpreter.run(plan, inputs, this);
  }

  /** {@code id: state} of everything, in order; instances by their numbers. */
  static Map<String, String> states(Interpreter.Run run) {
    Map<String, String> states = new LinkedHashMap<>();
    run.root().bodies().forEach(body -> collect(body, List.of(), states));
    return states;
  }

  private static void collect(Body body, List<Long> items, Map<String, String> states) {
    List<Long> inside = new ArrayList<>(items);
    if (body.ordinal() >= 0) {
      inside.add(body.ordinal());
    }
    for (StepRun step : body.steps()) {
      StringBuilder name = new StringBuilder(step.node().id());
      inside.forEach(i -> name.append('[').append(i).append(']'));
      states.put(name.toString(), step.state().word());
      step.bodies().forEach(inner -> collect(inner, inside, states));
    }
  }

  private Reply reply(Asker asker) {
    asked.add(asker.label() + (asker.attempt() > 1 ? "#" + asker.attempt() : ""));
    Reply usual = Reply.of(new Reply.Success(Json.object().build()), 1000);
    Reply ofStep = replies.getOrDefault(asker.step(), usual);
    Reply ofItem = replies.getOrDefault(asker.label(), ofStep);
    return replies.getOrDefault(asker.label() + "#" + asker.attempt(), ofItem);
  }

  @Override
  public Reply task(Asker asker, TaskSpec task, Json.Obj given) {
    return reply(asker);
  }

  @Override
  public boolean check(Asker asker, int number) {
    return !replies.containsKey("check " + asker.step());
  }

  @Override
  public Reply signal(Asker asker, Pause.WaitFor wait) {
    return reply(asker);
  }

  @Override
  public Reply approval(Asker asker, Pause.Approval approval, String prompt) {
    return reply(asker);
  }

  @Override
  public Reply workflow(Asker asker, SubWorkflow call, Json.Obj given) {
    return reply(asker);
  }

  @Override
  public Json fact(String name) {
    return Json.of(name.equals("startedAt") ? "2026-01-01T00:00:00Z" : name);
  }
}
