package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.reader.EditorSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobc init}: a first workflow that checks and runs. */
@Command(name = "init", description = "Write a first workflow that can be checked and run")
public final class InitVerb implements Callable<Integer> {
  private static final String TEMPLATE = "/dev/jobc/cli/init/";
  private static final List<String> FILES =
      List.of("workflow.yaml", "tasks/word_lengths.py", "workflow.test.yaml", "README.md");

  private final Session session;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Where to; made if it isn't there; this directory if none is named")
  private Path directory = Path.of(".");

  public InitVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Path root = session.resolve(directory);
    Map<String, String> texts = texts();
    refuseToOverwrite(root, texts);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      write(root.resolve(text.getKey()), text.getValue());
      session.console().out().println(directory.resolve(text.getKey()).normalize());
    }
    String workflow = directory.resolve("workflow.yaml").normalize().toString();
    String tests = directory.resolve("workflow.test.yaml").normalize().toString();
    session
        .console()
        .err()
        .println(
            "Next:  jobc check "
                + workflow
                + "\n       jobc test "
                + tests
                + "\n       jobc run "
                + workflow);
    return ExitCode.OK.code();
  }

  private static Map<String, String> texts() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String file : FILES) {
      texts.put(file, template(file));
    }
    texts.put("workflow.schema.json", EditorSchema.WORKFLOW.text());
    texts.put("test.schema.json", EditorSchema.TEST.text());
    return texts;
  }

  private static String template(String file) throws IOException {
    try (@Nullable InputStream in = InitVerb.class.getResourceAsStream(TEMPLATE + file)) {
      if (in == null) {
        throw new IllegalStateException("no template " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void refuseToOverwrite(Path root, Map<String, String> texts) {
    for (String file : texts.keySet()) {
      if (Files.exists(root.resolve(file))) {
        throw new CliException(
            ExitCode.FAILED,
            directory.resolve(file).normalize() + " is there already; nothing was written",
            "name an empty directory: jobc init my_workflow");
      }
    }
  }

  private static void write(Path file, String text) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "cannot write " + file, e);
    }
  }
}
