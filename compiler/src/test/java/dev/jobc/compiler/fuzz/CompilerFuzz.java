package dev.jobc.compiler.fuzz;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.render.JsonRenderer;
import dev.jobc.diag.render.TerminalRenderer;
import dev.jobc.json.JsonText;
import dev.jobc.plan.PlanJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Any bytes give a plan or diagnostics: no exception, no more time than {@link #LIMIT}, and the
 * same answer again. A Jazzer target, found by the name of its method; needs no Jazzer to be run.
 */
public final class CompilerFuzz {
  /** Nanoseconds of CPU for one input of at most some kilobytes; generous, for busy machines. */
  private static final long LIMIT = 5_000_000_000L;

  private static final Path FILE = file();

  private CompilerFuzz() {}

  /** Compiles twice and compares; throws when a promise is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    long start = cpu();
    String first = answer();
    if (cpu() - start > LIMIT) {
      throw new AssertionError("took too long");
    }
    if (!first.equals(answer())) {
      throw new AssertionError("another answer the second time");
    }
  }

  private static long cpu() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String answer() {
    Checked<List<CompiledWorkflow>> compiled = Compiler.compileAll(FILE, "fuzz.yaml");
    List<Diagnostic> found = compiled.diagnostics();
    for (Diagnostic diagnostic : found) {
      int length = diagnostic.place().file().text().length();
      if (diagnostic.place().span().end() > length) {
        throw new AssertionError("a place behind the end: " + diagnostic);
      }
    }
    return TerminalRenderer.plain().render(found) + JsonRenderer.render(found) + plans(compiled);
  }

  private static String plans(Checked<List<CompiledWorkflow>> compiled) {
    StringBuilder text = new StringBuilder();
    if (compiled instanceof Checked.Ok<List<CompiledWorkflow>> ok) {
      for (CompiledWorkflow workflow : ok.value()) {
        byte[] json = JsonText.writeBytes(PlanJson.write(workflow.plan()));
        text.append(new String(json, StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  private static Path file() {
    try {
      Path directory = Files.createTempDirectory("jobc-fuzz");
      directory.toFile().deleteOnExit();
      Path file = directory.resolve("fuzz.yaml");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
