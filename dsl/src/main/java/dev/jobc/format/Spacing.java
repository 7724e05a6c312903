package dev.jobc.format;

import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.List;

/** One space behind colons and commas, {@code { a: 1 }} and {@code [a, b]}. */
final class Spacing {
  private final Rewriting out;

  Spacing(Rewriting out) {
    this.out = out;
  }

  void node(YamlNode node) {
    boolean flow = Indentation.isFlow(out.text, node);
    if (node instanceof YamlNode.Mapping map) {
      for (int i = 0; i < map.entries().size(); i++) {
        if (flow || !isAligned(map.entries(), i)) {
          colon(map.entries().get(i));
        }
      }
      if (flow) {
        flow(map.span(), map.entries().stream().map(YamlNode.Entry::span).toList(), " ");
      }
    } else if (node instanceof YamlNode.Sequence list && flow) {
      flow(list.span(), list.items().stream().map(YamlNode::span).toList(), "");
    }
    for (YamlNode child : Indentation.children(node)) {
      if (node.span().contains(child.span())) {
        node(child);
      }
    }
  }

  private void colon(YamlNode.Entry entry) {
    int start = entry.key().span().end();
    int end = entry.value().span().start();
    if (end > start && end < out.text.length()) {
      String gap = new Span(start, end).of(out.text);
      if (gap.matches(" *: +") || gap.matches(" *:") && !entry.value().span().isEmpty()) {
        out.replace(start, end, ": ");
      }
    }
  }

  /** Whether the values of neighbouring lines stand below each other. */
  private boolean isAligned(List<YamlNode.Entry> entries, int i) {
    return (i > 0 && areAligned(entries.get(i - 1), entries.get(i)))
        || (i + 1 < entries.size() && areAligned(entries.get(i), entries.get(i + 1)));
  }

  private boolean areAligned(YamlNode.Entry above, YamlNode.Entry below) {
    int line = out.line(below.key().span().start());
    return out.line(above.key().span().start()) == line - 1
        && out.line(above.value().span().start()) == line - 1
        && out.line(below.value().span().start()) == line
        && value(above) == value(below);
  }

  /** Columns from the key to the value: keys of one map may stand in different columns. */
  private int value(YamlNode.Entry entry) {
    return entry.value().span().start() - entry.key().span().start();
  }

  private void flow(Span whole, List<Span> items, String inner) {
    if (out.line(whole.start()) != out.line(whole.end()) || items.isEmpty()) {
      return;
    }
    int at = whole.start() + 1;
    for (Span item : items) {
      if (item.start() < at) {
        return; // an alias: its span is elsewhere
      }
      String gap = new Span(at, item.start()).of(out.text);
      boolean first = at == whole.start() + 1;
      if (gap.matches(first ? " *" : " *, *")) {
        out.replace(at, item.start(), first ? inner : ", ");
      }
      at = item.end();
      while (out.text.charAt(at - 1) == ' ') {
        at--; // a value that isn't there stands behind the blanks
      }
    }
    if (at <= whole.end() - 1 && new Span(at, whole.end() - 1).of(out.text).isBlank()) {
      out.replace(at, whole.end() - 1, inner);
    }
  }
}
