package dev.jobc.executor.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.type.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoWorkerTest {
  private static final Type CHUNK = new Type.RecordOf("Chunk", Map.of("path", Type.Simple.STRING));

  @TempDir static Path directory;
  private static TaskRunner runner;

  @BeforeAll
  static void create() {
    runner =
        LocalRunners.create(
            new WorkerSettings(
                "test",
                List.of("default"),
                2,
                directory,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2)));
  }

  @AfterAll
  static void close() {
    runner.close();
  }

  private static Ended run(Tasks tasks, String inputs) {
    return Ended.run(runner, tasks.call(inputs));
  }

  @Test
  void aPackageMainWithItsOwnMainServesAFunction() {
    Ended ended =
        run(
            Tasks.pack("./cmd/load", "LoadChunk")
                .file("go.mod", "module example.com/load\n\ngo 1.19\n")
                .file(
                    "internal/text/text.go",
                    "package text\n\nfunc Up(s string) string { return s + \"!\" }\n")
                .file(
                    "cmd/load/main.go",
                    """
                    package main

                    import (
                    	"context"
                    	"fmt"
                    	"time"

                    	"example.com/load/internal/text"
                    	"jobc.dev/runner"
                    )

                    type Chunk struct{ Path string }
                    type LoadChunkIn struct {
                    	Chunk Chunk
                    	Day   time.Time
                    	MaxRows *int `json:"max_rows"`
                    }
                    type LoadChunkOut struct {
                    	Rows, Rejected int64
                    	Text string
                    }

                    func LoadChunk(ctx context.Context, in LoadChunkIn) (LoadChunkOut, error) {
                    	fmt.Println("loading", in.Chunk.Path, in.MaxRows == nil)
                    	return LoadChunkOut{9007199254740993, 1, text.Up(in.Day.Format("02.01.2006") + runner.Info(ctx).Step)}, nil
                    }

                    func main() { fmt.Println("by hand") }
                    """)
                .input("chunk", CHUNK)
                .input("day", Type.Simple.DATE)
                .input("max_rows", Type.Simple.INT.optional())
                .output("rows", Type.Simple.INT)
                .output("rejected", Type.Simple.INT)
                .output("text", Type.Simple.STRING),
            "{\"chunk\":{\"path\":\"p\"},\"day\":\"2026-11-22\",\"max_rows\":null}");
    assertThat(ended.outputs())
        .isEqualTo("{\"rows\":9007199254740993,\"rejected\":1,\"text\":\"22.11.2026step!\"}");
    assertThat(ended.stdout()).isEqualTo("loading p true\n");
  }

  @Test
  void anotherPackageIsImportedAndASingleValueStandsForTheStruct() {
    Ended ended =
        run(
            Tasks.pack("sums", "Total")
                .file(
                    "sums/sums.go",
                    "package sums\n\n"
                        + "func Total(rows []int) int {\n"
                        + "\ts := 0\n"
                        + "\tfor _, r := range rows {\n"
                        + "\t\ts += r\n"
                        + "\t}\n"
                        + "\treturn s\n"
                        + "}\n")
                .input("rows", new Type.ListOf(Type.Simple.INT))
                .output("total", Type.Simple.INT),
            "{\"rows\":[1,2,3]}");
    assertThat(ended.outputs()).isEqualTo("{\"total\":6}");
  }

  @Test
  void errorsGoByTypeSentinelAndName() {
    Tasks tasks =
        Tasks.function(
                "go",
                "tasks/fail.go",
                "Fail",
                """
                package tasks

                import (
                	"errors"
                	"fmt"

                	"jobc.dev/runner"
                )

                type RateLimited struct{ After int }

                func (r RateLimited) Error() string { return "slow down" }

                var ErrGone = errors.New("gone")

                func init() { runner.RegisterError("Gone", ErrGone) }

                func Fail(kind string) error {
                	switch kind {
                	case "type":
                		return fmt.Errorf("wrapped: %w", RateLimited{3})
                	case "sentinel":
                		return fmt.Errorf("x: %w", ErrGone)
                	case "named":
                		return runner.Fail("Named", "code %d", 7)
                	case "panic":
                		var m map[string]int
                		m["a"] = 1
                	}
                	return errors.New("plain")
                }
                """)
            .input("kind", Type.Simple.STRING)
            .error("RateLimited")
            .error("Gone")
            .error("Named");
    assertThat(run(tasks, "{\"kind\":\"type\"}").error().name()).isEqualTo("RateLimited");
    assertThat(run(tasks, "{\"kind\":\"sentinel\"}").error().name()).isEqualTo("Gone");
    assertThat(run(tasks, "{\"kind\":\"named\"}").error().message()).isEqualTo("code 7");
    assertThat(run(tasks, "{\"kind\":\"plain\"}").error().message()).isEqualTo("error: plain");
    var panic = run(tasks, "{\"kind\":\"panic\"}").error();
    assertThat(panic.name()).isEqualTo("Unexpected");
    assertThat(panic.message()).isEqualTo("panic: assignment to entry in nil map");
    assertThat(panic.trace()).contains("  tasks/fail.go:28 in Fail\n");
  }

  @Test
  void inlineTextIsTheBodyOfAFunction() {
    Ended ended =
        run(
            Tasks.inline(
                    "go",
                    """
                    import "strings"

                    if len(in.Chunks) == 0 {
                    	return nil
                    }
                    for _, c := range in.Chunks {
                    	out.LagMinutes += len(strings.Split(c.Path, "/"))
                    }
                    out.Day = in.Day.AddDate(0, 0, 1)
                    """)
                .input("chunks", new Type.ListOf(CHUNK))
                .input("day", Type.Simple.DATE)
                .output("lag_minutes", Type.Simple.INT)
                .output("day", Type.Simple.DATE),
            "{\"chunks\":[{\"path\":\"a/b\"},{\"path\":\"c\"}],\"day\":\"2026-12-31\"}");
    assertThat(ended.outputs()).isEqualTo("{\"lag_minutes\":3,\"day\":\"2027-01-01\"}");
  }

  @Test
  void compileErrorsCarryTheAuthorsLines() {
    Tasks tasks = Tasks.inline("go", "import \"os\"\n\nx := 1\nfmt.Println(in.Nope)\n");
    var error = run(tasks, "{}").error();
    assertThat(error.name()).isEqualTo("LoadError");
    assertThat(error.message())
        .startsWith("the Go code doesn't compile: ")
        .contains("inline/step.go:1:8: \"os\" imported and not used")
        .contains("inline/step.go:3:1: declared and not used: x")
        .contains("inline/step.go:4:1: undefined: fmt")
        .endsWith("hint: put `import \"fmt\"` at the top");
    Tasks file = Tasks.function("go", "tasks/a.go", "F", "package a\n\nfunc F() { nope() }\n");
    assertThat(run(file, "{}").error().message())
        .isEqualTo("the Go code doesn't compile: tasks/a.go:3:12: undefined: nope");
  }

  @Test
  void aFunctionThatDoesNotFitItsDeclarationIsALoadError() {
    Tasks tasks =
        Tasks.function(
                "go",
                "a.go",
                "F",
                "package a\n\ntype In struct{ Pth string }\n\nfunc F(in In) {}\n")
            .input("path", Type.Simple.STRING);
    assertThat(run(tasks, "{\"path\":\"x\"}").error().message())
        .isEqualTo("a.In has no field for `path`; its fields are Pth");
  }
}
