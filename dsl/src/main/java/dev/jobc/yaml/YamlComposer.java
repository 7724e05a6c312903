package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

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

  private final EventStream events;
  private final SourceFile file;
  private final Diagnostics diagnostics;
  private final ScalarComposer scalars;
  private final Map<Anchor, Sized> anchors = new HashMap<>();
  private int aliasedNodes;

  YamlComposer(EventStream events, Diagnostics diagnostics) {
    this.events = events;
    this.file = events.file();
    this.diagnostics = diagnostics;
    this.scalars = new ScalarComposer(events, diagnostics);
  }

  /** The document, or null when there is none; an error was reported then. */
  @Nullable YamlNode compose() {
    events.next();
    if (events.isAt(Event.ID.StreamEnd)) {
      diagnostics.add(
          Diagnostic.of(
                  DiagnosticCode.EMPTY_FILE, file.place(Span.at(0)), "the file holds no workflow")
              .help("start it with `jobc: v1`"));
      return null;
    }
    events.next();
    YamlNode root = node(events.next(), 1).node();
    events.next();
    if (!events.isAt(Event.ID.StreamEnd)) {
      secondDocument(events.next());
    }
    return root;
  }

  private void secondDocument(Event event) {
    String message =
        event instanceof DocumentStartEvent
            ? "a second document starts here"
            : "the document has already ended";
    diagnostics.add(
        Diagnostic.of(DiagnosticCode.SEVERAL_DOCUMENTS, file.place(events.span(event)), message)
            .help("put each workflow into a file of its own"));
  }

  private Sized node(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return aliased(alias, depth);
    }
    if (depth > MAX_DEPTH) {
      throw tooDeep(events.span(event));
    }
    Sized sized =
        switch (event) {
          case ScalarEvent scalar -> new Sized(scalars.scalar(scalar), 1, 1);
          case SequenceStartEvent list -> sequence(list, depth);
          case MappingStartEvent map -> mapping(map, depth);
          default -> throw new IllegalStateException("unexpected " + event);
        };
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, sized));
    return sized;
  }

  private Sized aliased(AliasEvent alias, int depth) {
    Span span = events.span(alias);
    Sized target = anchors.get(alias.getAlias());
    if (target == null) {
      throw new UnreadableYamlException(
          Diagnostic.of(
                  DiagnosticCode.BAD_ALIAS,
                  file.place(span),
                  "no anchor `&" + alias.getAlias().getValue() + "` ends before this alias")
              .help("an alias repeats a node that was written, and closed, further up"));
    }
    aliasedNodes += target.size();
    if (aliasedNodes > MAX_ALIASED_NODES) {
      throw new UnreadableYamlException(
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

  private UnreadableYamlException tooDeep(Span span) {
    return new UnreadableYamlException(
        Diagnostic.of(
            DiagnosticCode.NESTED_TOO_DEEPLY,
            file.place(span),
            "nested more than " + MAX_DEPTH + " levels deep"));
  }

  private Sized sequence(SequenceStartEvent event, int depth) {
    scalars.checkTag(event.getTag(), "seq", event);
    List<YamlNode> items = new ArrayList<>();
    int size = 1;
    int height = 0;
    Event inner = events.next();
    while (inner.getEventId() != Event.ID.SequenceEnd) {
      Sized item = node(inner, depth + 1);
      items.add(item.node());
      size = add(size, item.size());
      height = Math.max(height, item.height());
      inner = events.next();
    }
    Span last = items.isEmpty() ? Span.at(events.start(event)) : items.getLast().span();
    return new Sized(new YamlNode.Sequence(items, span(event, inner, last)), size, height + 1);
  }

  private Sized mapping(MappingStartEvent event, int depth) {
    scalars.checkTag(event.getTag(), "map", event);
    MappingBuilder entries = new MappingBuilder(file, diagnostics);
    int size = 1;
    int height = 0;
    Span last = Span.at(events.start(event));
    Event inner = events.next();
    while (inner.getEventId() != Event.ID.MappingEnd) {
      Sized key = node(inner, depth + 1);
      Sized value = node(events.next(), depth + 1);
      size = add(size, add(key.size(), value.size()));
      height = Math.max(height, Math.max(key.height(), value.height()));
      entries.add(key.node(), value.node());
      last = value.node().span();
      inner = events.next();
    }
    return new Sized(entries.build(span(event, inner, last)), size, height + 1);
  }

  private static int add(int a, int b) {
    return Math.min(a + b, MAX_ALIASED_NODES + 1);
  }

  /** A collection in brackets ends at its bracket, another with its last node. */
  private Span span(CollectionStartEvent event, Event end, Span last) {
    int start = events.start(event);
    return new Span(start, Math.max(start, event.isFlow() ? events.end(end) : last.end()));
  }
}
