package dev.jobc.cli;

import dev.jobc.cli.context.Console;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Failures;
import dev.jobc.cli.context.Interruption;
import dev.jobc.cli.context.Session;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code jobc}: parses the arguments, runs a verb, ends with its exit code. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Session session =
        new Session(
            console(), System.getenv(), Path.of("").toAbsolutePath(), InstantSource.system());
    int code = run(session, arguments);
    session.console().out().flush();
    session.console().err().flush();
    exit(code);
  }

  /**
   * Ends the process. The JVM's own exit looks for a logger first, in every jar there is, which
   * takes a tenth of the time of a small command; there is nothing to be done at the end unless
   * somebody has interrupted the command.
   */
  private static void exit(int code) {
    if (Interruption.isUnderWay()) {
      System.exit(code);
    }
    Runtime.getRuntime().halt(code);
  }

  /** Runs a command without ending the JVM. */
  static int run(Session session, String... arguments) {
    // Or picocli looks for Groovy in every jar there is.
    System.setProperty("picocli.disable.closures", "true");
    CommandLine tree = CommandTree.of(session, arguments);
    PrintStream err = session.console().err();
    tree.setOut(writer(session.console().out())).setErr(writer(err));
    tree.setParameterExceptionHandler((e, given) -> usage(e, err));
    tree.setExecutionExceptionHandler(
        (e, line, parsed) -> Failures.report(e, err, session.debug()).code());
    try {
      return tree.execute(arguments);
    } catch (LinkageError | StackOverflowError | OutOfMemoryError e) {
      return Failures.report(e, err, session.debug()).code();
    }
  }

  /** One line of what is wrong and the way to more, instead of a page of help. */
  private static int usage(ParameterException e, PrintStream err) {
    err.println("error: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> known = unmatched.getSuggestions();
      if (!known.isEmpty()) {
        err.println("  = help: did you mean " + String.join(", ", known) + "?");
      }
    }
    err.println("  = help: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.code();
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** UTF-8 whatever the locale says: outputs are JSON and names from files. */
  private static Console console() {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    // The JVM can't tell whether standard error is a terminal; the launcher can.
    String[] size = System.getProperty("jobc.terminal", "").split(" ", 2);
    if (size.length != 2) {
      return Console.plain(out, err);
    }
    boolean colour = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    return new Console(out, err, true, colour, atLeast(40, size[1]), atLeast(10, size[0]));
  }

  private static int atLeast(int least, String number) {
    try {
      return Math.max(least, Integer.parseInt(number));
    } catch (NumberFormatException e) {
      return least;
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
