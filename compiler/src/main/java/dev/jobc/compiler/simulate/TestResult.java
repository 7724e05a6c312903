package dev.jobc.compiler.simulate;

import dev.jobc.source.Place;
import java.util.List;

/**
 * What came of a case.
 *
 * @param took virtual milliseconds
 * @param mismatches empty when the case passed
 */
public record TestResult(TestFile.Case tested, long took, List<Mismatch> mismatches) {
  public TestResult {
    mismatches = List.copyOf(mismatches);
  }

  public boolean passed() {
    return mismatches.isEmpty();
  }

  /**
   * Something that is not as expected.
   *
   * @param place where the expectation is written
   * @param expected as the author wrote it, several lines for large values; empty when nothing was
   */
  public record Mismatch(Place place, String what, String expected, String actual) {}
}
