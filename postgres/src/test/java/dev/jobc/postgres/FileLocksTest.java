package dev.jobc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {
  @Test
  void aKeptLockOutlivesTheCollectorOfGarbage(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("owner");
    assertThat(FileLocks.keepIfFree(file)).isTrue();
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
    }
  }
}
