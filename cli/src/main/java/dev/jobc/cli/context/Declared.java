package dev.jobc.cli.context;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options without annotations. Reading annotations makes the JVM define a class for each kind of
 * annotation in every process, which takes a tenth of the time of a small command; what has to
 * start fast declares its options with these.
 */
public final class Declared {
  private Declared() {}

  /** An option without a value. */
  public static OptionSpec.Builder flag(String name, String description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .initialValue(false)
        .description(description);
  }

  /** An option with one value of a type that picocli can convert to. */
  public static <T> OptionSpec.Builder option(
      Class<T> type, @Nullable T initial, String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(type)
        .initialValue(initial)
        .paramLabel(label)
        .description(description);
  }

  /** An option that may be given many times. */
  public static OptionSpec.Builder options(String label, String description, String name) {
    return OptionSpec.builder(name)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .initialValue(List.of())
        .paramLabel(label)
        .description(description);
  }

  /** What was given, or the initial value, also before anything was read. */
  @SuppressWarnings("unchecked") // the type the argument was declared with
  public static <T> T value(ArgSpec argument) {
    T value = argument.getValue();
    return value != null ? value : (T) Objects.requireNonNull(argument.initialValue());
  }
}
