package dev.jobc.compiler.simulate;

import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.State;
import dev.jobc.reference.StepError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan again and again, each time another way, until everything it can come to was seen or
 * the runs are used up. The same setting gives the same runs.
 *
 * <p>First one thing differs from the ordinary at a time: an input, what one step does. Then runs
 * that reached something new are varied further, by one more difference or by noise everywhere.
 */
public final class Simulation {
  private static final String START = "trigger";
  private static final int[] NOISES = {0, 10, 30, 60};

  private final Setting setting;
  private final Options options;
  private final Map<String, Target> targets;
  private final Set<String> reached = new LinkedHashSet<>();
  private final List<Script> fruitful = new ArrayList<>();
  private final Map<String, Failure> failures = new LinkedHashMap<>();
  private final Map<String, Uncaught> uncaught = new TreeMap<>();
  private int runs;
  private long draws;

  private Simulation(Setting setting) {
    this.setting = setting;
    this.options = Options.of(setting.plan(), setting.library());
    this.targets = Targets.of(setting.plan());
  }

  /**
   * What is simulated.
   *
   * @param start null for any
   * @param library plans of other workflows, by {@code namespace/name}
   * @param inputs values that stay as they are
   * @param mocks steps that do what is said
   * @param runs at most so many, at least 1
   */
  public record Setting(
      Plan plan,
      Map<String, Plan> library,
      @Nullable Start start,
      Map<String, Json> inputs,
      Mocks mocks,
      long seed,
      int runs) {}

  /**
   * An expression that fails at run time.
   *
   * @param trigger what started the run
   * @param inputs with which it does; three stars stand for secrets
   * @param steps what steps do then, as a mock file says it
   */
  public record Failure(StepError error, Json trigger, Json inputs, Json steps) {}

  /** An error that ends the run, and the step that raises it. */
  public record Uncaught(String step, String source, Set<String> errors) {}

  /**
   * What was seen.
   *
   * @param unset inputs for which no value was found that keeps their constraints
   */
  public record Report(
      Plan plan,
      long seed,
      int runs,
      List<Target> targets,
      Set<String> reached,
      List<Failure> failures,
      List<Uncaught> uncaught,
      List<String> unset) {

    public List<Target> missed() {
      return targets.stream().filter(target -> !reached.contains(target.key())).toList();
    }
  }

  public static Report of(Setting setting) {
    Simulation simulation = new Simulation(setting);
    List<String> unset = simulation.unset();
    if (unset.isEmpty()) {
      simulation.oneByOne();
      simulation.search();
    }
    return simulation.report(unset);
  }

  private List<String> unset() {
    List<String> unset = new ArrayList<>();
    for (Plan.Input input : setting.plan().inputs()) {
      boolean open =
          input.defaultValue() == null
              && !input.type().isOptional()
              && options.starts().getFirst().byHand()
              && !setting.inputs().containsKey(input.name());
      if (open && options.inputs().getOrDefault(input.name(), List.of()).isEmpty()) {
        unset.add(input.name());
      }
    }
    return unset;
  }

  private void oneByOne() {
    run(Script.ORDINARY);
    each(START, setting.start() == null ? options.starts().size() : 1);
    options.inputs().forEach((name, values) -> each("inputs." + name, values.size()));
    options.steps().forEach((name, outcomes) -> each(name, outcomes.size()));
  }

  private void each(String what, int count) {
    for (int option = 0; option < count; option++) {
      run(Script.ORDINARY.with(what, option));
    }
  }

  /** Also when all is reached: expressions may still fail. */
  private void search() {
    while (runs < setting.runs()) {
      Script base = fruitful.get(draw(fruitful.size()));
      int noise = NOISES[draw(NOISES.length)];
      Script varied = vary(base);
      run(noise == 0 ? vary(varied) : varied.noisy(noise, draws));
    }
  }

  private Script vary(Script script) {
    int inputs = options.inputs().size();
    int which = draw(1 + inputs + options.steps().size()) - 1;
    if (which < 0) {
      return script.with(START, draw(options.starts().size()));
    }
    if (which < inputs) {
      String name = List.copyOf(options.inputs().keySet()).get(which);
      int values = options.inputs().getOrDefault(name, List.of()).size();
      return script.with("inputs." + name, draw(Math.max(1, values)));
    }
    String step = List.copyOf(options.steps().keySet()).get(which - inputs);
    return script.with(step, draw(options.steps().getOrDefault(step, List.of()).size()));
  }

  private int draw(int bound) {
    return (int) Math.floorMod(Script.mix(setting.seed() * 31 + draws++), (long) bound);
  }

  private void run(Script script) {
    if (runs >= setting.runs()) {
      return;
    }
    runs++;
    Start start = start(script);
    ScriptedWorld world = new ScriptedWorld(setting, options, script, start);
    Map<String, Json> inputs = inputs(script, start);
    Interpreter.Run run = Interpreter.run(setting.plan(), inputs, world);
    Reached seen = Reached.of(setting.plan(), run);
    if (reached.addAll(seen.keys()) || fruitful.isEmpty()) {
      fruitful.add(script);
    }
    for (StepError error : seen.failures()) {
      failures.putIfAbsent(
          error.source() + error.message().replaceAll("-?\\d+", "#"),
          new Failure(error, start.told(), setting.plan().shown(inputs), world.said()));
    }
    StepError error = run.error();
    if (run.state() == State.FAILED && error != null) {
      uncaught
          .computeIfAbsent(
              error.source() + error.step(),
              key -> new Uncaught(error.step(), error.source(), new TreeSet<>()))
          .errors()
          .add(error.name());
    }
  }

  private Start start(Script script) {
    Start given = setting.start();
    return given == null
        ? options.starts().get(script.choose(START, START, options.starts().size()))
        : given;
  }

  /** Only who starts a run by hand chooses; other triggers give what they give. */
  private Map<String, Json> inputs(Script script, Start start) {
    Map<String, Json> inputs = new LinkedHashMap<>();
    for (Plan.Input input : setting.plan().inputs()) {
      String who = "inputs." + input.name();
      List<Json> values = options.inputs().getOrDefault(input.name(), List.of());
      Json given = setting.inputs().get(input.name());
      boolean usual = input.defaultValue() != null && !script.forced().containsKey(who);
      if (given != null) {
        inputs.put(input.name(), given);
      } else if (start.byHand() && !usual && !values.isEmpty()) {
        inputs.put(input.name(), values.get(script.choose(who, who, values.size())));
      }
    }
    return inputs;
  }

  private Report report(List<String> unset) {
    return new Report(
        setting.plan(),
        setting.seed(),
        runs,
        List.copyOf(targets.values()),
        reached,
        List.copyOf(failures.values()),
        List.copyOf(uncaught.values()),
        unset);
  }
}
