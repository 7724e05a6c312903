package dev.jobc.executor.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.type.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonWorkerTest {
  private static final Type CHUNK = new Type.RecordOf("Chunk", Map.of("path", Type.Simple.STRING));

  @TempDir Path directory;
  private TaskRunner runner;

  @BeforeEach
  void create() {
    runner =
        LocalRunners.create(
            new WorkerSettings(
                "test",
                List.of("default"),
                1,
                directory,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2)));
  }

  @AfterEach
  void close() {
    runner.close();
  }

  private Ended run(Tasks tasks, String inputs) {
    return Ended.run(runner, tasks.call(inputs));
  }

  @Test
  void aFunctionGetsTypedArgumentsAndMayImportItsSiblings() throws Exception {
    Ended ended =
        run(
            Tasks.function(
                    "python",
                    "tasks/a.py",
                    "f",
                    """
                    import helper
                    def f(day, chunk, ratio, ctx):
                        print("hello", type(day).__name__)
                        return {"text": helper.join(day.isoformat(), chunk.path, ratio),
                                "key": ctx.idempotency_key.split("-")[0]}
                    """)
                .file("tasks/helper.py", "def join(*parts): return '|'.join(map(str, parts))\n")
                .input("day", Type.Simple.DATE)
                .input("chunk", CHUNK)
                .input("ratio", Type.Simple.FLOAT)
                .output("text", Type.Simple.STRING)
                .output("key", Type.Simple.STRING),
            "{\"day\":\"2026-11-22\",\"chunk\":{\"path\":\"p\"},\"ratio\":3}");
    assertThat(ended.outputs()).isEqualTo("{\"text\":\"2026-11-22|p|3.0\",\"key\":\"key\"}");
    assertThat(ended.stdout()).isEqualTo("hello date\n");
    try (Stream<Path> files = Files.walk(directory.resolve("bundles"))) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("pycache"));
    }
  }

  @Test
  void inlineTextHasInputsOutputsAndContext() {
    Ended ended =
        run(
            Tasks.inline("python", "outputs.total = sum(inputs.rows)\noutputs.n = ctx.attempt\n")
                .input("rows", new Type.ListOf(Type.Simple.INT))
                .output("total", Type.Simple.INT)
                .output("n", Type.Simple.INT),
            "{\"rows\":[1,2,9007199254740993]}");
    assertThat(ended.outputs()).isEqualTo("{\"total\":9007199254740996,\"n\":2}");
  }

  @Test
  void errorsGoByTheirClassWithTheAuthorsFramesOnly() {
    Tasks tasks =
        Tasks.function(
                "python",
                "t.py",
                "f",
                """
                class RateLimited(Exception): pass
                class Slow(RateLimited): pass
                def f(kind):
                    raise {"declared": RateLimited, "base": Slow, "other": KeyError}[kind]("why")
                """)
            .input("kind", Type.Simple.STRING)
            .error("RateLimited");
    assertThat(run(tasks, "{\"kind\":\"declared\"}").error().name()).isEqualTo("RateLimited");
    assertThat(run(tasks, "{\"kind\":\"base\"}").error().name()).isEqualTo("RateLimited");
    var other = run(tasks, "{\"kind\":\"other\"}").error();
    assertThat(other.name()).isEqualTo("Unexpected");
    assertThat(other.message()).isEqualTo("KeyError: 'why'");
    assertThat(other.trace())
        .isEqualTo(
            """
              t.py:4 in f
                raise {"declared": RateLimited, "base": Slow, "other": KeyError}[kind]("why")
            KeyError: 'why'
            """);
  }

  @Test
  void codeThatCannotBeLoadedSaysWhy() {
    assertThat(run(Tasks.inline("python", "x = = 1"), "{}").error())
        .satisfies(
            error -> {
              assertThat(error.name()).isEqualTo("LoadError");
              assertThat(error.message()).contains("SyntaxError: invalid syntax");
              assertThat(error.trace()).contains("inline/step.python:1").contains("x = = 1");
            });
    Tasks missing = Tasks.function("python", "a.py", "g", "def f(): pass\n");
    assertThat(run(missing, "{}").error().message())
        .isEqualTo("`a.py` has no function `g`; it has f");
    Tasks parameter =
        Tasks.function("python", "a.py", "f", "def f(dya): pass\n")
            .input("day", Type.Simple.STRING);
    assertThat(run(parameter, "{\"day\":\"x\"}").error().message())
        .isEqualTo(
            "the task declares the input `day`, but `f` has no such parameter; it has (dya)");
    Tasks module = Tasks.function("python", "a.py", "f", "import no_such_module\n");
    assertThat(run(module, "{}").error().message())
        .isEqualTo("ModuleNotFoundError: No module named 'no_such_module'");
  }

  @Test
  void anInterpreterThatIsMissingOrTooOldIsALoadError() {
    Tasks missing = Tasks.inline("python", "pass").interpreter("python-nowhere");
    assertThat(run(missing, "{}").error().message())
        .startsWith("there is no `python-nowhere` on this worker's PATH")
        .contains("install Python 3.9 or newer");
    Tasks other = Tasks.inline("python", "pass").interpreter("/bin/true");
    assertThat(run(other, "{}").error())
        .satisfies(
            error -> {
              assertThat(error.name()).isEqualTo("LoadError");
              assertThat(error.message())
                  .isEqualTo("the python worker ended with exit code 0 before it was ready");
            });
  }
}
