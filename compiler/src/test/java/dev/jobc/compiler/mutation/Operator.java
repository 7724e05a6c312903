package dev.jobc.compiler.mutation;

import java.util.List;
import java.util.function.Function;

/**
 * A kind of mistake.
 *
 * @param title what somebody does, for the table
 * @param edits every place of a source where it can be done
 * @param blind why a compiler can't always see it; empty when it can
 */
record Operator(String title, Function<Source, List<Edit>> edits, String blind) {
  Operator(String title, Function<Source, List<Edit>> edits) {
    this(title, edits, "");
  }
}
