package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.json.Json;
import dev.jobc.source.CodePoints;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Builds the tree from the event stream.
 *
 * <ol>
 *   <li>No path through the tree is longer than {@link #MAX_DEPTH}, whether it leads through
 *       aliases or not.
 *   <li>Aliases add at most {@link #MAX_ALIASED_NODES} nodes to what a walk over the tree visits.
 *       An aliased node is shared, so memory is bounded by the text; this bounds time.
 *   <li>No tree contains itself: an anchor is known only when its node has ended.
 * </ol>
 */
final class YamlComposer {
  static final int MAX_DEPTH = 64;
  static final int MAX_ALIASED_NODES = 50_000;

  /** A node with the number of nodes in it and the length of the longest path through it. */
  private record Sized(YamlNode node, int size, int height) {}

  private final SourceFile file;
  private final CodePoints points;
  private final Diagnostics diagnostics;
  private final Map<Anchor, Sized> anchors = new HashMap<>();
  private int aliasedNodes;
  private int lastOffset;

  YamlComposer(SourceFile file, CodePoints points, Diagnostics diagnostics) {
    this.file = file;
    this.points = points;
    this.diagnostics = diagnostics;
  }

  /** The end of the last event seen, to place an error that has no place of its own. */
  int lastOffset() {
    return lastOffset;
  }

  /** The document, or null when there is none; an error was reported then. */
  @Nullable YamlNode compose(Parser events) {
    next(events);
    if (events.checkEvent(Event.ID.StreamEnd)) {
      diagnostics.add(
          Diagnostic.of(
              DiagnosticCode.EMPTY_FILE, file.place(Span.at(0)), "the file holds no workflow"));
      return null;
    }
    next(events);
    YamlNode root = node(events, next(events), 1).node();
    next(events);
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      secondDocument(next(events));
    }
    return root;
  }

  private void secondDocument(Event event) {
    Span span = new Span(start(event), Math.max(start(event), end(event)));
    String message =
        event instanceof DocumentStartEvent
            ? "a second document starts here"
            : "the document has already ended";
    diagnostics.add(
        Diagnostic.of(DiagnosticCode.SEVERAL_DOCUMENTS, file.place(span), message)
            .help("put each workflow into a file of its own"));
  }

  private Event next(Parser events) {
    Event event = events.next();
    lastOffset = Math.max(lastOffset, end(event));
    return event;
  }

  private Sized node(Parser events, Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return aliased(alias, depth);
    }
    if (depth > MAX_DEPTH) {
      throw tooDeep(new Span(start(event), end(event)));
    }
    Sized sized =
        switch (event.getEventId()) {
          case Scalar -> new Sized(scalar((ScalarEvent) event), 1, 1);
          case SequenceStart -> sequence(events, (CollectionStartEvent) event, depth);
          case MappingStart -> mapping(events, (CollectionStartEvent) event, depth);
          default -> throw new IllegalStateException("unexpected " + event);
        };
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, sized));
    return sized;
  }

  private Sized aliased(AliasEvent alias, int depth) {
    Sized target = anchors.get(alias.getAlias());
    Span span = new Span(start(alias), end(alias));
    if (target == null) {
      throw new YamlLimitException(
          Diagnostic.of(
                  DiagnosticCode.BAD_ALIAS,
                  file.place(span),
                  "no anchor `&" + alias.getAlias().getValue() + "` ends before this alias")
              .help("an alias repeats a node that was written, and closed, further up"));
    }
    aliasedNodes += target.size();
    if (aliasedNodes > MAX_ALIASED_NODES) {
      throw new YamlLimitException(
          Diagnostic.of(
                  DiagnosticCode.ALIAS_EXPANSION,
                  file.place(span),
                  "with this alias, aliases repeat more than " + MAX_ALIASED_NODES + " nodes")
              .note("the limit keeps a small file from growing into an endless one"));
    }
    if (depth - 1 + target.height() > MAX_DEPTH) {
      throw tooDeep(span);
    }
    return target;
  }

  private YamlLimitException tooDeep(Span span) {
    return new YamlLimitException(
        Diagnostic.of(
            DiagnosticCode.NESTED_TOO_DEEPLY,
            file.place(span),
            "nested more than " + MAX_DEPTH + " levels deep"));
  }

  private Sized sequence(Parser events, CollectionStartEvent event, int depth) {
    checkTag(event.getTag(), "tag:yaml.org,2002:seq", event);
    List<YamlNode> items = new ArrayList<>();
    int size = 1;
    int height = 0;
    Event inner = next(events);
    while (inner.getEventId() != Event.ID.SequenceEnd) {
      Sized item = node(events, inner, depth + 1);
      items.add(item.node());
      size = add(size, item.size());
      height = Math.max(height, item.height());
      inner = next(events);
    }
    Span last = items.isEmpty() ? Span.at(start(event)) : items.getLast().span();
    return new Sized(
        new YamlNode.Sequence(items, collection(event, inner, last)), size, height + 1);
  }

  private Sized mapping(Parser events, CollectionStartEvent event, int depth) {
    checkTag(event.getTag(), "tag:yaml.org,2002:map", event);
    List<YamlNode.Entry> entries = new ArrayList<>();
    Map<String, YamlNode.Entry> seen = new HashMap<>();
    int size = 1;
    int height = 0;
    Event inner = next(events);
    while (inner.getEventId() != Event.ID.MappingEnd) {
      Sized key = node(events, inner, depth + 1);
      Sized value = node(events, next(events), depth + 1);
      size = add(size, add(key.size(), value.size()));
      height = Math.max(height, Math.max(key.height(), value.height()));
      entry(key.node(), value.node(), seen, entries);
      inner = next(events);
    }
    Span last = entries.isEmpty() ? Span.at(start(event)) : entries.getLast().value().span();
    return new Sized(
        new YamlNode.Mapping(entries, collection(event, inner, last)), size, height + 1);
  }

  private static int add(int a, int b) {
    return Math.min(a + b, MAX_ALIASED_NODES + 1);
  }

  private void entry(
      YamlNode key,
      YamlNode value,
      Map<String, YamlNode.Entry> seen,
      List<YamlNode.Entry> entries) {
    if (!(key instanceof YamlNode.Scalar scalar)) {
      diagnostics.add(
          Diagnostic.of(
                  DiagnosticCode.KEY_NOT_SCALAR,
                  file.place(key.span()),
                  "a key must be a word, this is " + key.kind())
              .help(
                  "quote it if it is meant as text; `${{ … }}` as a whole value needs quotes"
                      + " inside brackets"));
      return;
    }
    YamlNode.Entry entry = new YamlNode.Entry(scalar, value);
    if (entry.name().equals("<<") && scalar.text().style() == ScalarText.Style.PLAIN) {
      diagnostics.add(
          Diagnostic.of(
                  DiagnosticCode.MERGE_KEY,
                  file.place(scalar.span()),
                  "`<<` does not merge maps: YAML 1.2 has no merge keys")
              .help("repeat the keys, or give the whole map an anchor"));
      return;
    }
    YamlNode.Entry first = seen.putIfAbsent(entry.name(), entry);
    if (first == null) {
      entries.add(entry);
      return;
    }
    diagnostics.add(
        Diagnostic.of(
                DiagnosticCode.DUPLICATE_KEY,
                file.place(scalar.span()),
                "the key `" + entry.name() + "` stands twice in the same map")
            .caption("again here")
            .label(file.place(first.key().span()), "first here"));
  }

  private YamlNode.Scalar scalar(ScalarEvent event) {
    ScalarText text = new ScalarText(file, event.getValue(), style(event), scalarSpan(event));
    return new YamlNode.Scalar(value(event, text), text);
  }

  private Json value(ScalarEvent event, ScalarText text) {
    String tag = event.getTag().orElse("");
    Json resolved =
        tag.isEmpty() && !event.isPlain()
            ? Json.of(text.value())
            : CoreSchema.resolve(text.value());
    if (tag.equals("tag:yaml.org,2002:str") || tag.equals("!")) {
      return Json.of(text.value());
    }
    if (resolved == null) {
      diagnostics.add(
          Diagnostic.of(
                  DiagnosticCode.NUMBER_OUT_OF_RANGE,
                  file.place(text.span()),
                  "the number `" + text.value() + "` does not fit 64 bits")
              .help("quote it if it is meant as text"));
      return Json.of(text.value());
    }
    if (!tag.isEmpty()) {
      checkTag(event.getTag(), tagOf(resolved), event);
    }
    return resolved;
  }

  private static String tagOf(Json value) {
    return "tag:yaml.org,2002:"
        + switch (value) {
          case Json.Null n -> "null";
          case Json.Bool b -> "bool";
          case Json.Int i -> "int";
          case Json.Float f -> "float";
          case Json.Str s -> "str";
          case Json.Arr a -> "seq";
          case Json.Obj o -> "map";
        };
  }

  private void checkTag(Optional<String> tag, String expected, Event event) {
    if (tag.isEmpty() || tag.get().equals("!") || tag.get().equals(expected)) {
      return;
    }
    int start = properties(event, '!');
    int end = start;
    while (end < file.text().length() && !Character.isWhitespace(file.text().charAt(end))) {
      end++;
    }
    String written = file.text().substring(start, end);
    diagnostics.add(
        Diagnostic.of(
                DiagnosticCode.UNKNOWN_TAG,
                file.place(new Span(start, end)),
                "the tag `" + written + "` does not fit here")
            .note(
                "only the core tags `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!seq` and"
                    + " `!!map` are known, each before a value of its kind"));
  }

  /** The offset of a property that starts with this character, the event's start if none does. */
  private int properties(Event event, char sign) {
    String text = file.text();
    int at = start(event);
    while (at < text.length() && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
      if (text.charAt(at) == sign) {
        return at;
      }
      at = skipProperty(at);
    }
    return start(event);
  }

  private int skipProperty(int from) {
    String text = file.text();
    int at = from;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private Span scalarSpan(ScalarEvent event) {
    int start = start(event);
    int end = end(event);
    boolean properties = event.getAnchor().isPresent() || event.getTag().isPresent();
    while (properties && start < end && "&!".indexOf(file.text().charAt(start)) >= 0) {
      start = Math.min(skipProperty(start), end);
    }
    while (end > start && (event.isLiteral() || event.isFolded()) && isBlank(end - 1)) {
      end--;
    }
    return new Span(start, end);
  }

  private boolean isBlank(int offset) {
    return Character.isWhitespace(file.text().charAt(offset));
  }

  private Span collection(CollectionStartEvent event, Event end, Span last) {
    int start = start(event);
    return new Span(start, Math.max(start, event.isFlow() ? end(end) : last.end()));
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

  private int start(Event event) {
    return offset(event.getStartMark());
  }

  private int end(Event event) {
    return offset(event.getEndMark());
  }

  private int offset(Optional<Mark> mark) {
    return mark.map(known -> points.toUnits(known.getIndex())).orElse(lastOffset);
  }
}
