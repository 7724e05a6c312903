package dev.jobc.compiler.simulate;

import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.source.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The test cases of a workflow. */
public record TestFile(Plan plan, List<Case> cases) {
  public TestFile {
    cases = List.copyOf(cases);
  }

  /** A run and what is expected of it. */
  public record Case(
      String name,
      Place place,
      Start start,
      Map<String, Json> inputs,
      Mocks mocks,
      Expected expected) {
    public Case {
      inputs = new LinkedHashMap<>(inputs);
    }
  }

  /** A value that is expected, and where that is written. */
  public record Wanted<T>(T value, Place place) {}

  /**
   * What is expected; null or empty where nothing is said.
   *
   * @param state {@code succeeded} or {@code failed}
   * @param path the steps that do something, in the order in which they begin
   */
  public record Expected(
      @Nullable Wanted<String> state,
      @Nullable Wanted<List<String>> path,
      Map<String, Wanted<String>> steps,
      Map<String, Wanted<Json>> outputs,
      Map<String, Wanted<String>> error) {
    static final Expected NOTHING = new Expected(null, null, Map.of(), Map.of(), Map.of());
  }
}
