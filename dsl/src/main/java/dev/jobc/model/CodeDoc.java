package dev.jobc.model;

import dev.jobc.plan.TaskSpec.Capture;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task runs, and how values get in and out of it. Which members may be set depends on the
 * runtime and was checked: {@code args} and {@code stdin} only with a command; {@code env}, {@code
 * capture} and {@code exitCodes} with a command or shell; {@code shell} with shell.
 *
 * @param runtime at the key {@code command} when the author wrote only that
 * @param stdin null for none
 * @param capture null when standard output is only logged
 * @param shell interpreter of a shell script, null for bash
 */
public record CodeDoc(
    Located<Runtime> runtime,
    Entry entry,
    List<TemplateDoc> args,
    @Nullable TemplateDoc stdin,
    List<EnvDoc> env,
    @Nullable CaptureDoc capture,
    List<ExitCodeDoc> exitCodes,
    @Nullable Located<String> shell,
    DependenciesDoc dependencies) {

  public CodeDoc {
    args = List.copyOf(args);
    env = List.copyOf(env);
    exitCodes = List.copyOf(exitCodes);
  }

  /** Where the code is. */
  public sealed interface Entry {

    /** {@code run:}, the author's text as it was written. Not empty, holds no template. */
    record Inline(Located<String> text) implements Entry {}

    /**
     * {@code file:}, a path relative to the workflow's file that does not leave its directory.
     *
     * @param symbol the part after {@code #}, null when the author wrote none
     */
    record File(Located<String> path, @Nullable Located<String> symbol) implements Entry {}

    /**
     * {@code package:} of a Go task, a path relative to the workflow's file.
     *
     * @param symbol the part after {@code #}, null when the author wrote none
     */
    record Package(Located<String> path, @Nullable Located<String> symbol) implements Entry {}

    /** {@code command:}, a program's name or path; holds no template. */
    record Command(Located<String> program) implements Entry {}

    /** {@code class:} of a Java task, a class by its full name. */
    record ClassName(Located<String> name) implements Entry {}

    /** What could not be made out; an error was reported. */
    record Broken(Span span) implements Entry {}
  }

  /** An environment variable. */
  public record EnvDoc(Located<String> name, TemplateDoc value) {}

  /** {@code capture: {stdout: mode, as: name}}. */
  public record CaptureDoc(Located<Capture.Mode> mode, Located<String> as) {}

  /**
   * The meaning of an exit code.
   *
   * @param code 1 to 255
   * @param meaning an error's name, or {@code skip}
   */
  public record ExitCodeDoc(Located<Integer> code, Located<String> meaning) {}
}
