package dev.jobc.compiler.simulate;

import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.config.RgxGenOption;
import com.github.curiousoddman.rgxgen.config.RgxGenProperties;
import dev.jobc.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Texts made from a regular expression. They are guesses: the dialect of the library is that of
 * Java, that of workflows is RE2, so that whoever asks tries them with the real pattern.
 */
final class Patterns {
  private static final int TEXTS = 12;

  /** For {@code *}, {@code +} and {@code {2,}}. */
  private static final int MOST_REPEATS = 6;

  /** Choices made for a text; repeats in repeats in repeats would be made without end. */
  private static final int MOST_CHOICES = 10_000;

  /** Options that allow more texts, those without them being allowed in any case. */
  private static final Pattern LEADING_OPTIONS = Pattern.compile("\\A\\(\\?[imsU]+\\)");

  /** What RE2 writes otherwise. */
  private static final Map<String, String> DIALECT =
      Map.ofEntries(
          Map.entry("\\A", "^"),
          Map.entry("\\z", "$"),
          Map.entry("\\t", "\t"),
          Map.entry("(?P<", "(?<"),
          Map.entry("[]", "[\\]"),
          Map.entry("[^]", "[^\\]"),
          Map.entry("[:alpha:]", "a-zA-Z"),
          Map.entry("[:alnum:]", "a-zA-Z0-9"),
          Map.entry("[:digit:]", "0-9"),
          Map.entry("[:lower:]", "a-z"),
          Map.entry("[:upper:]", "A-Z"),
          Map.entry("[:word:]", "a-zA-Z0-9_"),
          Map.entry("[:xdigit:]", "0-9a-fA-F"),
          Map.entry("[:space:]", " "),
          Map.entry("[:punct:]", "!-/:-@"));

  private Patterns() {}

  /** The same texts for the same pattern, the shortest among them; none where it can't be read. */
  static List<Json> texts(String pattern) {
    String theirs = LEADING_OPTIONS.matcher(pattern).replaceFirst("");
    for (Map.Entry<String, String> word : DIALECT.entrySet()) {
      theirs = theirs.replace(word.getKey(), word.getValue());
    }
    return parsed(theirs).map(Patterns::texts).orElse(List.of());
  }

  private static List<Json> texts(RgxGen generator) {
    Set<String> texts = new LinkedHashSet<>();
    SplittableRandom chance = new SplittableRandom(1);
    for (int i = 0; i < TEXTS; i++) {
      text(generator, chance::nextLong).ifPresent(texts::add);
    }
    text(generator, () -> 0).ifPresent(texts::add);
    return texts.stream().map(text -> Json.of(text)).toList();
  }

  private static Optional<String> text(RgxGen generator, LongSupplier bits) {
    try {
      return Optional.of(generator.generate(new Choices(bits)));
    } catch (RuntimeException endless) {
      return Optional.empty();
    }
  }

  /** What a parser of another dialect throws at what it doesn't know is not all its own. */
  private static Optional<RgxGen> parsed(String pattern) {
    RgxGenProperties properties = new RgxGenProperties();
    RgxGenOption.INFINITE_PATTERN_REPETITION.setInProperties(properties, MOST_REPEATS);
    try {
      return Optional.of(RgxGen.parse(properties, pattern));
    } catch (RuntimeException other) {
      return Optional.empty();
    }
  }

  private static final class Choices implements RandomGenerator {
    private final LongSupplier bits;
    private int left = MOST_CHOICES;

    Choices(LongSupplier bits) {
      this.bits = bits;
    }

    @Override
    public long nextLong() {
      left--;
      if (left < 0) {
        throw new IllegalStateException("a text of this pattern is too long");
      }
      return bits.getAsLong();
    }
  }
}
