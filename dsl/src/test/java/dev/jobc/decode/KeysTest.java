package dev.jobc.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
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
      files requires triggers description labels owner setup teardown resultFrom onLost budget
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
          Keys.Output.TABLE, Keys.Retry.TABLE, Keys.Timeout.TABLE, Keys.Capture.TABLE
        }) {
      assertThat(table.words()).noneMatch(table.known()::contains);
      assertThat(table.advised()).allMatch(table.known()::contains);
    }
  }
}
