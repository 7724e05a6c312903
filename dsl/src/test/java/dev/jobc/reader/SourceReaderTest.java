package dev.jobc.reader;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceReaderTest {
  @TempDir Path directory;

  @Test
  void readsTextAndDropsTheByteOrderMark() throws IOException {
    Path file = directory.resolve("a.yaml");
    Files.write(file, "\uFEFFjobc: v1 # 😀\r\n".getBytes(UTF_8));
    assertThat(SourceReader.read(file, "a.yaml")).isInstanceOf(Checked.Ok.class);
    assertThat(text(SourceReader.read(file, "a.yaml"))).isEqualTo("jobc: v1 # 😀\r\n");
  }

  @Test
  void namesAMissingFileADirectoryAndAFileThatIsNoDirectory() throws IOException {
    Files.writeString(directory.resolve("file"), "");
    assertThat(error(SourceReader.read(directory.resolve("no.yaml"), "no.yaml")))
        .returns(DiagnosticCode.FILE_NOT_FOUND, Diagnostic::code)
        .returns("there is no file `no.yaml`", Diagnostic::message);
    assertThat(error(SourceReader.read(directory, "flows")).code())
        .isEqualTo(DiagnosticCode.NOT_A_FILE);
    assertThat(error(SourceReader.read(directory.resolve("file/x.yaml"), "file/x.yaml")))
        .returns(DiagnosticCode.UNREADABLE_FILE, Diagnostic::code)
        .returns("the file `file/x.yaml` cannot be read: not a directory", Diagnostic::message);
  }

  @Test
  void placesTheFirstByteThatIsNotUtf8() {
    byte[] bytes = "jobc: v1\nname: 😀x".getBytes(UTF_8);
    bytes[bytes.length - 1] = (byte) 0xC3;
    Diagnostic error = error(SourceReader.decode(bytes, "a.yaml"));
    assertThat(error.code()).isEqualTo(DiagnosticCode.INVALID_UTF8);
    assertThat(error.message()).isEqualTo("the file is not UTF-8: byte 19 is 0xc3");
    assertThat(error.place()).hasToString("a.yaml:2:8");
  }

  @Test
  void recognisesUtf16() {
    Diagnostic error = error(SourceReader.decode("jobc: v1".getBytes(UTF_16), "a.yaml"));
    assertThat(error.helps()).containsExactly("it looks like UTF-16: save it as UTF-8");
  }

  @Test
  void refusesCharactersThatCannotBeSeen() {
    for (String bad : new String[] {"\0", "\u001b", "\u007f", "\u0090", "\u202e", "\uFEFF"}) {
      Diagnostic error = error(SourceReader.decode(("a: b" + bad).getBytes(UTF_8), "a.yaml"));
      assertThat(error.code()).isEqualTo(DiagnosticCode.FORBIDDEN_CHARACTER);
      assertThat(error.place().text()).isEqualTo(bad);
    }
  }

  @Test
  void takesExactlyOneMebibyte() {
    byte[] bytes = "#".repeat(SourceReader.MAX_SIZE).getBytes(UTF_8);
    assertThat(SourceReader.decode(bytes, "a.yaml").isOk()).isTrue();
    byte[] more = "#".repeat(SourceReader.MAX_SIZE + 1).getBytes(UTF_8);
    assertThat(error(SourceReader.decode(more, "a.yaml")).code())
        .isEqualTo(DiagnosticCode.FILE_TOO_LARGE);
  }

  @Test
  void saysThatAnEmptyFileIsEmpty() throws IOException {
    for (String empty : new String[] {"", "\n\n", "# only a comment\n", "---\n", "~"}) {
      Path file = directory.resolve("empty.yaml");
      Files.writeString(file, empty);
      assertThat(WorkflowReader.read(file, "empty.yaml").diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly(DiagnosticCode.EMPTY_FILE);
    }
  }

  @Test
  void tellsItsOwnFilesFromOtherYaml() {
    assertThat(WorkflowReader.isWorkflow(new SourceFile("a", "# x\r\njobc : v1"))).isTrue();
    assertThat(WorkflowReader.isWorkflow(new SourceFile("a", "services: { jobc: v1 }"))).isFalse();
    assertThat(WorkflowReader.isWorkflow(new SourceFile("a", "jobcx: 1\n jobc: v1"))).isFalse();
    for (String ours :
        List.of(
            "\uFEFFjobc: v1",
            "\"jobc\": v1",
            "name: a\n'jobc' : v1",
            "%YAML 1.2\n--- # a\n\n  name: a\n  jobc: v1",
            "{\"name\": \"a {\", \"tasks\": {}, \"jobc\": \"v1\"}",
            "# a\n--- { name: a,\n  jobc: v1 }")) {
      assertThat(WorkflowReader.isWorkflow(new SourceFile("a", ours))).as(ours).isTrue();
    }
    for (String foreign :
        List.of(
            "",
            "---",
            "{{ jobc: v1 }}",
            "{\"name\": \"jobc: v1\", \"x\": [{\"jobc\": 1}]}",
            "- jobc: v1",
            "name: a\nx:\n  jobc: v1")) {
      assertThat(WorkflowReader.isWorkflow(new SourceFile("a", foreign))).as(foreign).isFalse();
    }
  }

  private static String text(Checked<SourceFile> checked) {
    return ((Checked.Ok<SourceFile>) checked).value().text();
  }

  private static Diagnostic error(Checked<SourceFile> checked) {
    assertThat(checked.diagnostics()).hasSize(1);
    return checked.diagnostics().getFirst();
  }
}
