package dev.jobc.compiler.lower;

import dev.jobc.plan.TaskSpec.Entry;
import java.util.List;

/** Where a task's code is, and the files that hold it. */
record Packed(Entry entry, List<CodeFile> files) {
  Packed {
    files = List.copyOf(files);
  }
}
