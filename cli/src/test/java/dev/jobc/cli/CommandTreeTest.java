package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.cli.context.Console;
import dev.jobc.cli.context.Session;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The whole tree, and the part of it that one command needs. */
class CommandTreeTest {
  private static CommandLine tree(String... arguments) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Session session =
        new Session(
            Console.plain(nowhere, nowhere), Map.of(), Path.of("unused"), InstantSource.system());
    return CommandTree.of(session, arguments);
  }

  @Test
  void aVerbByItselfIsTheOneOfTheWholeTree() {
    Map<String, CommandLine> all = tree().getSubcommands();
    assertThat(all).containsKeys("check", "run", "runs", "version");
    all.forEach(
        (name, verb) -> {
          Map<String, CommandLine> alone = tree(name, "--help").getSubcommands();
          assertThat(alone).containsOnlyKeys(name);
          assertThat(alone.get(name).getUsageMessage()).isEqualTo(verb.getUsageMessage());
          assertThat(verb.getUsageMessage()).startsWith("Usage: jobc " + name + " ");
        });
  }

  @Test
  void valuesOfEnumsAreCalledWhatIsTyped() {
    List<OptionSpec> options = enums(tree());
    assertThat(options).hasSizeGreaterThan(10);
    assertThat(options)
        .allSatisfy(
            option ->
                assertThat(option.converters().length > 0 || isPlain(option.type()))
                    .as("%s of %s", option.longestName(), option.command())
                    .isTrue());
  }

  /** Picocli's own reader takes and shows the constants' names. */
  private static boolean isPlain(Class<?> type) {
    return Stream.of(type.getEnumConstants())
        .allMatch(value -> value.toString().equals(((Enum<?>) value).name()));
  }

  private static List<OptionSpec> enums(CommandLine line) {
    List<OptionSpec> found = new ArrayList<>();
    line.getCommandSpec().options().stream()
        .filter(option -> option.type().isEnum())
        .forEach(found::add);
    line.getSubcommands().values().forEach(below -> found.addAll(enums(below)));
    return found;
  }

  @Test
  void whatDoesNotBeginWithAVerbSeesThemAll() {
    int all = tree().getSubcommands().size();
    assertThat(tree("--help").getSubcommands()).hasSize(all);
    assertThat(tree("chekc", "check").getSubcommands()).hasSize(all);
  }
}
