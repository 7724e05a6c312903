package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.UNUSED_TASK;

import dev.jobc.diag.Diagnostics;
import dev.jobc.model.TaskDecl;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.util.HashSet;
import java.util.Set;

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
    YamlNode root = YamlReader.read(file.unit().doc().source(), new Diagnostics());
    Set<String> texts = new HashSet<>();
    if (root != null) {
      collect(root, texts);
    }
    for (TaskDecl task : file.unit().doc().tasks()) {
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
