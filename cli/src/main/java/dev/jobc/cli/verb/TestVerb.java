package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Workflows;
import dev.jobc.cli.view.MismatchText;
import dev.jobc.compiler.simulate.JUnitXml;
import dev.jobc.compiler.simulate.TestFile;
import dev.jobc.compiler.simulate.TestFileReader;
import dev.jobc.compiler.simulate.TestFiles;
import dev.jobc.compiler.simulate.TestResult;
import dev.jobc.compiler.simulate.TestRunner;
import dev.jobc.diag.Checked;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc test}: runs the cases of test files without workers, in virtual time. */
@Command(name = "test", description = "Run workflows with mocked steps and compare what comes out")
public final class TestVerb implements Callable<Integer> {
  private final Session session;
  private final JUnitXml xml = new JUnitXml();
  private int passed;
  private int failed;
  private int broken;

  @Parameters(
      paramLabel = "PATH",
      description =
          "*.test.yaml files, or directories that hold some; this directory if none is named")
  private List<Path> paths = List.of(Path.of("."));

  @Option(names = "--junit", paramLabel = "FILE", description = "Write the results there as XML")
  private @Nullable Path junit;

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "Run only cases whose name holds this text")
  private String filter = "";

  public TestVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    for (Path path : paths) {
      for (Path file : files(path)) {
        run(file, shown(path, file));
      }
    }
    Path target = junit;
    if (target != null) {
      write(target);
    }
    if (passed + failed + broken == 0) {
      String wanted = filter.isEmpty() ? "test files" : "cases with `" + filter + "` in their name";
      throw new CliException(
          ExitCode.NOT_FOUND, "there are no " + wanted, "a test file is called *.test.yaml");
    }
    PrintStream out = session.console().out();
    out.print(passed + (passed == 1 ? " case" : " cases") + " passed");
    out.print(failed > 0 ? ", " + failed + " failed" : "");
    out.println(broken > 0 ? ", " + broken + (broken == 1 ? " file" : " files") + " broken" : "");
    return (broken > 0 ? ExitCode.DOES_NOT_COMPILE : failed > 0 ? ExitCode.FAILED : ExitCode.OK)
        .code();
  }

  private List<Path> files(Path path) {
    try {
      return TestFiles.under(session.resolve(path));
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "cannot read " + path, e);
    }
  }

  private String shown(Path path, Path file) {
    Path root = session.resolve(path);
    return root.equals(file)
        ? path.toString()
        : path.resolve(root.relativize(file)).normalize().toString();
  }

  private void run(Path path, String shown) {
    switch (TestFileReader.read(path, shown)) {
      case Checked.Failed<TestFile> wrong -> {
        broken++;
        xml.broken(shown, wrong.diagnostics());
        Workflows.show(session.console(), wrong.diagnostics());
      }
      case Checked.Ok<TestFile> ok -> run(ok.value(), shown);
    }
  }

  private void run(TestFile file, String shown) {
    List<TestResult> results =
        file.cases().stream()
            .filter(one -> one.name().contains(filter))
            .map(one -> TestRunner.run(file.plan(), one))
            .toList();
    if (!results.isEmpty()) {
      xml.add(shown, file.plan().name(), results);
      session.console().out().println(shown);
    }
    for (TestResult result : results) {
      passed += result.passed() ? 1 : 0;
      failed += result.passed() ? 0 : 1;
      String verdict = result.passed() ? "  ok    " : "  FAIL  ";
      session.console().out().println(verdict + result.tested().name());
      result
          .mismatches()
          .forEach(m -> MismatchText.of(m).forEach(session.console().out()::println));
    }
  }

  private void write(Path target) {
    try {
      Files.writeString(session.resolve(target), xml.text());
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILED, "cannot write " + target, e, "does its directory exist?");
    }
  }
}
