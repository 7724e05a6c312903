package dev.jobc.compiler;

import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerTest {
  private static final String STEPS = "steps:\n  - command: \"true\"\n";

  @TempDir Path directory;

  @Test
  void compilesEveryWorkflowOfADirectoryAndPassesOtherYamlBy() throws IOException {
    write("a.yaml", "jobc: v1\nname: a\n" + STEPS);
    write("sub/b.yml", "jobc: v1\nname: b\n" + STEPS);
    write("docker-compose.yaml", "services: {}\n");
    write(".hidden/c.yaml", "jobc: v1\n");
    Checked<List<CompiledWorkflow>> all = Compiler.compileAll(directory, "dir");
    assertThat(all.diagnostics()).isEmpty();
    assertThat(((Checked.Ok<List<CompiledWorkflow>>) all).value())
        .extracting(workflow -> workflow.plan().name())
        .containsExactly("a", "b");
  }

  @Test
  void aDirectoryPassesNoFileByThatIsAnErrorByItself() throws IOException {
    String wrong = "name: wrong\nstep: []\n";
    write("bom.yaml", "\uFEFFjobc: v1\n" + wrong);
    write("deep/1/2/3/4/5/6/7/8/9/10/11/12/13/a.yaml", "jobc: v1\n" + wrong);
    write("fine.yaml", "jobc: v1\nname: fine\n" + STEPS);
    write("json.yaml", "{\n  \"name\": \"json\", \"jobc\": \"v1\", \"step\": [] }\n");
    write("large.yaml", "jobc: v1\n" + wrong + "# long\n".repeat(200_000));
    write("quoted.yaml", "\"jobc\": v1\nname: quoted\nstep: []\n");
    Files.write(directory.resolve("wide.yaml"), ("jobc: v1\n" + wrong).getBytes(UTF_16));
    assertThat(
            Compiler.compileAll(directory, ".").diagnostics().stream()
                .filter(found -> found.code() != DiagnosticCode.NOTHING_TO_COMPILE)
                .map(found -> found.code().code() + " " + found.place().file().path()))
        .containsExactlyInAnyOrder(
            "JC1001 bom.yaml",
            "JC1001 json.yaml",
            "JC0004 large.yaml",
            "JC1001 quoted.yaml",
            "JC0005 wide.yaml",
            "JC1001 deep/1/2/3/4/5/6/7/8/9/10/11/12/13/a.yaml");
  }

  @Test
  void reportsTheErrorsOfAllFiles() throws IOException {
    write("a.yaml", "jobc: v1\nname: a\nsteps:\n  - uses: nothing\n");
    write("b.yaml", "jobc: v1\nname: b\nstep: []\n");
    write("c.yaml", "jobc: v1\nname: c\n" + STEPS + "outputs: { x: \"${{ inputs.y }}\" }\n");
    assertThat(codes(Compiler.compileAll(directory, ".")))
        .contains("JC1001 @ b.yaml:3:1", "JC2102 @ c.yaml:5:27");
  }

  @Test
  void twoFilesOfADirectoryHaveDifferentNames() throws IOException {
    write("a.yaml", "jobc: v1\nname: same\n" + STEPS);
    write("b.yaml", "jobc: v1\nname: same\n" + STEPS);
    assertThat(codes(Compiler.compileAll(directory, "dir")))
        .containsExactly("JC2115 @ dir/b.yaml:2:7");
  }

  @Test
  void aTaskNameWithTwoMeaningsIsRefusedAndAFullNameIsNot() throws IOException {
    String library = "tasks: { go_on: { runtime: shell, run: \"true\" } }\n";
    write("one.yaml", "jobc: v1\nname: one\n" + library);
    write("two.yaml", "jobc: v1\nname: two\n" + library);
    Path plain = write("a.yaml", "jobc: v1\nname: a\nsteps:\n  - uses: go_on\n");
    Path full = write("b.yaml", "jobc: v1\nname: b\nsteps:\n  - uses: two.go_on\n");
    assertThat(codes(Compiler.compile(plain, "a.yaml"))).containsExactly("JC2111 @ a.yaml:4:11");
    assertThat(codes(Compiler.compile(full, "b.yaml"))).isEmpty();
  }

  @Test
  void mistakesInFilesThatAreNotUsedDoNotMatter() throws IOException {
    write("lib.yaml", "jobc: v1\nname: lib\ntasks: { t: { runtime: shell, run: \"true\" } }\n");
    write("bad.yaml", "jobc: v1\nname: bad\nsteps:\n  - uses: nothing\n");
    Path file = write("a.yaml", "jobc: v1\nname: a\nsteps:\n  - uses: t\n");
    assertThat(codes(Compiler.compile(file, "a.yaml"))).isEmpty();
  }

  @Test
  void mistakesInAUsedLibraryAreShownWhereTheyAre() throws IOException {
    write("lib.yaml", "jobc: v1\nname: lib\ntasks: { t: { runtime: python, file: x.py } }\n");
    Path file = write("a.yaml", "jobc: v1\nname: a\nsteps:\n  - uses: t\n");
    assertThat(codes(Compiler.compile(file, "some/a.yaml")))
        .containsExactly("JC3101 @ some/lib.yaml:3:38");
  }

  @Test
  void aLibraryCanBeCheckedButNotRun() throws IOException {
    Path file =
        write("lib.yaml", "jobc: v1\nname: lib\ntasks: { t: { runtime: shell, run: \"true\" } }\n");
    assertThat(codes(Compiler.compileAll(file, "lib.yaml"))).isEmpty();
    assertThat(codes(Compiler.compile(file, "lib.yaml"))).containsExactly("JC3105 @ lib.yaml:2:7");
  }

  @Test
  void aDirectoryWithoutWorkflowsIsAnError() {
    assertThat(codes(Compiler.compileAll(directory, "dir"))).containsExactly("JC3105 @ dir:1:1");
  }

  @Test
  void aMissingFileIsAnError() {
    assertThat(codes(Compiler.compile(directory.resolve("no.yaml"), "no.yaml")))
        .containsExactly("JC0001 @ no.yaml:1:1");
    assertThat(codes(Compiler.compileAll(directory.resolve("no"), "no")))
        .containsExactly("JC0001 @ no:1:1");
  }

  @Test
  void codeBehindALinkThatLeadsOutsideIsRefused(@TempDir Path elsewhere) throws IOException {
    Path secret = Files.writeString(elsewhere.resolve("secret.py"), "x = 1\n");
    Files.createSymbolicLink(directory.resolve("task.py"), secret);
    Path file = write("a.yaml", task("file: task.py"));
    assertThat(codes(Compiler.compile(file, "a.yaml"))).containsExactly("JC3102 @ a.yaml:5:35");
  }

  @Test
  void aLinkWithinTheDirectoryIsFollowed() throws IOException {
    write("real.py", "def t(): pass\n");
    Files.createSymbolicLink(directory.resolve("task.py"), Path.of("real.py"));
    Path file = write("a.yaml", task("file: task.py"));
    assertThat(codes(Compiler.compile(file, "a.yaml"))).isEmpty();
  }

  @Test
  void codeThatIsTooLargeIsRefused() throws IOException {
    Files.write(directory.resolve("task.py"), new byte[(16 << 20) + 1]);
    Path file = write("a.yaml", task("file: task.py"));
    assertThat(codes(Compiler.compile(file, "a.yaml"))).containsExactly("JC3103 @ a.yaml:5:35");
  }

  @Test
  void blobsHoldEveryFileOfEveryBundle() throws IOException {
    write("task.py", "def t(): pass\n");
    Path file = write("a.yaml", task("file: task.py"));
    Checked<CompiledWorkflow> compiled = Compiler.compile(file, "a.yaml");
    CompiledWorkflow workflow = ((Checked.Ok<CompiledWorkflow>) compiled).value();
    assertThat(workflow.plan().bundles().getFirst().files())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(workflow.blobs().get(entry.digest()))
                    .asString()
                    .isEqualTo("def t(): pass\n"));
  }

  private static String task(String code) {
    return "jobc: v1\nname: a\nsteps: [{ uses: t }]\ntasks:\n  t: { runtime: python,     "
        + code
        + " }\n";
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static List<String> codes(Checked<?> checked) {
    return checked.diagnostics().stream().map(CompilerTest::summary).toList();
  }

  private static String summary(Diagnostic diagnostic) {
    return diagnostic.code().code() + " @ " + diagnostic.place();
  }
}
