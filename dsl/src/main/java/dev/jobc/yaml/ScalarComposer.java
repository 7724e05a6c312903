package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.json.Json;
import dev.jobc.source.Span;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Scalars: their places without properties, their values by the core schema, and tags. */
final class ScalarComposer {
  private static final String CORE = "tag:yaml.org,2002:";
  private static final int MAX_SHOWN = 60;

  /** {@code !inputs.x}, {@code !(a && b)}: in an expression {@code !} says "not". */
  private static final Pattern NEGATION =
      Pattern.compile("!(?:\\(|(?:inputs|steps|vars|run|item|loop|matrix|self|has|size)\\b)");

  private final EventStream events;
  private final Diagnostics diagnostics;
  private final String source;

  ScalarComposer(EventStream events, Diagnostics diagnostics) {
    this.events = events;
    this.diagnostics = diagnostics;
    this.source = events.file().text();
  }

  YamlNode.Scalar scalar(ScalarEvent event) {
    ScalarText text =
        new ScalarText(events.file(), event.getValue(), style(event), contentSpan(event));
    return new YamlNode.Scalar(value(event, text), text);
  }

  private Json value(ScalarEvent event, ScalarText text) {
    String tag = event.getTag().orElse("");
    boolean isText = tag.equals(CORE + "str") || tag.equals("!");
    if (isText || (tag.isEmpty() && !event.isPlain())) {
      return Json.of(text.value());
    }
    Json resolved = CoreSchema.resolve(text.value());
    if (resolved == null) {
      diagnostics.add(
          Diagnostic.of(
                  DiagnosticCode.NUMBER_OUT_OF_RANGE,
                  events.file().place(text.span()),
                  "the number `" + text.value() + "` does not fit 64 bits")
              .help("quote it if it is meant as text"));
      return Json.of(text.value());
    }
    return checkTag(event.getTag(), tagOf(resolved), event) ? resolved : Json.of(text.value());
  }

  private static String tagOf(Json value) {
    return switch (value) {
      case Json.Null n -> "null";
      case Json.Bool b -> "bool";
      case Json.Int i -> "int";
      case Json.Float f -> "float";
      case Json.Str s -> "str";
      case Json.Arr a -> "seq";
      case Json.Obj o -> "map";
    };
  }

  /** Whether a tag, if any, is the core schema's of that name; complains about another. */
  boolean checkTag(Optional<String> tag, String expected, Event event) {
    if (tag.isEmpty() || tag.get().equals("!") || tag.get().equals(CORE + expected)) {
      return true;
    }
    int start = tagStart(event);
    Span span = new Span(start, wordEnd(start));
    Diagnostic error =
        Diagnostic.of(
            DiagnosticCode.UNKNOWN_TAG,
            events.file().place(span),
            "the tag `" + shown(span.of(source)) + "` does not fit here");
    diagnostics.add(
        event instanceof ScalarEvent && NEGATION.matcher(span.of(source)).lookingAt()
            ? Quotes.offer(
                error.help("`!` begins a tag: a condition that begins with it stands in quotes"),
                events.file(),
                new Span(start, Math.max(span.end(), events.end(event))))
            : error.note(
                "only the core tags `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!seq` and"
                    + " `!!map` are known, each before a value of its kind"));
    return false;
  }

  private static String shown(String tag) {
    return tag.length() <= MAX_SHOWN ? tag : tag.substring(0, MAX_SHOWN) + "…";
  }

  private int tagStart(Event event) {
    int at = events.start(event);
    while (at < source.length() && source.charAt(at) == '&') {
      at = skipProperty(at);
    }
    return at;
  }

  /** An anchor or tag, and the blanks behind it. */
  private int skipProperty(int from) {
    int at = wordEnd(from);
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
    return at;
  }

  private int wordEnd(int from) {
    int at = from;
    while (at < source.length() && !Character.isWhitespace(source.charAt(at))) {
      at++;
    }
    return at;
  }

  private Span contentSpan(ScalarEvent event) {
    int start = events.start(event);
    int end = Math.max(start, events.end(event));
    boolean properties = event.getAnchor().isPresent() || event.getTag().isPresent();
    while (properties && start < end && "&!".indexOf(source.charAt(start)) >= 0) {
      start = Math.min(skipProperty(start), end);
    }
    boolean block = event.isLiteral() || event.isFolded();
    while (block && end > start && Character.isWhitespace(source.charAt(end - 1))) {
      end--;
    }
    return new Span(start, end);
  }

  private static ScalarText.Style style(ScalarEvent event) {
    return switch (event.getScalarStyle()) {
      case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> ScalarText.Style.DOUBLE_QUOTED;
      case SINGLE_QUOTED -> ScalarText.Style.SINGLE_QUOTED;
      case LITERAL -> ScalarText.Style.LITERAL;
      case FOLDED -> ScalarText.Style.FOLDED;
      case PLAIN -> ScalarText.Style.PLAIN;
    };
  }
}
