package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.SourceWriter;
import dev.jobc.cli.context.StandardInput;
import dev.jobc.cli.context.Workflows;
import dev.jobc.cli.view.UnifiedDiff;
import dev.jobc.compiler.WorkflowFiles;
import dev.jobc.diag.Checked;
import dev.jobc.format.Formatter;
import dev.jobc.reader.SourceReader;
import dev.jobc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc fmt}: the usual layout, and nothing but the layout. */
@Command(name = "fmt", description = "Format workflow files in place")
public final class FmtVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "PATH",
      description =
          "Workflow files, or directories that hold some; this directory if none is named;"
              + " - formats standard input to standard output")
  private List<Path> paths = List.of(Path.of("."));

  @Option(names = "--check", description = "Name the files that would change, and change nothing")
  private boolean check;

  @Option(names = "--diff", description = "Show what would change, and change nothing")
  private boolean diff;

  private int changed;
  private int broken;

  public FmtVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (paths.stream().anyMatch(StandardInput::isMeant)) {
      return formatInput();
    }
    for (Path path : paths) {
      List<Path> files = WorkflowFiles.under(session.resolve(path));
      if (files.isEmpty()) {
        throw new CliException(ExitCode.NOT_FOUND, "there are no workflows in `" + path + "`");
      }
      for (Path file : files) {
        format(file, shown(path, file));
      }
    }
    boolean refused = changed > 0 && (check || diff);
    return (broken > 0 ? ExitCode.DOES_NOT_COMPILE : refused ? ExitCode.FAILED : ExitCode.OK)
        .code();
  }

  private String shown(Path path, Path file) {
    Path below = session.resolve(path).relativize(file);
    return below.toString().isEmpty()
        ? path.toString()
        : path.resolve(below).normalize().toString();
  }

  private int formatInput() {
    if (paths.size() > 1 || check || diff) {
      throw new CliException(
          ExitCode.USAGE, "`-` is formatted to standard output, without other paths and options");
    }
    Checked<SourceFile> read = session.input().read();
    if (read instanceof Checked.Ok<SourceFile> ok
        && formatted(ok.value()) instanceof Checked.Ok<String> text) {
      session.console().out().print(text.value());
      return ExitCode.OK.code();
    }
    Workflows.show(session.console(), read.diagnostics());
    return ExitCode.DOES_NOT_COMPILE.code();
  }

  private void format(Path file, String shown) {
    switch (SourceReader.read(file, shown)) {
      case Checked.Failed<SourceFile> failed -> {
        Workflows.show(session.console(), failed.diagnostics());
        broken++;
      }
      case Checked.Ok<SourceFile> ok -> {
        if (formatted(ok.value()) instanceof Checked.Ok<String> text) {
          finish(file, shown, ok.value().text(), text.value());
        } else {
          broken++;
        }
      }
    }
  }

  private Checked<String> formatted(SourceFile source) {
    Checked<String> formatted = Formatter.format(source);
    Workflows.show(session.console(), formatted.diagnostics());
    return formatted;
  }

  private void finish(Path file, String shown, String before, String after) {
    if (before.equals(after)) {
      return;
    }
    changed++;
    if (diff) {
      session.console().out().print(UnifiedDiff.of(shown, before, after));
    } else {
      session.console().out().println(shown);
    }
    if (!check && !diff) {
      SourceWriter.write(file, after);
    }
  }
}
