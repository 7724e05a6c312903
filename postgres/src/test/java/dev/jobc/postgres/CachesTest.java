package dev.jobc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachesTest {
  private static final String HOME = "/home/ana";

  @Test
  void followsTheChoiceThenTheCustomsOfTheSystem() {
    assertThat(Caches.directory(Map.of("JOBC_CACHE", "/x", "HOME", HOME), true))
        .isEqualTo(Path.of("/x"));
    assertThat(Caches.directory(Map.of("XDG_CACHE_HOME", "/c", "HOME", HOME), false))
        .isEqualTo(Path.of("/c/jobc"));
    assertThat(Caches.directory(Map.of("HOME", HOME), false))
        .isEqualTo(Path.of("/home/ana/.cache/jobc"));
    assertThat(Caches.directory(Map.of("HOME", "/root"), true))
        .isEqualTo(Path.of("/var/cache/jobc"));
  }
}
