package dev.jobc.compiler.types.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.Compiler;
import dev.jobc.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts written in expressions where an enum is wanted. */
class EnumTextsTest {
  @TempDir Path directory;

  private List<Diagnostic> check(String name, String value) throws IOException {
    String text =
        """
        jobc: v1
        name: deploys
        types:
          Env: { enum: [dev, staging, prod] }
        inputs: { ref: string, env: "Env?", envs: "list<Env>", last: bool }
        tasks:
          deploy:
            runtime: python
            inputs: { one: "Env?", some: "list<Env>?", many: "{ env: Env, size: float, note: string? }?" }
            run: pass
        steps:
          - uses: deploy
            with: { %s: "${{ %s }}" }
          - { command: echo, if: "inputs.last && inputs.ref == 'x' && inputs.env == null && size(inputs.envs) > 0" }
        """
            .formatted(name, value);
    Path file = Files.writeString(directory.resolve("deploys.yaml"), text);
    return Compiler.compile(file, "deploys.yaml").diagnostics();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "one | 'prod'",
        "one | inputs.ref == 'main' ? 'prod' : 'staging'",
        "one | inputs.ref == 'main' ? 'prod' : inputs.last ? 'dev' : 'staging'",
        "one | inputs.last ? 'prod' : inputs.env",
        "one | inputs.env ?? 'staging'",
        "one | inputs.env ?? (inputs.last ? 'prod' : 'dev')",
        "one | (inputs.last ? inputs.envs[0] : null) ?? 'prod'",
        "some | ['prod', 'dev']",
        "some | [inputs.env ?? 'dev', 'prod']",
        "some | [inputs.last ? 'prod' : 'dev']",
        "some | inputs.last ? ['prod'] : ['dev']",
        "some | inputs.last ? ['prod'] : inputs.envs",
        "many | {'env': 'prod', 'size': 0.1}",
        "many | {'env': inputs.env ?? 'dev', 'size': 0.1, 'note': inputs.ref}"
      })
  void areValuesOfIt(String name, String value) throws IOException {
    assertThat(check(name, value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one | inputs.ref",
        "one | inputs.last ? 'prod' : inputs.ref",
        "one | inputs.env ?? inputs.ref",
        "one | 'prod' + inputs.ref",
        "one | 'prodd'",
        "one | inputs.env ?? 'prodd'",
        "some | ['prod', inputs.ref]",
        "some | ['prod', 'prodd']",
        "many | {'env': 'prodd', 'size': 0.1}",
        "many | {'env': inputs.ref, 'size': 0.1}",
        "many | {'env': 'prod', 'size': 0.1, 'more': 1}",
        "many | {'env': 'prod'}"
      })
  void othersAreNone(String example) throws IOException {
    String[] parts = example.split(" \\| ");
    assertThat(check(parts[0], parts[1]))
        .singleElement()
        .satisfies(d -> assertThat(d.code().code()).isEqualTo("JC2201"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'prodd' | did you mean `prod`",
        "inputs.last ? 'prod' : 'stagging' | did you mean `staging`",
        "inputs.ref | .as(Env)"
      })
  void theErrorSaysWhatToWrite(String value, String advice) throws IOException {
    assertThat(check("one", value)).singleElement().asString().contains(advice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "inputs.env in ['prod', 'stagging'] ? 'dev' : 'prod' | did you mean `staging`",
        "inputs.env in ['a long way off'] ? 'dev' : 'prod' | its values are dev, staging, prod"
      })
  void listsThatAreSearchedHaveValuesOfIt(String value, String advice) throws IOException {
    assertThat(check("one", value)).singleElement().asString().contains(advice);
  }
}
