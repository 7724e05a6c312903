package dev.jobc.executor.runner.gobuild;

import dev.jobc.plan.TaskSpec;
import java.util.List;

/**
 * Makes a program of an inline text: the body of a function with {@code in}, {@code out} and {@code
 * ctx}, after any import lines. Compile errors carry the author's line numbers.
 */
final class GoInline {
  private final List<String> lines;
  private final String name;
  private int bodyAt;

  private GoInline(String text, String name) {
    this.lines = text.lines().toList();
    this.name = name;
  }

  /**
   * The program's source.
   *
   * @param name how compile errors call the text
   */
  static String program(String text, String name, TaskSpec spec) {
    return new GoInline(text, name).write(spec);
  }

  private String write(TaskSpec spec) {
    String imports = imports();
    GoTypes types = new GoTypes();
    String in = types.struct(spec.inputs());
    String out = types.struct(spec.outputs());
    return """
    package main

    import jobcctx "context"
    import jobcrunner "jobc.dev/runner"
    %s%s
    type In %s

    type Out %s

    %s
    func init() {
    	jobcrunner.Main(map[string]interface{}{"": jobcTask})
    }

    func main() {}

    func jobcTask(ctx jobcctx.Context, in In) (Out, error) {
    	var out Out
    	err := func() error {
    %s
    		return nil
    	}()
    	return out, err
    }
    """
        .formatted(
            types.usesTime() ? "import jobctime \"time\"\n" : "",
            imports,
            in,
            out,
            types.declarations(),
            numbered(bodyAt, lines.size()));
  }

  /** The import declarations at the head, and sets where the body begins. */
  private String imports() {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < lines.size()) {
      String line = lines.get(at).strip();
      int from = at;
      if (line.startsWith("import")) {
        if (line.endsWith("(")) {
          while (at < lines.size() - 1 && !lines.get(at).strip().startsWith(")")) {
            at++;
          }
        }
        text.append(numbered(from, at + 1));
        bodyAt = at + 1;
      } else if (!line.isEmpty() && !line.startsWith("//")) {
        break;
      }
      at++;
    }
    return text.toString();
  }

  private String numbered(int from, int to) {
    StringBuilder text = new StringBuilder("//line " + name + ":" + (from + 1) + ":1\n");
    lines.subList(from, to).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
