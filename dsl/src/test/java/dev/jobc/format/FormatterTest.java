package dev.jobc.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.SourceFile;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatterTest {
  private static final String UGLY =
      """
      # yaml-language-server: $schema=x


      jobc:   v1
      name:  ugly
      inputs:
          day:     { type: date }
          regions: {type: "list<string>",default: [ eu,us ]}
          # about the next
          odd:   int


      steps:
      -   id: a   # trailing
          runtime: python
          run: |
              if x:
                  y = 1   # not a comment

              z
          # about a's end
      - id:    b
        command: echo
        args: ["${{ inputs.day }}",
               'b' ]
        description: long text
            that goes on#1
      # the end
      """;

  private static final String PRETTY =
      """
      # yaml-language-server: $schema=x

      jobc: v1
      name: ugly
      inputs:
        day:     { type: date }
        regions: { type: "list<string>", default: [eu, us] }
        # about the next
        odd: int

      steps:
        - id: a   # trailing
          runtime: python
          run: |
            if x:
                y = 1   # not a comment

            z
          # about a's end
        - id: b
          command: echo
          args: ["${{ inputs.day }}",
                 'b' ]
          description: long text
            that goes on#1
      # the end
      """;

  @Test
  void laysOutWithoutTouchingWhatIsSaid() {
    assertThat(format(UGLY)).isEqualTo(PRETTY);
    assertThat(format(PRETTY)).isEqualTo(PRETTY);
  }

  @Test
  void keepsLineEndings() {
    assertThat(format("jobc:  v1\r\nname: a\r\n\r\n\r\nsteps: []"))
        .isEqualTo("jobc: v1\r\nname: a\r\n\r\nsteps: []\r\n");
  }

  @Test
  void keepsWhatBlockScalarsHold() {
    String text =
        "a: |+\n    x\n\n\nb: |2\n    y\n      z\nc: >-\n      f\n\n      g\nd: |\n\n   h\n";
    assertThat(format(text))
        .isEqualTo("a: |+\n  x\n\n\nb: |2\n    y\n      z\nc: >-\n  f\n\n  g\nd: |\n\n  h\n");
  }

  @Test
  void keepsAliasesAndNestedLists() {
    String text = "a: &x [ 1 ]\nb: *x\nc:\n- - 1\n  - 2\n-   - *x\n-\n  d: 1\ne: {f:   *x }\n";
    String formatted = format(text);
    assertThat(formatted).contains("a: &x [ 1 ]\n").contains("\n  - - 1\n    - 2\n");
    assertThat(format(formatted)).isEqualTo(formatted);
  }

  @Test
  void laysOutAroundAliasesAndIndentationIndicators() {
    String ugly =
        "jobc:   v1\nsteps:\n- command: echo\n  args:\n    - &anc hey # anchored\n    - *anc\n"
            + "    - |2\n         three more\n\n      two\n    - end\n";
    assertThat(format(ugly))
        .isEqualTo(
            "jobc: v1\nsteps:\n  - command: echo\n    args:\n      - &anc hey  # anchored\n"
                + "      - *anc\n      - |2\n           three more\n\n        two\n      - end\n");
  }

  @Test
  void refusesWhatIsNotYaml() {
    Checked<String> checked = Formatter.format(new SourceFile("a.yaml", "a: [\n"));
    assertThat(checked.isOk()).isFalse();
    assertThat(checked.diagnostics()).isNotEmpty();
  }

  static Stream<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String root : List.of("src/test/golden", "../compiler/src/test/golden", "../samples")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        files.filter(f -> f.toString().endsWith(".yaml")).forEach(found::add);
      }
    }
    return found.stream();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void neverChangesTheValueAndIsDoneAtOnce(Path source) throws IOException {
    check(Files.readString(source));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void theSameWithOtherIndentationAndSpaces(Path source) throws IOException {
    Random random = new Random(source.toString().hashCode());
    for (int i = 0; i < 5; i++) {
      check(mangled(Files.readString(source), random));
    }
  }

  /** Doubles blanks, adds blank lines and trailing blanks; what it breaks is passed by. */
  private static String mangled(String text, Random random) {
    int factor = 1 + random.nextInt(3);
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      String content = line.stripLeading();
      out.append(" ".repeat((line.length() - content.length()) * factor)).append(content);
      out.append(" ".repeat(random.nextInt(3))).append("\n".repeat(1 + random.nextInt(2)));
    }
    return out.toString();
  }

  private static void check(String text) {
    SourceFile file = new SourceFile("a.yaml", text);
    Diagnostics diagnostics = new Diagnostics();
    YamlNode before = YamlReader.read(file, diagnostics);
    if (before == null || diagnostics.hasErrors()) {
      assertThat(Formatter.format(file).isOk()).isFalse();
      return;
    }
    String formatted = format(text);
    YamlNode after = YamlReader.read(new SourceFile("a.yaml", formatted), new Diagnostics());
    assertThat(after).isNotNull();
    assertThat(Formatter.shape(after)).isEqualTo(Formatter.shape(before));
    assertThat(format(formatted)).isEqualTo(formatted);
  }

  private static String format(String text) {
    return switch (Formatter.format(new SourceFile("a.yaml", text))) {
      case Checked.Ok<String> ok -> ok.value();
      case Checked.Failed<String> failed -> throw new AssertionError(failed.diagnostics());
    };
  }
}
