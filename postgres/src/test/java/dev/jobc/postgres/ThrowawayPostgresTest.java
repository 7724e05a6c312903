package dev.jobc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrowawayPostgresTest {
  @Test
  void isOneAJvmAndFast() throws Exception {
    EmbeddedPostgres server = ThrowawayPostgres.shared();

    assertThat(ThrowawayPostgres.shared()).isSameAs(server);
    assertThat(Sql.ask(server, "SHOW fsync")).isEqualTo("off");
    Sql.run(server, "CREATE DATABASE mine TEMPLATE jobc");
  }

  @Test
  void isStoppedAndDeletedWhenItsJvmEnds() throws Exception {
    Process jvm = jvm("end");
    String[] said = line(jvm).split(" ", 2);
    assertThat(jvm.waitFor()).isZero();

    assertThat(Path.of(said[1])).doesNotExist();
    assertThat(gone(Long.parseLong(said[0]))).isTrue();
  }

  @Test
  void whatAKilledJvmLeftIsRemovedByTheNext() throws Exception {
    Process killed = jvm("wait");
    String[] said = line(killed).split(" ", 2);
    killed.destroyForcibly().waitFor();
    assertThat(Path.of(said[1])).exists();

    Process next = jvm("end");
    line(next);
    assertThat(next.waitFor()).isZero();

    assertThat(Path.of(said[1])).doesNotExist();
    assertThat(gone(Long.parseLong(said[0]))).isTrue();
  }

  private static boolean gone(long pid) {
    return Poll.until(
        Duration.ofSeconds(10),
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  private static String line(Process process) throws IOException {
    return process.inputReader().readLine();
  }

  private static Process jvm(String mode) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            mode)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Starts a server, tells its process id and directory, and ends or waits to be killed. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      EmbeddedPostgres server = ThrowawayPostgres.shared();
      String data = Sql.ask(server, "SHOW data_directory");
      System.out.println(server.pid() + " " + Path.of(data).getParent());
      if (arguments[0].equals("wait")) {
        System.in.read();
      }
      assertThat(Files.exists(Path.of(data))).isTrue();
    }
  }
}
