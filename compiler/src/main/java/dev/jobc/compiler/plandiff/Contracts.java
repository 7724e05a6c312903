package dev.jobc.compiler.plandiff;

import dev.jobc.input.ConstraintsJson;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Compares inputs and outputs of two workflows as their callers do. */
final class Contracts {
  private final List<ContractChange> changes = new ArrayList<>();

  private Contracts() {}

  /** Breaking changes first. */
  static List<ContractChange> changes(Plan before, Plan after) {
    Contracts contracts = new Contracts();
    contracts.inputs(before, after);
    contracts.outputs(before, after);
    contracts.changes.sort(Comparator.comparing(change -> !change.breaking()));
    return contracts.changes;
  }

  private void inputs(Plan before, Plan after) {
    Map<String, Plan.Input> old = new LinkedHashMap<>();
    before.inputs().forEach(input -> old.put(input.name(), input));
    for (Plan.Input input : after.inputs()) {
      Plan.Input was = old.remove(input.name());
      if (was == null) {
        boolean required = isRequired(input);
        add(required, "input `%s` is new and %s", input.name(), required ? "required" : "optional");
      } else {
        input(was, input);
      }
    }
    old.keySet().forEach(name -> add(true, "input `%s` was removed", name));
  }

  private void input(Plan.Input was, Plan.Input is) {
    if (!was.type().equals(is.type())) {
      boolean wider = is.type().equals(was.type().optional());
      retyped(!wider, "input", is.name(), was.type(), is.type());
    }
    if (isRequired(is) != isRequired(was)) {
      add(
          isRequired(is),
          "input `%s` is %s now",
          is.name(),
          isRequired(is) ? "required" : "optional");
    } else if (!Objects.equals(is.defaultValue(), was.defaultValue())) {
      add(false, "input `%s` has another default", is.name());
    }
    constraints(was, is);
    if (!is.description().equals(was.description())) {
      add(false, "input `%s` has another description", is.name());
    }
  }

  private void constraints(Plan.Input was, Plan.Input is) {
    if (is.constraints().equals(was.constraints())) {
      return;
    }
    boolean sameValues = is.type().required().equals(was.type().required());
    boolean breaking =
        sameValues
            ? Narrower.than(was.constraints(), is.constraints(), is.type())
            : ConstraintsJson.write(is.constraints()) != null;
    add(breaking, "input `%s` has other constraints", is.name());
  }

  private void outputs(Plan before, Plan after) {
    Map<String, Plan.Output> old = new LinkedHashMap<>();
    before.outputs().forEach(output -> old.put(output.name(), output));
    for (Plan.Output output : after.outputs()) {
      Plan.Output was = old.remove(output.name());
      if (was == null) {
        add(false, "output `%s` is new", output.name());
      } else if (!was.type().equals(output.type())) {
        boolean narrower = was.type().equals(output.type().optional());
        retyped(!narrower, "output", output.name(), was.type(), output.type());
      }
    }
    old.keySet().forEach(name -> add(true, "output `%s` was removed", name));
  }

  private void retyped(boolean breaking, String what, String name, Type was, Type is) {
    if (was.toString().equals(is.toString())) {
      add(breaking, "%s `%s` is another %s", what, name, is);
    } else {
      add(breaking, "%s `%s` is %s, was %s", what, name, is, was);
    }
  }

  private static boolean isRequired(Plan.Input input) {
    return input.defaultValue() == null && !(input.type() instanceof Type.Optional);
  }

  private void add(boolean breaking, String form, Object... values) {
    changes.add(new ContractChange(breaking, String.format(Locale.ROOT, form, values)));
  }
}
