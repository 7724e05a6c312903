package dev.jobc.compiler.types;

import dev.jobc.source.Located;
import java.util.Set;

/**
 * What holds for the runs of a workflow as a whole.
 *
 * @param policy its limits and checks
 * @param read the declarations of secrets and named values that expressions refer to
 */
public record TypedRun(TypedPolicy policy, Set<Located<String>> read) {
  public TypedRun {
    read = Set.copyOf(read);
  }
}
