package dev.jobc.executor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  private static PostgresStore open(DatabaseSettings settings) {
    return PostgresStore.open(settings, InstantSource.system());
  }

  private static void refused(DatabaseSettings settings, EngineException.Kind kind, String why) {
    assertThatThrownBy(() -> open(settings))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((EngineException) e).kind())
        .isEqualTo(kind);
  }

  @Test
  void theNewestKnownVersionIsThatOfTheFiles() throws IOException {
    Path files = Path.of("src/main/resources/db/migration");
    try (Stream<Path> migrations = Files.list(files)) {
      assertThat(migrations.map(file -> file.getFileName().toString().substring(1, 5)))
          .contains("%04d".formatted(Migrations.NEWEST))
          .allSatisfy(
              version ->
                  assertThat(Integer.parseInt(version)).isLessThanOrEqualTo(Migrations.NEWEST));
    }
  }

  @Test
  void processesThatStartAtOnceMigrateOnce() {
    TestDatabase database = TestDatabase.empty();
    List<CompletableFuture<Void>> openings =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.runAsync(() -> open(database.settings()).close()))
            .toList();
    openings.forEach(CompletableFuture::join);
    assertThat(
            database.count(
                "select count(*) from jobc.flyway_schema_history where version is not null"))
        .isEqualTo(Migrations.NEWEST);
  }

  @Test
  void refusesADatabaseOfANewerJobc() {
    TestDatabase database = TestDatabase.create();
    database.execute(
        "update jobc.flyway_schema_history set version = '9000' where version = '0001'");
    refused(database.settings(), EngineException.Kind.SCHEMA, "use a newer jobc");
  }

  @Test
  void saysWhenNobodyAnswersOrTheLoginIsRefused() {
    refused(
        new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/x", "u", "p"),
        EngineException.Kind.UNREACHABLE,
        "can't be reached");
    DatabaseSettings good = TestDatabase.create().settings();
    refused(
        new DatabaseSettings(good.url(), good.user(), "wrong"),
        EngineException.Kind.UNREACHABLE,
        "refuses the login");
    refused(
        new DatabaseSettings(good.url() + "_missing", good.user(), good.password()),
        EngineException.Kind.UNREACHABLE,
        "does not exist");
  }

  @Test
  void makesPartitionsAheadOfTime() {
    TestDatabase database = TestDatabase.create();
    try (PostgresStore store = open(database.settings())) {
      store.upkeep().preparePartitions();
      store.upkeep().preparePartitions();
    }
    assertThat(
            database.count(
                "select count(*) from pg_inherits where inhparent = 'jobc.attempt'::regclass"))
        .isEqualTo(4);
  }
}
