package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.UNUSED_TYPE;

import dev.jobc.model.WorkflowDoc.TypeDecl;
import java.util.regex.Pattern;

/** A type that its file, the only one that can, doesn't name again. */
final class UnusedTypes implements Lint {
  @Override
  public void check(LintedFile file) {
    String text = file.unit().doc().source().text();
    for (TypeDecl type : file.unit().doc().types()) {
      String name = type.name().value();
      long named =
          Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(text).results().count();
      if (named < 2) {
        file.problems()
            .report(
                file.problems()
                    .at(UNUSED_TYPE, type.name().span(), "type `" + name + "` is never used")
                    .help("use it, or remove it"));
      }
    }
  }
}
