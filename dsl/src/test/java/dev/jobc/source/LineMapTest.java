package dev.jobc.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineMapTest {
  private static final String TEXT = "a😀b\r\nc\rd\n\ne";

  @ParameterizedTest
  @CsvSource({"0,1:1", "1,1:2", "3,1:3", "4,1:4", "6,2:1", "8,3:1", "10,4:1", "11,5:1", "12,5:2"})
  void countsLinesAndCodePoints(int offset, String position) {
    assertThat(map().position(offset)).hasToString(position);
  }

  @ParameterizedTest
  @CsvSource({"1,0,4", "2,6,7", "3,8,9", "4,10,10", "5,11,12"})
  void knowsLinesWithoutTheirEnds(int line, int start, int end) {
    assertThat(map().span(line)).isEqualTo(new Span(start, end));
  }

  @Test
  void findsEveryPositionAgain() {
    for (int i = 0; i <= TEXT.length(); i++) {
      boolean insideCharacterOrLineEnd = i == 2 || i == 5;
      if (!insideCharacterOrLineEnd) {
        assertThat(map().offset(map().position(i))).isEqualTo(i);
      }
    }
    assertThat(map().count()).isEqualTo(5);
  }

  private static LineMap map() {
    return new SourceFile("a.yaml", TEXT).lines();
  }
}
