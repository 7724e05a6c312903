package dev.jobc.yaml;

import dev.jobc.source.CodePoints;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/** The parser's events with their places in the file. */
final class EventStream {
  private final SourceFile file;
  private final Parser parser;
  private final CodePoints points;
  private int lastOffset;

  EventStream(SourceFile file, Parser parser, CodePoints points) {
    this.file = file;
    this.parser = parser;
    this.points = points;
  }

  SourceFile file() {
    return file;
  }

  Event next() {
    Event event = guarded(parser::next);
    lastOffset = Math.max(lastOffset, end(event));
    return event;
  }

  boolean isAt(Event.ID id) {
    return guarded(() -> parser.checkEvent(id));
  }

  private <T> T guarded(Supplier<T> step) {
    try {
      return step.get();
    } catch (MarkedYamlEngineException e) {
      throw e;
    } catch (RuntimeException leaked) {
      throw new UnreadableYamlException(YamlProblem.unreadable(file, lastOffset));
    }
  }

  /** The end of the last event, to place an error that has no place of its own. */
  int lastOffset() {
    return lastOffset;
  }

  int start(Event event) {
    return offset(event.getStartMark());
  }

  int end(Event event) {
    return offset(event.getEndMark());
  }

  Span span(Event event) {
    int start = start(event);
    return new Span(start, Math.max(start, end(event)));
  }

  private int offset(Optional<Mark> mark) {
    return mark.isPresent() ? points.toUnits(mark.get().getIndex()) : lastOffset;
  }
}
