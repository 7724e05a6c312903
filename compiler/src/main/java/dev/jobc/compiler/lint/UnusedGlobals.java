package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.UNUSED_SECRET;
import static dev.jobc.diag.DiagnosticCode.UNUSED_VAR;

import dev.jobc.model.RunDoc;
import dev.jobc.source.Located;
import java.util.Set;

/** A secret or a named value of a workflow that no expression reads. */
final class UnusedGlobals implements Lint {
  @Override
  public void check(LintedFile file) {
    if (file.workflow() == null) {
      return;
    }
    Set<Located<String>> read = file.workflow().run().read();
    RunDoc doc = file.unit().doc().run();
    for (Located<String> secret : doc.secrets()) {
      if (!read.contains(secret)) {
        String message = "secret `" + secret.value() + "` is never used";
        file.problems()
            .report(
                file.problems()
                    .at(UNUSED_SECRET, secret.span(), message)
                    .note("a run gets every secret that is listed")
                    .help("read it as `${{ secrets." + secret.value() + " }}`, or remove it"));
      }
    }
    for (RunDoc.VarDoc value : doc.vars()) {
      String name = value.name().value();
      if (!read.contains(value.name())) {
        file.problems()
            .report(
                file.problems()
                    .at(UNUSED_VAR, value.name().span(), "`vars." + name + "` is never used")
                    .help("read it as `${{ vars." + name + " }}`, or remove it"));
      }
    }
  }
}
