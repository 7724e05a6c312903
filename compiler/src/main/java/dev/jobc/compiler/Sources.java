package dev.jobc.compiler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.jobc.compiler.resolve.Unit;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostics;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.ControlBody;
import dev.jobc.model.RequireDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.model.TaskDecl;
import dev.jobc.model.WorkflowDoc;
import dev.jobc.model.WorkflowName;
import dev.jobc.reader.WorkflowReader;
import dev.jobc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds and reads the files that are compiled together: those of one directory. */
final class Sources {
  private static final Set<String> PASSED_BY = Set.of("node_modules", "target", "vendor");

  private Sources() {}

  /**
   * Reads a file; null when nothing could be made out of it.
   *
   * @param texts what to read instead, by the path that is shown
   */
  static @Nullable Unit read(
      Path file, String shown, Map<String, String> texts, Diagnostics diagnostics) {
    String text = texts.get(shown);
    Checked<WorkflowDoc> read =
        text == null
            ? WorkflowReader.read(file, shown)
            : WorkflowReader.read(new SourceFile(shown, text));
    diagnostics.addAll(read.diagnostics());
    WorkflowDoc doc =
        switch (read) {
          case Checked.Ok<WorkflowDoc> ok -> ok.value();
          case Checked.Failed<WorkflowDoc> failed -> failed.partial();
        };
    return doc == null ? null : new Unit(doc, directoryOf(file));
  }

  static Path directoryOf(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    return parent == null ? file.toAbsolutePath().getRoot() : parent;
  }

  /** The workflow files directly in a directory, sorted by name. */
  static List<Path> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Sources::isYaml).filter(WorkflowReader::isWorkflow).sorted().toList();
    }
  }

  /** A directory and those below it that hold workflows, sorted; hidden ones are passed by. */
  static List<Path> directories(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    walk(root, found);
    return found;
  }

  private static void walk(Path directory, List<Path> found) throws IOException {
    found.add(directory);
    List<Path> children;
    try (Stream<Path> entries = Files.list(directory)) {
      children = entries.filter(Sources::isVisited).sorted().toList();
    }
    for (Path child : children) {
      walk(child, found);
    }
  }

  private static boolean isVisited(Path path) {
    String name = String.valueOf(path.getFileName());
    return !name.startsWith(".")
        && !PASSED_BY.contains(name)
        && Files.isReadable(path)
        && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isYaml(Path path) {
    String name = String.valueOf(path.getFileName());
    return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(path);
  }

  /** Whether another workflow file of the same directory says a word, whatever it means there. */
  static boolean isNamedBeside(Unit unit, String word) {
    String own = unit.doc().source().path();
    String name = own.substring(own.lastIndexOf('/') + 1);
    Pattern pattern = Pattern.compile("\\b" + Pattern.quote(word) + "\\b");
    try {
      for (Path file : in(unit.directory())) {
        boolean other = !String.valueOf(file.getFileName()).equals(name);
        if (other && pattern.matcher(Files.readString(file, ISO_8859_1)).find()) {
          return true;
        }
      }
    } catch (IOException e) {
      return true; // better silent than wrong
    }
    return false;
  }

  /** The names of the tasks a file uses in its steps. */
  static Set<String> uses(WorkflowDoc doc) {
    Set<String> uses = new TreeSet<>();
    blocks(doc).forEach(block -> collect(block, uses));
    return uses;
  }

  /** The names of the tasks that a file or its tasks require, and those that its tasks may call. */
  static Set<String> required(WorkflowDoc doc) {
    Set<String> names = new TreeSet<>();
    for (RequireDoc entry : requires(doc)) {
      if (entry instanceof RequireDoc.OfTask task) {
        names.add(task.name().value());
      }
    }
    for (TaskDecl task : doc.tasks()) {
      if (task.spawn() != null) {
        task.spawn().allow().forEach(name -> names.add(name.value()));
      }
    }
    return names;
  }

  /** The names of the workflows a file calls or requires. */
  static List<WorkflowName> workflows(WorkflowDoc doc) {
    List<WorkflowName> names = new ArrayList<>();
    blocks(doc).forEach(block -> calls(block, names));
    for (RequireDoc entry : requires(doc)) {
      if (entry instanceof RequireDoc.OfWorkflow workflow) {
        names.add(workflow.name().value());
      }
    }
    return names;
  }

  private static List<RequireDoc> requires(WorkflowDoc doc) {
    List<RequireDoc> entries = new ArrayList<>(doc.requires());
    doc.tasks().forEach(task -> entries.addAll(task.requires()));
    return entries;
  }

  private static List<BlockDoc> blocks(WorkflowDoc doc) {
    List<BlockDoc> blocks = new ArrayList<>();
    if (doc.steps() != null) {
      blocks.add(doc.steps());
    }
    doc.handlers().parts().forEach(part -> blocks.add(part.block()));
    return blocks;
  }

  private static void calls(BlockDoc block, List<WorkflowName> names) {
    for (StepDoc step : block.steps()) {
      if (step.body() instanceof ControlBody.SubWorkflow call) {
        names.add(call.uses().value());
      }
      step.parts().forEach(part -> calls(part.block(), names));
    }
  }

  private static void collect(BlockDoc block, Set<String> uses) {
    for (StepDoc step : block.steps()) {
      if (step.body() instanceof StepBody.Call call) {
        uses.add(call.uses().value());
      }
      step.parts().forEach(part -> collect(part.block(), uses));
    }
  }
}
