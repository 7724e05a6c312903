package dev.jobc.cli.view;

import dev.jobc.compiler.simulate.Simulation;
import dev.jobc.compiler.simulate.Simulation.Failure;
import dev.jobc.compiler.simulate.Simulation.Uncaught;
import dev.jobc.compiler.simulate.Target;
import dev.jobc.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a simulation has seen, for programs. */
public final class SimulationJson {
  private SimulationJson() {}

  public static Json of(Simulation.Report report) {
    Map<String, Json> coverage = new LinkedHashMap<>();
    for (Target.Kind kind : Target.Kind.values()) {
      List<Target> of = report.targets().stream().filter(t -> t.kind() == kind).toList();
      long reached = of.stream().filter(t -> report.reached().contains(t.key())).count();
      coverage.put(
          kind.word(), Json.object().put("reached", reached).put("of", (long) of.size()).build());
    }
    return Json.object()
        .put("workflow", report.plan().name())
        .put("seed", report.seed())
        .put("runs", (long) report.runs())
        .put("coverage", Json.object(coverage))
        .put("missed", Json.array(report.missed().stream().map(SimulationJson::missed).toList()))
        .put(
            "failures", Json.array(report.failures().stream().map(SimulationJson::failed).toList()))
        .put("uncaught", Json.array(report.uncaught().stream().map(SimulationJson::open).toList()))
        .build();
  }

  private static Json missed(Target target) {
    return Json.object()
        .put("kind", target.kind().word())
        .put("what", target.label())
        .put("source", target.source())
        .build();
  }

  private static Json failed(Failure failure) {
    return Json.object()
        .put("source", failure.error().source())
        .put("step", failure.error().step())
        .put("message", failure.error().message())
        .put("mock", mock(failure))
        .build();
  }

  private static Json open(Uncaught uncaught) {
    return Json.object()
        .put("source", uncaught.source())
        .put("step", uncaught.step())
        .put("errors", Json.strings(List.copyOf(uncaught.errors())))
        .build();
  }

  /** What {@code --mock} takes to see the failure again. */
  static Json mock(Failure failure) {
    return Json.object()
        .put("trigger", isUsual(failure.trigger()) ? null : failure.trigger())
        .put("inputs", failure.inputs())
        .put("steps", failure.steps())
        .build();
  }

  private static boolean isUsual(Json trigger) {
    return trigger instanceof Json.Obj told && Json.of("manual").equals(told.get("kind"));
  }
}
