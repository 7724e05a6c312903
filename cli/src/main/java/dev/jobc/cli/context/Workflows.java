package dev.jobc.cli.context;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.compiler.Wishes;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.render.TerminalRenderer;
import dev.jobc.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Compiles files as the caller names them, and shows what the compiler has to say. */
public final class Workflows {
  private Workflows() {}

  /** Compiles a file; diagnostics name it as the caller did. */
  private static Checked<CompiledWorkflow> compile(Session session, Path file, Wishes wishes) {
    return StandardInput.isMeant(file)
        ? input(session, wishes, Compiler::compile)
        : Compiler.compile(session.resolve(file), file.toString(), wishes);
  }

  /** One of the ways to compile a file. */
  private interface Way<T> {
    Checked<T> compile(Path file, String shown, Wishes wishes);
  }

  /** Compiles standard input as if it were a file of the working directory. */
  private static <T> Checked<T> input(Session session, Wishes wishes, Way<T> way) {
    return switch (session.input().read()) {
      case Checked.Failed<SourceFile> failed -> new Checked.Failed<>(null, failed.diagnostics());
      case Checked.Ok<SourceFile> ok -> {
        Map<String, String> texts = Map.of(StandardInput.SHOWN, ok.value().text());
        Path file = session.directory().resolve(StandardInput.SHOWN);
        yield way.compile(file, StandardInput.SHOWN, wishes.with(texts));
      }
    };
  }

  /** Compiles a file, or every workflow of a directory and of those below it. */
  public static Checked<List<CompiledWorkflow>> compileAll(
      Session session, Path path, Wishes wishes) {
    if (path.toString().isEmpty()) {
      throw new CliException(
          ExitCode.USAGE, "an empty path names no file", "`.` is this directory");
    }
    return StandardInput.isMeant(path)
        ? input(session, wishes, Compiler::compileAll)
        : Compiler.compileAll(session.resolve(path), path.toString(), wishes);
  }

  /**
   * Compiles a file that must be sound; warnings are shown.
   *
   * @throws CliException after showing the errors
   */
  public static CompiledWorkflow compileOrFail(Session session, Path file) {
    return orFail(session, file, compile(session, file, Wishes.NONE));
  }

  /** The same, with the commit that the file comes from. */
  public static CompiledWorkflow compileToRun(Session session, Path file) {
    return orFail(session, file, compile(session, file, Wishes.NONE.withProvenance()));
  }

  /** The same for a file, or every workflow of a directory and of those below it. */
  public static List<CompiledWorkflow> compileAllToRun(Session session, Path path) {
    return orFail(session, path, compileAll(session, path, Wishes.NONE.withProvenance()));
  }

  private static <T> T orFail(Session session, Path path, Checked<T> checked) {
    return switch (checked) {
      case Checked.Ok<T>(T value, List<Diagnostic> warnings) -> {
        show(session.console(), warnings);
        yield value;
      }
      case Checked.Failed<T> failed -> {
        show(session.console(), failed.diagnostics());
        long errors = failed.diagnostics().stream().filter(Diagnostic::isError).count();
        throw new CliException(
            ExitCode.DOES_NOT_COMPILE,
            path + " doesn't compile: " + errors + (errors == 1 ? " error" : " errors"));
      }
    };
  }

  /** Prints diagnostics for people, with a blank line after them. */
  public static void show(Console console, List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      TerminalRenderer renderer =
          console.colour() ? TerminalRenderer.coloured() : TerminalRenderer.plain();
      TerminalRenderer fitting =
          console.terminal() ? renderer.columns(console.columns()) : renderer;
      console.err().println(fitting.render(diagnostics));
    }
  }
}
