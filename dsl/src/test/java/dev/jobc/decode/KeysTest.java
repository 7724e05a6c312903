package dev.jobc.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeysTest {
  /** Every key in the table of constructs of the language reference. */
  private static final String REFERENCE =
      """
      steps id parallel graph needs runtime run command args uses with forEach as key maxParallel
      maxItems batch failFast matrix include exclude mapReduce if switch cases default loop spawn
      race wait waitFor approval poll catch finally fail return saga compensate continueOnError
      triggerRule retry timeout checks deadLetter onShutdown queue runsOn priority concurrency pool
      rateLimit isolation user group workingDirectory umask resources requirements packages cache
      files requires triggers description labels owner setup teardown resultFrom onLost trace budget
      secrets file package class env shell exitCodes stdin capture outputs inputs errors types tasks
      name namespace jobc idempotencyKey
      """;

  @Test
  void knowsEveryKeyOfTheLanguage() {
    Set<String> known = new TreeSet<>();
    Stream.of(Keys.Workflow.TABLE, Keys.Step.TABLE, Keys.Task.TABLE)
        .forEach(table -> known.addAll(table.known()));
    assertThat(known).contains(REFERENCE.strip().split("\\s+"));
  }

  @Test
  void advisesOnlyWordsThatAreKeys() {
    for (KeyTable table :
        new KeyTable[] {
          Keys.Workflow.TABLE, Keys.Step.TABLE, Keys.Task.TABLE, Keys.Input.TABLE,
          Keys.Output.TABLE, CodeKeys.Retry.TABLE, CodeKeys.Timeout.TABLE, CodeKeys.Capture.TABLE
        }) {
      assertThat(table.words()).noneMatch(table.known()::contains);
      assertThat(table.advised()).allMatch(table.known()::contains);
    }
  }

  @Test
  void theLanguagePageLeadsToEveryKey() throws IOException {
    String page = Files.readString(Path.of("../docs/language.md"));
    String table = page.substring(page.indexOf("## All keys"), page.indexOf("## A file"));
    Set<String> listed = new TreeSet<>();
    Set<String> links = new TreeSet<>();
    for (String row : table.lines().filter(line -> line.startsWith("| `")).toList()) {
      matches("`(\\w+)`", row.substring(0, row.indexOf(" | "))).forEach(listed::add);
      matches("\\(#([^)]+)\\)", row).forEach(links::add);
    }
    Set<String> known = new TreeSet<>();
    Stream.of(Keys.Workflow.TABLE, Keys.Step.TABLE, Keys.Task.TABLE)
        .forEach(keys -> known.addAll(keys.known()));
    assertThat(listed).isEqualTo(known);
    assertThat(page.lines().filter(line -> line.startsWith("#")).map(KeysTest::anchor).toList())
        .containsAll(links);
  }

  private static Stream<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1));
  }

  /** As the usual renderers of Markdown make it of a heading. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }
}
