package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.yaml.ScalarText;
import dev.jobc.yaml.YamlNode;
import java.util.regex.Pattern;

/** What to say to a trigger that is not written as a map, such as {@code interval: 5m}. */
final class TriggerForms {
  /** What means the same without quotes inside a map in braces. */
  private static final Pattern PLAIN = Pattern.compile("[\\w./-]+");

  private final Decoding decoding;

  TriggerForms(Decoding decoding) {
    this.decoding = decoding;
  }

  /** The form with the author's own value in it, offered as a fix where that is all it takes. */
  Diagnostic wrong(YamlNode.Entry kind, YamlNode item) {
    String key = leading(kind.name());
    String expected = "a map such as `" + example(kind.name()) + "`";
    Diagnostic error = decoding.wrongKind(kind.key().span(), kind.name(), item, expected);
    if (key.isEmpty() || !(item instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      return error;
    }
    boolean text = scalar.value() instanceof Json.Str;
    String map = "{ " + key + ": " + (text ? quoted(scalar) : scalar.text().value()) + " }";
    Diagnostic meant = error.help("write `" + kind.name() + ": " + map + "`");
    return text ? meant.fix(Fix.replace("name the value", error.place(), map)) : meant;
  }

  private static String quoted(YamlNode.Scalar scalar) {
    ScalarText text = scalar.text();
    boolean plain = text.style() == ScalarText.Style.PLAIN && PLAIN.matcher(text.value()).matches();
    return plain ? text.value() : JsonText.write(Json.of(text.value()));
  }

  /** The key that a value by itself would belong to; empty when there is more to say than one. */
  private static String leading(String kind) {
    return switch (kind) {
      case "schedule" -> "cron";
      case "interval" -> "every";
      case "webhook" -> "path";
      case "event" -> "topic";
      case "workflow" -> "name";
      default -> "";
    };
  }

  private static String example(String kind) {
    return switch (kind) {
      case "schedule" -> "{ cron: \"15 2 * * *\" }";
      case "interval" -> "{ every: 10m }";
      case "webhook" -> "{ path: orders }";
      case "event" -> "{ topic: orders }";
      case "workflow" -> "{ name: finance/close }";
      case "condition" -> "{ run: ./ready.sh, every: 5m }";
      default -> "{}";
    };
  }
}
