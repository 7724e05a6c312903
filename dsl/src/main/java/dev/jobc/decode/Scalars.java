package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Suggestions;
import dev.jobc.json.Json;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.TemplateParser;
import dev.jobc.yaml.ScalarText;
import dev.jobc.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Literal values: text, names, numbers, words, durations. Null stands for "reported". */
final class Scalars {
  /** Values that other systems call otherwise. */
  private static final Map<String, String> PEERS =
      Map.of("none_failed_or_skipped", "none_failed_min_one_success", "dummy", "always");

  /** A century: longer is a mistake, and must not overflow a clock. */
  private static final int MAX_DAYS = 36_500;

  private final Decoding decoding;

  Scalars(Decoding decoding) {
    this.decoding = decoding;
  }

  /** Any text; a number or boolean must be quoted. */
  @Nullable Located<String> text(YamlNode.@Nullable Entry entry) {
    return entry == null ? null : text(entry.key().span(), entry.name(), entry.value());
  }

  @Nullable Located<String> text(Span key, String name, YamlNode node) {
    YamlNode.Scalar scalar = scalar(key, name, node, "text");
    if (scalar == null) {
      return null;
    }
    if (scalar.value() instanceof Json.Str) {
      return literal(name, scalar) ? located(scalar) : null;
    }
    Diagnostic error = decoding.wrongKind(key, name, node, "text");
    if (!scalar.isNull()) {
      String quoted = '"' + scalar.text().value() + '"';
      error = error.help("quote it: " + quoted).fix(Fix.replace("quote it", error.place(), quoted));
    }
    decoding.add(error);
    return null;
  }

  /** Text for people, taken as it is written; empty after an error or when there is none. */
  String prose(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return "";
    }
    if (entry.value() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Json.Str s) {
      return literal(entry.name(), scalar) ? s.value() : "";
    }
    decoding.add(decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), "text"));
    return "";
  }

  /** A name of that kind. */
  @Nullable Located<String> name(YamlNode.@Nullable Entry entry, Names.Kind kind) {
    Located<String> text = text(entry);
    return text == null || entry == null ? null : name(text, kind, "`" + entry.name() + "`");
  }

  /** Checks a name; what it names is for the message. */
  @Nullable Located<String> name(Located<String> text, Names.Kind kind, String what) {
    if (Names.fits(kind, text.value())) {
      return text;
    }
    Diagnostic error =
        decoding
            .at(text.span(), DiagnosticCode.BAD_NAME, "`" + text.value() + "` cannot be " + what)
            .note("it takes " + kind.rule());
    String repaired = Names.repaired(kind, text.value());
    if (!repaired.isEmpty()) {
      Fix rename = Fix.replace("rename it to `" + repaired + "`", error.place(), repaired);
      boolean taken = isDeclared(error.place().file().text(), repaired);
      error =
          error.caption(Suggestions.didYouMean(repaired)).fix(taken ? rename.toChoose() : rename);
    }
    decoding.add(error);
    return null;
  }

  /** Whether something has that name; a mere reference to it is one to what gets it now. */
  private static boolean isDeclared(String text, String name) {
    String quoted = "[\"']?" + Pattern.quote(name) + "[\"']?";
    return Pattern.compile(
            "\\b(?:id|as|name):\\s*" + quoted + "(?![\\w-])|(?:^|[\\s{,])" + quoted + "\\s*:")
        .matcher(text)
        .find();
  }

  /** The key of an entry as a name. */
  @Nullable Located<String> key(YamlNode.Entry entry, Names.Kind kind, String what) {
    return name(new Located<>(entry.name(), entry.key().span()), kind, what);
  }

  @Nullable Located<Integer> integer(YamlNode.@Nullable Entry entry, int lowest, int highest) {
    if (entry == null) {
      return null;
    }
    String expected = "a whole number from " + lowest + " to " + highest;
    YamlNode.Scalar scalar = numeric(entry, expected);
    if (scalar == null) {
      return null;
    }
    if (!(scalar.value() instanceof Json.Int(long value))) {
      String message =
          "`" + entry.name() + "` takes " + expected + ", not " + scalar.text().value();
      decoding.add(decoding.at(scalar.span(), DiagnosticCode.WRONG_KIND, message));
      return null;
    }
    if (value < lowest || value > highest) {
      decoding.add(outOfRange(entry, expected));
      return null;
    }
    return new Located<>((int) value, scalar.span());
  }

  @Nullable Located<Boolean> bool(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    YamlNode.Scalar scalar =
        scalar(entry.key().span(), entry.name(), entry.value(), "true or false");
    if (scalar == null || !literal(entry.name(), scalar)) {
      return null;
    }
    if (scalar.value() instanceof Json.Bool(boolean value)) {
      return new Located<>(value, scalar.span());
    }
    decoding.add(decoding.wrongKind(entry.key().span(), entry.name(), scalar, "`true` or `false`"));
    return null;
  }

  @Nullable Located<Double> number(YamlNode.@Nullable Entry entry, double lowest, double highest) {
    if (entry == null) {
      return null;
    }
    String from = BigDecimal.valueOf(lowest).stripTrailingZeros().toPlainString();
    String expected = "a number from " + from + " to " + (int) highest;
    YamlNode.Scalar scalar = numeric(entry, expected);
    if (scalar == null) {
      return null;
    }
    double value =
        scalar.value() instanceof Json.Int(long whole)
            ? whole
            : scalar.value() instanceof Json.Float(double broken) ? broken : Double.NaN;
    if (!(value >= lowest && value <= highest)) {
      decoding.add(outOfRange(entry, expected));
      return null;
    }
    return new Located<>(value, scalar.span());
  }

  /** True or false, written as such. */
  boolean flag(YamlNode.@Nullable Entry entry, boolean otherwise) {
    if (entry == null) {
      return otherwise;
    }
    String expected = "`true` or `false`";
    YamlNode.Scalar scalar = scalar(entry.key().span(), entry.name(), entry.value(), expected);
    if (scalar == null || !literal(entry.name(), scalar)) {
      return otherwise;
    }
    if (scalar.value() instanceof Json.Bool(boolean flag)) {
      return flag;
    }
    decoding.add(decoding.wrongKind(entry.key().span(), entry.name(), scalar, expected));
    return otherwise;
  }

  private Diagnostic outOfRange(YamlNode.Entry entry, String expected) {
    return decoding
        .at(
            entry.value().span(),
            DiagnosticCode.OUT_OF_RANGE,
            "`" + entry.name() + "` is outside its range")
        .caption("expected " + expected);
  }

  private YamlNode.@Nullable Scalar numeric(YamlNode.Entry entry, String expected) {
    YamlNode.Scalar scalar = scalar(entry.key().span(), entry.name(), entry.value(), expected);
    if (scalar == null || !literal(entry.name(), scalar)) {
      return null;
    }
    if (scalar.value() instanceof Json.Int || scalar.value() instanceof Json.Float) {
      return scalar;
    }
    if (scalar.isLostNumber()) {
      return null;
    }
    decoding.add(decoding.wrongKind(entry.key().span(), entry.name(), scalar, expected));
    return null;
  }

  /** One of a fixed set of words. */
  <T> @Nullable Located<T> choice(YamlNode.@Nullable Entry entry, Map<String, T> words) {
    if (entry == null) {
      return null;
    }
    boolean other =
        entry.value() instanceof YamlNode.Scalar scalar
            && !(scalar.value() instanceof Json.Str)
            && !scalar.isNull()
            && !words.containsKey(scalar.text().value());
    if (other) {
      decoding.add(switched(entry, words));
      return null;
    }
    Located<String> text = text(entry);
    return text == null ? null : choice(entry.name(), text, words);
  }

  /** No word; {@code false} is taken for {@code none} and {@code true} for {@code all}. */
  private Diagnostic switched(YamlNode.Entry entry, Map<String, ?> words) {
    String all = String.join(", ", words.keySet());
    Diagnostic error =
        decoding.wrongKind(
            entry.key().span(), entry.name(), entry.value(), "one of the words " + all);
    boolean on = entry.value() instanceof YamlNode.Scalar scalar && scalar.value() == Json.TRUE;
    boolean off = entry.value() instanceof YamlNode.Scalar scalar && scalar.value() == Json.FALSE;
    String meant = on ? "all" : off ? "none" : "";
    return words.containsKey(meant)
        ? error
            .caption(Suggestions.didYouMean(meant))
            .fix(Fix.replace("write `" + meant + "`", error.place(), meant))
        : error;
  }

  /** Some of a fixed set of words, at least one; empty after an error. */
  <T> List<Located<T>> choices(YamlNode.Entry entry, Map<String, T> words) {
    List<Located<T>> chosen = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    for (YamlNode item : new Maps(decoding).items(entry, "a list of words")) {
      Located<String> text = text(entry.key().span(), entry.name(), item);
      Located<T> choice = text == null ? null : choice(entry.name(), text, words);
      if (text != null && choice != null && isNew(seen, text, entry.name())) {
        chosen.add(choice);
      }
    }
    return chosen;
  }

  private <T> @Nullable Located<T> choice(String name, Located<String> text, Map<String, T> words) {
    T chosen = words.get(text.value());
    if (chosen != null) {
      return text.as(chosen);
    }
    Diagnostic error =
        decoding.at(
            text.span(),
            DiagnosticCode.UNKNOWN_CHOICE,
            "`" + text.value() + "` is no value of `" + name + "`");
    String theirs = PEERS.get(text.value());
    String near =
        theirs != null && words.containsKey(theirs)
            ? theirs
            : Suggestions.nearest(text.value(), words.keySet());
    String all = String.join(", ", words.keySet());
    decoding.add(
        near == null
            ? error.caption("expected one of " + all)
            : error
                .caption(Suggestions.didYouMean(near))
                .note("the values are " + all)
                .fix(Fix.replace("write `" + near + "`", error.place(), near)));
    return null;
  }

  /** A duration of at least so many milliseconds. */
  @Nullable Located<Duration> duration(YamlNode.@Nullable Entry entry, long lowest) {
    return entry == null ? null : duration(entry.key().span(), entry.name(), entry.value(), lowest);
  }

  @Nullable Located<Duration> duration(Span key, String name, YamlNode node, long lowest) {
    YamlNode.Scalar scalar = scalar(key, name, node, "a duration");
    if (scalar == null || !literal(name, scalar)) {
      return null;
    }
    if (scalar.isNull()) {
      decoding.add(decoding.wrongKind(key, name, node, "a duration such as `30s`"));
      return null;
    }
    String text = scalar.text().value();
    Duration duration = Durations.parse(text);
    boolean tooLong = duration != null && duration.toDays() > MAX_DAYS;
    if (duration != null && duration.toMillis() >= lowest && !tooLong) {
      return new Located<>(duration, scalar.span());
    }
    Diagnostic error =
        decoding
            .at(scalar.span(), DiagnosticCode.BAD_DURATION, "`" + text + "` is not a duration")
            .note("a duration is written `250ms`, `30s`, `5m`, `1h30m`, `2d` or `PT30M`");
    if (tooLong) {
      error = error.caption("it is longer than " + MAX_DAYS + "d");
    } else if (duration != null) {
      error = error.caption("it must be longer than nothing");
    } else if (scalar.value() instanceof Json.Int) {
      error = error.caption("which unit: `" + text + "s`, `" + text + "m`?");
    }
    decoding.add(error);
    return null;
  }

  /** A list of texts, without repetition; empty after an error. */
  List<Located<String>> names(YamlNode.@Nullable Entry entry, Names.Kind kind, String what) {
    List<Located<String>> names = new ArrayList<>();
    if (entry == null) {
      return names;
    }
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      decoding.add(notList(entry, what));
      return names;
    }
    Map<String, Span> seen = new HashMap<>();
    for (YamlNode item : list.items()) {
      Located<String> text = text(entry.key().span(), entry.name(), item);
      Located<String> name = text == null ? null : name(text, kind, what);
      if (name != null && isNew(seen, name, entry.name())) {
        names.add(name);
      }
    }
    return names;
  }

  private Diagnostic notList(YamlNode.Entry entry, String what) {
    Diagnostic error =
        decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), "a list of names");
    if (entry.value() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Json.Str) {
      String list = "[" + scalar.text().value() + "]";
      return error
          .help("write `" + entry.name() + ": " + list + "`")
          .fix(Fix.replace("make it a list", error.place(), list));
    }
    return error.note("each entry is " + what);
  }

  /** Whether an entry of a list occurs for the first time; reports the second. */
  boolean isNew(Map<String, Span> seen, Located<String> item, String list) {
    Span first = seen.putIfAbsent(item.value(), item.span());
    if (first == null) {
      return true;
    }
    decoding.add(
        decoding
            .at(
                item.span(),
                DiagnosticCode.DUPLICATE_ITEM,
                "`" + item.value() + "` stands twice in `" + list + "`")
            .caption("again here")
            .label(decoding.place(first), "first here"));
    return false;
  }

  /** A scalar, whatever its type. */
  YamlNode.@Nullable Scalar scalar(Span key, String name, YamlNode node, String expected) {
    if (node instanceof YamlNode.Scalar scalar) {
      return scalar;
    }
    decoding.add(decoding.wrongKind(key, name, node, expected));
    return null;
  }

  /** Refuses expressions in a field that is literal. */
  boolean literal(String name, YamlNode.Scalar scalar) {
    ScalarText text = scalar.text();
    int open = text.value().indexOf("${{");
    if (!TemplateParser.isTemplate(text.value())) {
      return true;
    }
    int close = text.value().indexOf("}}", open);
    Span span = text.toFile(open, close < 0 ? text.value().length() : close + 2);
    decoding.add(
        decoding.at(
            span,
            DiagnosticCode.TEMPLATE_NOT_ALLOWED,
            "`" + name + "` is literal and takes no expression"));
    return false;
  }

  private static Located<String> located(YamlNode.Scalar scalar) {
    return new Located<>(scalar.text().value(), scalar.span());
  }
}
