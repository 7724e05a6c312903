package dev.jobc.compiler.types;

import dev.jobc.source.Located;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What holds for the runs of a workflow as a whole.
 *
 * @param policy its limits and checks
 * @param triggers what starts them
 * @param read the declarations of secrets and named values that expressions refer to
 */
public record TypedRun(TypedPolicy policy, List<TypedTrigger> triggers, Set<Located<String>> read) {
  public TypedRun {
    triggers = List.copyOf(triggers);
    read = Set.copyOf(read);
  }

  /** The programs of its checks and conditions. */
  public Stream<TypedTask> programs() {
    return Stream.concat(
        policy.programs(), triggers.stream().map(TypedTrigger::program).filter(Objects::nonNull));
  }
}
