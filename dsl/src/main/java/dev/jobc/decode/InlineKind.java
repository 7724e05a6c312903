package dev.jobc.decode;

import dev.jobc.model.StepBody;
import java.util.List;
import java.util.Set;

/** A task written in place: {@code runtime} with its code, or {@code command}. */
final class InlineKind implements StepKind {
  private static final Set<String> COMPANIONS =
      PolicyKeys.and(
          "runtime",
          "args",
          "stdin",
          "env",
          "capture",
          "exitCodes",
          "shell",
          "requirements",
          "packages",
          "files",
          "with",
          "outputs",
          "errors",
          "compensate");

  private final CodeDecoder codes;
  private final ValueDecoder values;
  private final DeclarationDecoder declarations;

  InlineKind(Decoding decoding) {
    this.codes = new CodeDecoder(decoding);
    this.values = new ValueDecoder(decoding);
    this.declarations = new DeclarationDecoder(decoding);
  }

  @Override
  public List<String> actions() {
    return CodeDecoder.ENTRIES;
  }

  @Override
  public Set<String> companions() {
    return COMPANIONS;
  }

  @Override
  public String advice(String owner) {
    return "put the step into a block, `steps: [...]`, and the key beside it";
  }

  @Override
  public StepBody decode(Raw step) {
    Fields fields = step.fields();
    return new StepBody.Inline(
        codes.code(fields, step.owner(), step.anchor()),
        values.with(fields.get("with")),
        declarations.outputs(fields.get("outputs")),
        declarations.errors(fields.get("errors")));
  }
}
