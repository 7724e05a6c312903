package dev.jobc.format;

import dev.jobc.source.Span;
import dev.jobc.yaml.ScalarText;
import dev.jobc.yaml.YamlNode;
import java.util.List;

/** Two spaces a level; a list stands under its key, its content two behind its dash. */
final class Indentation {
  private static final int STEP = 2;

  private final Rewriting out;

  Indentation(Rewriting out) {
    this.out = out;
  }

  void root(YamlNode root) {
    block(root, 0, 0);
  }

  static boolean isFlow(String text, YamlNode node) {
    int start = node.span().start();
    return start < text.length() && (text.charAt(start) == '[' || text.charAt(start) == '{');
  }

  /**
   * Lays a node out.
   *
   * @param from the column its parent's content starts at
   * @param to the column it will start at, if it begins a line
   */
  private void block(YamlNode node, int from, int to) {
    switch (node) {
      case YamlNode.Scalar scalar -> scalar(scalar, from, to);
      case YamlNode.Sequence list when isFlow(out.text, list) -> shift(list.span(), to - from);
      case YamlNode.Mapping map when isFlow(out.text, map) -> shift(map.span(), to - from);
      case YamlNode.Sequence list -> list(list, to);
      case YamlNode.Mapping map -> map(map, to);
    }
  }

  private void map(YamlNode.Mapping map, int to) {
    for (YamlNode.Entry entry : map.entries()) {
      Span key = entry.key().span();
      int from = place(key.start(), to);
      if (isWrittenBehind(entry.value(), key.end())) {
        boolean nested =
            !(entry.value() instanceof YamlNode.Scalar) && !isFlow(out.text, entry.value());
        block(entry.value(), from, nested ? to + STEP : to);
      }
    }
  }

  private void list(YamlNode.Sequence list, int to) {
    int before = list.span().start();
    for (YamlNode item : list.items()) {
      int dash = dash(item.span().start(), before);
      if (dash < 0) {
        before = alias(before, to);
        continue;
      }
      int from = place(dash, to);
      before = Math.max(dash + 1, item.span().end());
      if (out.line(dash) == out.line(item.span().start())) {
        int content = item.span().start();
        if (content > dash + 1 && new Span(dash + 1, content).of(out.text).isBlank()) {
          out.replace(dash + 1, content, " ");
        }
        out.stop(out.line(dash), out.column(content), to + STEP);
      }
      block(item, from + STEP, to + STEP);
    }
  }

  /** An item that stands elsewhere: moves the next dash; answers the end of its line. */
  private int alias(int before, int to) {
    for (int line = out.line(before) + 1; line <= out.file.lines().count(); line++) {
      Span span = out.file.lines().span(line);
      int dash = span.start() + out.indent(line);
      if (out.text.startsWith("- ", dash)) {
        place(dash, to);
        return span.end();
      }
    }
    return before;
  }

  /** The dash before an item, or -1. */
  private int dash(int item, int from) {
    for (int at = Math.min(item, out.text.length()) - 1; at >= from; at--) {
      boolean dash =
          out.text.charAt(at) == '-'
              && (at + 1 == out.text.length() || out.text.charAt(at + 1) <= ' ');
      if (dash && isDashPlace(at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isDashPlace(int at) {
    String before = out.text.substring(at - out.column(at), at);
    return before.replace("-", " ").isBlank();
  }

  /** Moves what starts at an offset to a column, if it begins its line; answers its old column. */
  private int place(int offset, int to) {
    int from = out.column(offset);
    if (out.blankBefore(offset)) {
      out.move(out.line(offset), from, to);
    } else {
      out.stop(out.line(offset), from, to);
    }
    return from;
  }

  private boolean isWrittenBehind(YamlNode value, int offset) {
    return value.span().start() >= offset;
  }

  private void shift(Span span, int by) {
    for (int line = out.line(span.start()) + 1; line <= out.line(span.end()); line++) {
      out.keep(line, out.indent(line) + by);
    }
    int first = out.line(span.start());
    if (out.blankBefore(span.start())) {
      out.move(first, out.column(span.start()), out.column(span.start()) + by);
    }
  }

  private void scalar(YamlNode.Scalar scalar, int from, int to) {
    Span span = scalar.span();
    int first = out.line(span.start());
    int last = out.line(span.end());
    if (scalar.text().style() == ScalarText.Style.LITERAL
        || scalar.text().style() == ScalarText.Style.FOLDED) {
      blockScalar(span, first, last, from, to);
      return;
    }
    if (out.blankBefore(span.start()) && span.length() > 0) {
      out.move(first, out.column(span.start()), to + STEP);
    }
    for (int line = first + 1; line <= last; line++) {
      out.keep(line, to + STEP);
    }
  }

  private void blockScalar(Span span, int first, int last, int from, int to) {
    String header = span.of(out.text).lines().findFirst().orElse("").split("#", 2)[0];
    int content = Integer.MAX_VALUE;
    for (int line = first + 1; line <= last; line++) {
      content = out.isBlank(line) ? content : Math.min(content, out.indent(line));
    }
    boolean explicit = header.chars().anyMatch(Character::isDigit);
    for (int line = first + 1; line <= last; line++) {
      if (out.isBlank(line)) {
        out.keep(line);
      } else if (explicit) {
        out.keep(line, out.indent(line) + to - from);
      } else {
        out.keep(line, out.indent(line) - content + to + STEP);
      }
    }
    for (int line = last + 1; header.contains("+") && line <= out.file.lines().count(); line++) {
      if (!out.isBlank(line)) {
        return;
      }
      out.keep(line);
    }
  }

  static List<YamlNode> children(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> List.of();
      case YamlNode.Sequence list -> list.items();
      case YamlNode.Mapping map -> map.entries().stream().map(YamlNode.Entry::value).toList();
    };
  }
}
