package dev.jobc.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Drawings of large workflows as text cost as much as their steps. */
class ChartGrowthTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Named<Function<Chart, String>>> drawings() {
    return Stream.of(
        Named.of("text", TextChart::of),
        Named.of("dot", chart -> DotChart.of("large", chart)),
        Named.of("mermaid", MermaidChart::of));
  }

  /** A chain inside a frame, each step waiting for the two before it. */
  private static Chart chain(int steps) {
    List<Chart.Box> boxes = new ArrayList<>();
    List<Chart.Arrow> arrows = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      String id = "n1_" + i;
      boxes.add(new Chart.Box(id, Chart.Kind.STEP, "step", "command echo", "a.yaml", List.of()));
      for (int before = Math.max(0, i - 2); before < i; before++) {
        arrows.add(new Chart.Arrow("n1_" + before, id, ""));
      }
    }
    Chart.Group group = new Chart.Group("g1", "", new Chart(boxes, arrows));
    Chart.Box frame =
        new Chart.Box("n0_0", Chart.Kind.FRAME, "block", "graph", "a.yaml", List.of(group));
    return new Chart(List.of(frame), List.of());
  }

  /** The bytes that a drawing allocates: work that doesn't depend on how busy a machine is. */
  private static long work(Function<Chart, String> drawing, int steps) {
    Chart chart = chain(steps);
    drawing.apply(chart);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(drawing.apply(chart).length()).isGreaterThan(steps);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void fourTimesTheStepsAreNotSixTimesTheWork(Function<Chart, String> drawing) {
    long few = work(drawing, 2_000);
    assertThat(work(drawing, 8_000)).isLessThan(few * 6);
  }

  /** Looking at every arrow for every step would be eighty billion looks here. */
  @ParameterizedTest
  @MethodSource("drawings")
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void aVeryLargeOneEnds(Function<Chart, String> drawing) {
    assertThat(drawing.apply(chain(200_000)).length()).isGreaterThan(1_000_000);
  }
}
