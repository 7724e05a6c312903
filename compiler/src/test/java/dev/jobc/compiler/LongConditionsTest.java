package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A condition of many terms costs about as much as its terms. */
class LongConditionsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path directory;

  private Path file(String operator, int terms) throws IOException {
    String comparison = operator.equals("&&") ? "inputs.a != " : "inputs.a == ";
    String condition =
        IntStream.range(0, terms)
            .mapToObj(i -> comparison + i)
            .collect(Collectors.joining(" " + operator + " "));
    String step = "  - { command: echo, if: \"" + condition + "\" }\n";
    String text = "jobc: v1\nname: long\ninputs: { a: \"int?\" }\nsteps:\n" + step.repeat(8);
    return Files.writeString(directory.resolve("long.yaml"), text);
  }

  /** The bytes that a compilation allocates: work that doesn't depend on how busy a machine is. */
  private long work(String operator, int terms) throws IOException {
    Path file = file(operator, terms);
    assertThat(Compiler.compile(file, "long.yaml").diagnostics()).isEmpty();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Compiler.compile(file, "long.yaml");
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @ParameterizedTest
  @ValueSource(strings = {"&&", "||"})
  void fourTimesTheTermsAreNotTenTimesTheWork(String operator) throws IOException {
    long few = work(operator, 45);
    assertThat(work(operator, 180)).isLessThan(few * 7);
  }

  @Test
  void theLastTermStillKnowsWhatTheFirstSaid() throws IOException {
    String terms =
        IntStream.range(0, 100).mapToObj(i -> " && inputs.b != " + i).collect(Collectors.joining());
    String text =
        "jobc: v1\n"
            + "name: long\n"
            + "inputs: { a: \"int?\", b: int }\n"
            + "steps:\n"
            + "  - { command: echo, if: \"inputs.a != null"
            + terms
            + " && inputs.a > 3\" }\n";
    Path file = Files.writeString(directory.resolve("last.yaml"), text);
    assertThat(Compiler.compile(file, "last.yaml").diagnostics()).isEmpty();
  }
}
