package dev.jobc.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.postgres.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where state lives and which database is used, by the caller's environment. */
class ChoicesTest {
  private static final Path HERE = Path.of("/here");

  @Test
  void stateIsWhereTheCallerOrTheCustomsOfTheSystemSay() {
    Map<String, String> ana = Map.of("HOME", "/home/ana");
    assertThat(StateHome.choose(ana, false, HERE))
        .isEqualTo(Path.of("/home/ana/.local/state/jobc"));
    assertThat(StateHome.choose(ana, true, HERE)).isEqualTo(Path.of("/var/lib/jobc"));
    assertThat(StateHome.choose(Map.of("XDG_STATE_HOME", "/s"), false, HERE))
        .isEqualTo(Path.of("/s/jobc"));
    assertThat(StateHome.choose(Map.of("JOBC_HOME", "mine"), true, HERE))
        .isEqualTo(Path.of("/here/mine"));
  }

  @Test
  void aDatabaseAddressIsTakenInItsUsualForms() {
    assertThat(choose("postgresql://ana:p%40ss@db:5433/jobs?sslmode=require"))
        .isEqualTo(
            new DatabaseChoice.Configured(
                "jdbc:postgresql://db:5433/jobs?sslmode=require", "ana", "p@ss"));
    assertThat(choose("jdbc:postgresql://db/jobs"))
        .isEqualTo(new DatabaseChoice.Configured("jdbc:postgresql://db/jobs", "", ""));
    assertThat(choose("")).isInstanceOf(DatabaseChoice.Embedded.class);
    assertThatThrownBy(() -> choose("oracle:thin")).isInstanceOf(CliException.class);
  }

  @Test
  void theVariablesWinOverTheLoginInTheAddress() {
    Map<String, String> environment =
        Map.of(
            "JOBC_DATABASE_URL", "postgres://a:b@db/jobs",
            "JOBC_DATABASE_USER", "c",
            "JOBC_DATABASE_PASSWORD", "d");

    DatabaseChoice chosen = DatabaseChoice.of(environment, ChoicesTest::embedded);

    assertThat(chosen)
        .isEqualTo(new DatabaseChoice.Configured("jdbc:postgresql://db/jobs", "c", "d"));
    assertThat(chosen.toString()).doesNotContain("d)").isEqualTo("jdbc:postgresql://db/jobs as c");
  }

  private static DatabaseChoice choose(String url) {
    return DatabaseChoice.of(Map.of("JOBC_DATABASE_URL", url), ChoicesTest::embedded);
  }

  private static Settings embedded() {
    return Settings.of(Path.of("/state/postgres"), Path.of("/cache"));
  }
}
