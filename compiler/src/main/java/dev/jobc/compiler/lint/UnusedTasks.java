package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.UNUSED_TASK;

import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.diag.Diagnostics;
import dev.jobc.model.TaskDecl;
import dev.jobc.source.SourceFile;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task of a workflow's file that no file of the directory names. Tasks of a library are for
 * others. Every text in the file that could mean the task counts as a use.
 */
final class UnusedTasks implements Lint {
  /** Keys whose values are names of something else. */
  private static final Set<String> OTHER_NAMES =
      Set.of("id", "name", "as", "needs", "description", "run");

  @Override
  public void check(LintedFile file) {
    if (file.unit().doc().isLibrary() || file.unit().doc().tasks().isEmpty()) {
      return;
    }
    List<TaskDecl> left = new ArrayList<>(file.unit().doc().tasks());
    Set<TaskDecl> called = called(file.workflow());
    left.removeIf(called::contains);
    if (left.isEmpty()) {
      return;
    }
    Set<String> texts = texts(file.unit().doc().source());
    for (TaskDecl task : left) {
      String name = task.name().value();
      boolean used = texts.contains(name) || texts.stream().anyMatch(t -> t.endsWith("." + name));
      if (!used && !file.namedElsewhere().test(name)) {
        file.problems()
            .report(
                file.problems()
                    .at(UNUSED_TASK, task.name().span(), "task `" + name + "` is never used")
                    .help("call it with `uses: " + name + "`, or remove it"));
      }
    }
  }

  /** The tasks that steps call. */
  private static Set<TaskDecl> called(@Nullable TypedWorkflow workflow) {
    Set<TaskDecl> called = Collections.newSetFromMap(new IdentityHashMap<>());
    if (workflow != null) {
      workflow.resolved().calls().values().forEach(task -> called.add(task.decl()));
    }
    return called;
  }

  private static Set<String> texts(SourceFile source) {
    Set<String> texts = new HashSet<>();
    YamlNode root = YamlReader.read(source, new Diagnostics());
    if (root != null) {
      collect(root, texts);
    }
    return texts;
  }

  private static void collect(YamlNode node, Set<String> texts) {
    switch (node) {
      case YamlNode.Scalar scalar -> texts.add(scalar.text().value());
      case YamlNode.Sequence list -> list.items().forEach(item -> collect(item, texts));
      case YamlNode.Mapping map -> {
        for (YamlNode.Entry entry : map.entries()) {
          if (!OTHER_NAMES.contains(entry.name())) {
            collect(entry.value(), texts);
          }
        }
      }
    }
  }
}
