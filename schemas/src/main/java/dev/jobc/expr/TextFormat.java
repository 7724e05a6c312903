package dev.jobc.expr;

import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.type.DecimalText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code format}: {@code %s} any value, {@code %d} an int, {@code %f} and {@code %.2f} a number,
 * {@code %x} an int in hexadecimal, {@code %%} a percent sign.
 */
final class TextFormat {
  private static final int DEFAULT_DIGITS = 6;
  private static final int MAX_DIGITS = 100;

  private final String pattern;
  private final List<Json> args;
  private final Budget budget;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int used;

  private TextFormat(String pattern, List<Json> args, Budget budget) {
    this.budget = budget;
    this.pattern = pattern;
    this.args = args;
  }

  static String format(String pattern, List<Json> args, Budget budget) throws EvaluationException {
    TextFormat format = new TextFormat(pattern, args, budget);
    format.run();
    return format.out.toString();
  }

  /** What is wrong with a format whatever its values are; null when nothing is. */
  static @Nullable String wrong(String pattern) {
    TextFormat format = new TextFormat(pattern, List.of(), new Budget(0));
    while (format.at < pattern.length()) {
      if (pattern.charAt(format.at++) == '%') {
        format.digits();
        char verb = format.at < pattern.length() ? pattern.charAt(format.at++) : ' ';
        if ("%sdxf".indexOf(verb) < 0) {
          return unknown(verb, pattern);
        }
      }
    }
    return null;
  }

  private static String unknown(char verb, String pattern) {
    return "format knows %s, %d, %x, %f, %.2f and %%, not %" + verb + ": " + pattern;
  }

  /** The text of a scalar without quotes, of anything else its JSON. */
  static String plain(Json value) {
    return value instanceof Json.Str(String text) ? text : JsonText.write(value);
  }

  private void run() throws EvaluationException {
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      if (c == '%') {
        verb();
      } else {
        out.append(c);
      }
    }
    if (used < args.size()) {
      throw new EvaluationException(
          "format has " + args.size() + " values but only " + used + " places: " + pattern);
    }
  }

  private void verb() throws EvaluationException {
    int digits = digits();
    char verb = at < pattern.length() ? pattern.charAt(at++) : ' ';
    switch (verb) {
      case '%' -> out.append('%');
      case 's' -> out.append(text(next()));
      case 'd' -> out.append(whole(verb));
      case 'x' -> out.append(Long.toHexString(whole(verb)));
      case 'f' -> out.append(fixed(next(), digits));
      default -> throw new EvaluationException(unknown(verb, pattern));
    }
  }

  private String text(Json value) throws EvaluationException {
    Sizes.spend(value, budget);
    return plain(value);
  }

  private int digits() {
    if (at >= pattern.length() || pattern.charAt(at) != '.') {
      return DEFAULT_DIGITS;
    }
    int digits = 0;
    for (at++; at < pattern.length() && isDigit(pattern.charAt(at)); at++) {
      digits = Math.min(MAX_DIGITS, digits * 10 + pattern.charAt(at) - '0');
    }
    return digits;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Json next() throws EvaluationException {
    if (used == args.size()) {
      throw new EvaluationException(
          "format has only " + args.size() + " values for its places: " + pattern);
    }
    return args.get(used++);
  }

  private long whole(char verb) throws EvaluationException {
    Json value = next();
    if (value instanceof Json.Int(long whole)) {
      return whole;
    }
    throw new EvaluationException(
        "format %" + verb + " wants an int, got " + JsonText.write(value));
  }

  private static String fixed(Json value, int digits) throws EvaluationException {
    return switch (value) {
      case Json.Int(long whole) -> fixed(BigDecimal.valueOf(whole), digits);
      case Json.Float(double number) -> fixed(new BigDecimal(number), digits);
      case Json.Str(String text) when DecimalText.canonical(text) != null ->
          fixed(new BigDecimal(text), digits);
      default ->
          throw new EvaluationException("format %f wants a number, got " + JsonText.write(value));
    };
  }

  private static String fixed(BigDecimal number, int digits) {
    return number.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
