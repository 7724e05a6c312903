package dev.jobc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachesTest {
  private static final Path HOME = Path.of("/home/ana");

  @Test
  void followsTheChoiceThenTheCustomsOfTheSystem() {
    assertThat(Caches.directory(Map.of("JOBC_CACHE", "/x"), HOME, true)).isEqualTo(Path.of("/x"));
    assertThat(Caches.directory(Map.of("XDG_CACHE_HOME", "/c"), HOME, false))
        .isEqualTo(Path.of("/c/jobc"));
    assertThat(Caches.directory(Map.of(), HOME, false)).isEqualTo(Path.of("/home/ana/.cache/jobc"));
    assertThat(Caches.directory(Map.of(), Path.of("/root"), true))
        .isEqualTo(Path.of("/var/cache/jobc"));
  }
}
