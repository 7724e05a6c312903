package dev.jobc.compiler.lower;

import dev.jobc.plan.TaskSpec.Dependencies;
import dev.jobc.plan.TaskSpec.Entry;
import java.util.List;
import java.util.stream.Stream;

/** Where a task's code is, and the files that hold it. */
record Packed(Entry entry, List<CodeFile> files, Dependencies dependencies) {
  Packed {
    files = List.copyOf(files);
  }

  /** Code that needs nothing beside it. */
  Packed(Entry entry, List<CodeFile> files) {
    this(entry, files, Dependencies.NONE);
  }

  /** The same with more files and with what must be installed. */
  Packed with(List<CodeFile> more, Dependencies needed) {
    return new Packed(entry, Stream.concat(files.stream(), more.stream()).toList(), needed);
  }
}
