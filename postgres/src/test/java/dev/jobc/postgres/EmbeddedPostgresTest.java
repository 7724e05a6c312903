package dev.jobc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server on a real directory, with real kills. */
class EmbeddedPostgresTest {
  /** Initialised once; the tests that aren't about initialising start from a copy. */
  @TempDir static Path template;

  private Path directory;
  private Settings settings;

  @BeforeEach
  void makeDirectory() throws IOException {
    // Not @TempDir: as root the server runs as nobody and must get there; and the name has a space.
    directory = Files.createTempDirectory("jobc embedded'test");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    settings =
        Settings.of(directory.resolve("postgres"), Caches.directory()).withSharedBuffersMiB(16);
  }

  private void copyInitialised() throws IOException {
    Settings initialised = Settings.of(template.resolve("postgres"), Caches.directory());
    if (!Files.exists(initialised.data())) {
      Files.setPosixFilePermissions(template, PosixFilePermissions.fromString("rwxr-xr-x"));
      Directories.create(initialised.directory());
      new DataDirectory(initialised.withoutDurability(), Binaries.in(initialised.cache()))
          .prepare();
    }
    Directories.create(settings.directory());
    Directories.copy(initialised.data(), settings.data(), ServerUser.current());
    Files.copy(
        initialised.passwordFile(), settings.passwordFile(), StandardCopyOption.COPY_ATTRIBUTES);
  }

  @AfterEach
  void stop() throws IOException {
    EmbeddedPostgres.stop(settings);
    Directories.delete(directory);
  }

  @Test
  void startsAsAnUnprivilegedAccountOnTheLoopbackOnlyAndIsDurable() throws Exception {
    EmbeddedPostgres server = EmbeddedPostgres.open(settings);

    assertThat(server.started()).isTrue();
    assertThat(Sql.ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(Sql.ask(server, "SHOW fsync")).isEqualTo("on");
    assertThat(Sql.ask(server, "SHOW synchronous_commit")).isEqualTo("on");
    assertThat(Sql.ask(server, "SELECT current_database()")).isEqualTo("jobc");
    int uid = (Integer) Files.getAttribute(Path.of("/proc/" + server.pid()), "unix:uid");
    assertThat(uid).isNotZero().isEqualTo(ServerUser.current().uid());
  }

  @Test
  void refusesAWrongPasswordAndKeepsTheRightOneToItsOwner() throws Exception {
    copyInitialised();
    EmbeddedPostgres server = EmbeddedPostgres.open(settings);

    assertThatThrownBy(() -> Sql.connect(server, "guess").close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    assertThat(Files.getPosixFilePermissions(settings.passwordFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(server.toString()).doesNotContain(server.password());
  }

  @Test
  void anotherProcessFindsTheSameServer() throws Exception {
    copyInitialised();
    EmbeddedPostgres server = EmbeddedPostgres.open(settings);

    assertThat(openElsewhere()).isEqualTo(server.pid() + " " + server.port() + " false");
  }

  @Test
  void openingAtOnceFromThreadsAndProcessesStartsOneServer() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<String>> opened = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        opened.add(threads.submit(this::openElsewhere));
        opened.add(
            threads.submit(
                () -> {
                  EmbeddedPostgres server = EmbeddedPostgres.open(settings);
                  return server.pid() + " " + server.port() + " " + server.started();
                }));
      }
      List<String> seen = new ArrayList<>();
      for (Future<String> future : opened) {
        seen.add(future.get());
      }
      assertThat(seen.stream().map(line -> line.replaceFirst(" \\w+$", "")).distinct()).hasSize(1);
      assertThat(seen).filteredOn(line -> line.endsWith("true")).hasSize(1);
    }
  }

  @Test
  void keepsDataOverStopAndStart() throws Exception {
    copyInitialised();
    EmbeddedPostgres first = EmbeddedPostgres.open(settings);
    Sql.run(first, "CREATE TABLE t AS SELECT 42 AS x");

    assertThat(EmbeddedPostgres.stop(settings)).isTrue();
    assertThat(EmbeddedPostgres.stop(settings)).isFalse();
    assertThat(EmbeddedPostgres.find(settings)).isEmpty();
    EmbeddedPostgres second = EmbeddedPostgres.open(settings);

    assertThat(second.started()).isTrue();
    assertThat(Sql.ask(second, "SELECT x FROM t")).isEqualTo("42");
  }

  @Test
  void keepsItsPortOverRestartsUnlessAnotherProgramHasIt() throws Exception {
    copyInitialised();
    int port = EmbeddedPostgres.open(settings).port();
    EmbeddedPostgres.stop(settings);

    assertThat(EmbeddedPostgres.open(settings).port()).isEqualTo(port);

    EmbeddedPostgres.stop(settings);
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      EmbeddedPostgres server = EmbeddedPostgres.open(settings);

      assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
      assertThat(Sql.ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void startsAgainAfterItsPostmasterWasKilledWhileABackendWasBusy() throws Exception {
    copyInitialised();
    EmbeddedPostgres first = EmbeddedPostgres.open(settings);
    Sql.run(first, "CREATE TABLE t AS SELECT 42 AS x");
    try (Connection busy = Sql.connect(first, first.password());
        Statement statement = busy.createStatement()) {
      Future<?> endless = keepBusy(statement);
      awaitBusy(first);
      ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
      assertThat(
              Poll.until(Duration.ofSeconds(10), () -> EmbeddedPostgres.find(settings).isEmpty()))
          .isTrue();
      assertThat(EmbeddedPostgres.leftovers(settings)).isNotEmpty();

      EmbeddedPostgres second = EmbeddedPostgres.open(settings);

      assertThat(second.pid()).isNotEqualTo(first.pid());
      assertThat(Sql.ask(second, "SELECT x FROM t")).isEqualTo("42");
      assertThat(Sql.ask(second, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%8e18%'"))
          .isEqualTo("1");
      assertThatThrownBy(endless::get).hasCauseInstanceOf(SQLException.class);
    }
  }

  @Test
  void aPidFileThatNamesALivingProcessOfOthersIsStale() throws Exception {
    copyInitialised();
    EmbeddedPostgres first = EmbeddedPostgres.open(settings);
    List<String> lines = new ArrayList<>(Files.readAllLines(PidFile.in(settings.data())));
    EmbeddedPostgres.stop(settings);
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(PidFile.in(settings.data()), lines);
    ServerUser.current().own(PidFile.in(settings.data()));

    assertThat(EmbeddedPostgres.find(settings)).isEmpty();
    EmbeddedPostgres second = EmbeddedPostgres.open(settings);

    assertThat(second.started()).isTrue();
    assertThat(second.pid()).isNotEqualTo(first.pid());
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void aDamagedDataDirectoryIsRefusedAndLeftAlone() throws Exception {
    copyInitialised();
    Files.delete(settings.data().resolve("PG_VERSION"));

    assertThatThrownBy(() -> EmbeddedPostgres.open(settings))
        .isInstanceOf(PostgresException.class)
        .hasMessageContaining("is damaged");
    assertThat(settings.data().resolve("base")).isDirectory();
  }

  @Test
  void aDataDirectoryOfAnotherVersionIsRefused() throws Exception {
    copyInitialised();
    Files.writeString(settings.data().resolve("PG_VERSION"), "17\n");

    assertThatThrownBy(() -> EmbeddedPostgres.open(settings))
        .isInstanceOf(PostgresException.class)
        .hasMessageContaining("was made by PostgreSQL 17, this jobc brings 18");
  }

  @Test
  void aBadSettingOfTheUserIsNamed() throws Exception {
    copyInitialised();
    Files.writeString(settings.directory().resolve("extra.conf"), "shared_buffers = 'lots'\n");

    assertThatThrownBy(() -> EmbeddedPostgres.open(settings))
        .isInstanceOf(PostgresException.class)
        .hasMessageContaining("PostgreSQL doesn't start")
        .hasMessageContaining("extra.conf\" contains errors");
  }

  private String openElsewhere() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OpenMain.class.getName(),
                settings.directory().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor()).isZero();
    return said;
  }

  private static Future<?> keepBusy(Statement statement) {
    FutureTask<Boolean> running =
        new FutureTask<>(
            () -> statement.execute("SELECT sum(x) FROM generate_series(1, 8e18::bigint) x"));
    Thread.ofPlatform().daemon().start(running);
    return running;
  }

  private static void awaitBusy(EmbeddedPostgres server) {
    assertThat(
            Poll.until(
                Duration.ofSeconds(10),
                () -> {
                  try {
                    return Sql.ask(
                            server,
                            "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE state = 'active' AND query LIKE '%8e18%'")
                        .equals("2");
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                }))
        .isTrue();
  }
}
