package dev.jobc.compiler.mutation;

import java.util.List;
import java.util.function.Function;

/**
 * A kind of mistake.
 *
 * @param title what somebody does, for the table
 * @param edits every place of a source where it can be done
 * @param blind why a compiler can't always see it; empty when it can
 * @param away why it is not always reported on its own line; empty when it is
 */
record Operator(String title, Function<Source, List<Edit>> edits, String blind, String away) {
  Operator(String title, Function<Source, List<Edit>> edits) {
    this(title, edits, "", "");
  }

  Operator(String title, Function<Source, List<Edit>> edits, String blind) {
    this(title, edits, blind, "");
  }

  /** The same mistake, which may be reported at another line, for that reason. */
  Operator mayLead(String elsewhere) {
    return new Operator(title, edits, blind, elsewhere);
  }
}
