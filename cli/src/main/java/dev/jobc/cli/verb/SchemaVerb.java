package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.reader.KeyDocs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc schema}: a JSON Schema for editors, or what it says of one key. */
@Command(
    name = "schema",
    description = "Print the JSON Schema of a kind of file, or what one key of it means")
public final class SchemaVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "KEY", arity = "0..1", description = "A key, such as steps.retry")
  private String key = "";

  @Option(
      names = "--of",
      paramLabel = "KIND",
      description = "Which files: ${COMPLETION-CANDIDATES}; workflow if nothing is said")
  private SchemaKind kind = SchemaKind.workflow;

  public SchemaVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (key.isEmpty()) {
      session.console().out().print(kind.schema().text());
      return ExitCode.OK.code();
    }
    KeyDocs.Answer answer = KeyDocs.of(kind.schema(), key);
    if (!answer.problem().isEmpty()) {
      throw new CliException(ExitCode.NOT_FOUND, answer.problem(), kind.hint());
    }
    session.console().out().print(answer.text());
    return ExitCode.OK.code();
  }
}
