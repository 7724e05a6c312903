package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.cli.graph.Chart;
import dev.jobc.cli.graph.DotChart;
import dev.jobc.cli.graph.MermaidChart;
import dev.jobc.cli.graph.SvgChart;
import dev.jobc.cli.graph.TextChart;
import dev.jobc.diag.testing.GoldenFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

class PlanTest {
  private static final Path GOLDEN = Path.of("src/test/golden/plan");
  private static final String HOSTILE = "a\"b\\c<script>&#59;`|]\n\u001b[2J${x}%%{end";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "orders.txt, plan orders.yaml",
    "orders.bounds.txt, plan --bounds orders.yaml",
    "orders.bounds.json, plan --bounds -o json orders.yaml",
    "orders.graph.txt, plan --graph text orders.yaml",
    "orders.dot, plan --graph dot orders.yaml",
    "orders.mmd, plan --graph mermaid orders.yaml",
    "orders.svg, plan --graph svg orders.yaml",
    "orders.diff.txt, plan diff orders.yaml orders-next.yaml",
    "orders.diff.json, plan diff -o json orders.yaml orders-next.yaml"
  })
  void printsWhatIsBesideIt(String golden, String command) throws IOException {
    // Not where they are: the commit that is checked out there would be shown.
    for (String file : List.of("orders.yaml", "orders-next.yaml")) {
      Files.copy(GOLDEN.resolve(file), directory.resolve(file));
    }
    Jobc.Ended ended = new Jobc(directory).call(command.split(" "));
    assertThat(ended.code()).as(ended.err()).isZero();
    GoldenFile.check(GOLDEN.resolve(golden), ended.out());
  }

  @Test
  void changesAreToldByTheExitCodeWhenAsked() {
    Jobc jobc = new Jobc(GOLDEN);
    assertThat(jobc.call("plan", "diff", "orders.yaml", "orders-next.yaml").code()).isZero();
    assertThat(jobc.call("plan", "diff", "--exit-code", "orders.yaml", "orders-next.yaml").code())
        .isEqualTo(20);
    Jobc.Ended same = jobc.call("plan", "diff", "--exit-code", "orders.yaml", "orders.yaml");
    assertThat(same.code()).isZero();
    assertThat(same.out()).isEqualTo("no changes\n");
  }

  @Test
  void comparesWithACompiledPlan() throws IOException {
    Files.copy(GOLDEN.resolve("orders.yaml"), directory.resolve("orders.yaml"));
    Jobc jobc = new Jobc(directory);
    assertThat(jobc.call("compile", "orders.yaml", "-o", "old.json").code()).isZero();
    assertThat(jobc.call("plan", "diff", "--exit-code", "old.json", "orders.yaml").code()).isZero();
    Files.writeString(directory.resolve("bad.json"), "{}");
    assertThat(jobc.call("plan", "diff", "bad.json", "orders.yaml").err())
        .contains("bad.json is no plan");
    assertThat(jobc.call("plan", "diff", "no.json", "orders.yaml").code()).isEqualTo(7);
  }

  @Test
  void aGraphShowsOneWorkflow() {
    Jobc jobc = new Jobc(GOLDEN);
    assertThat(jobc.call("plan", "--graph", "dot", ".").code()).isEqualTo(3);
    assertThat(jobc.call("plan", "--graph", "dot", "--bounds", "orders.yaml").code()).isEqualTo(2);
  }

  @Test
  void namesOfOthersStayText() throws Exception {
    Chart chart = hostile();
    assertThat(TextChart.of(chart)).doesNotContain("\u001b");
    assertThat(DotChart.of(HOSTILE, chart))
        .contains("a\\\"b\\\\c<script>")
        .doesNotContain("\u001b");
    assertThat(MermaidChart.of(chart)).doesNotContain("<script>").doesNotContain("\u001b");
    String svg = SvgChart.of(HOSTILE, chart);
    assertThat(svg).doesNotContain("<script>");
    InputSource source = new InputSource(new StringReader(svg));
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(source)
                .getElementsByTagName("script")
                .getLength())
        .isZero();
  }

  private static Chart hostile() {
    Chart.Box inner = new Chart.Box("n1_0", Chart.Kind.STEP, HOSTILE, HOSTILE, HOSTILE, List.of());
    Chart.Group group = new Chart.Group("g1", HOSTILE, new Chart(List.of(inner), List.of()));
    Chart.Box first = new Chart.Box("n0_0", Chart.Kind.STEP, HOSTILE, HOSTILE, HOSTILE, List.of());
    Chart.Box frame =
        new Chart.Box("n0_1", Chart.Kind.FRAME, HOSTILE, HOSTILE, HOSTILE, List.of(group));
    Chart.Arrow arrow = new Chart.Arrow("n0_0", "n0_1", HOSTILE);
    return new Chart(List.of(first, frame), List.of(arrow));
  }
}
