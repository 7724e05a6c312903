package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunImage.SegmentKey;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what changed between the images of runs before and after; in sets. */
final class ImageWriter {
  private static final SegmentKey IN_RUN_ROW = new SegmentKey(StepRef.ROOT, 0);

  private final List<RunLine> runs = new ArrayList<>();
  private final List<SegmentLine> segments = new ArrayList<>();
  private final List<ScopeLine> counted = new ArrayList<>();
  private final List<OpenedLine> opened = new ArrayList<>();

  private record RunLine(long runId, Masks masks, RunImage image) {}

  private record SegmentLine(long runId, SegmentKey key, Masks masks) {}

  private record ScopeLine(long runId, ScopeImage scope) {}

  private record OpenedLine(long runId, ScopeImage scope, byte[] items) {}

  /** Where the list of a map that was opened just now is to be had. */
  interface ItemsOf {
    byte[] items(long runId, ScopeImage scope);
  }

  void add(long runId, RunImage before, RunImage after, ItemsOf items) {
    Masks masks = after.segment(IN_RUN_ROW);
    if (!masks.equals(before.segment(IN_RUN_ROW))
        || after.lastScope() != before.lastScope()
        || after.status() != before.status()) {
      runs.add(new RunLine(runId, masks, after));
    }
    after.segments().forEach((key, value) -> addSegment(runId, before, key, value));
    after.scopes().values().forEach(scope -> addScope(runId, before, scope, items));
  }

  /** The segments of a run that is created in the same transaction. */
  void addSegments(long runId, RunImage image) {
    image.segments().forEach((key, value) -> addSegment(runId, null, key, value));
  }

  private void addSegment(long runId, @Nullable RunImage before, SegmentKey key, Masks masks) {
    boolean changed = before == null || !masks.equals(before.segments().get(key));
    if (changed && !key.equals(IN_RUN_ROW)) {
      segments.add(new SegmentLine(runId, key, masks));
    }
  }

  private void addScope(long runId, RunImage before, ScopeImage scope, ItemsOf items) {
    ScopeImage old = before.scopes().get(scope.number());
    if (scope.number() == StepRef.ROOT || scope.equals(old)) {
      return;
    }
    if (old == null) {
      opened.add(new OpenedLine(runId, scope, items.items(runId, scope)));
    } else {
      counted.add(new ScopeLine(runId, scope));
    }
  }

  void write(Connection connection, long nowMicros) throws SQLException {
    if (!runs.isEmpty()) {
      writeRuns(connection, nowMicros);
    }
    if (!segments.isEmpty()) {
      writeSegments(connection);
    }
    if (!opened.isEmpty()) {
      openScopes(connection);
    }
    if (!counted.isEmpty()) {
      Arguments.update(
          connection,
          Sql.WRITE_SCOPES,
          Columns.longs(counted, ScopeLine::runId),
          Columns.ints(counted, line -> line.scope().number()),
          Columns.ints(counted, line -> line.scope().released()),
          Columns.ints(counted, line -> line.scope().ended()),
          Columns.ints(counted, line -> line.scope().failed()));
    }
  }

  private void writeRuns(Connection connection, long nowMicros) throws SQLException {
    Arguments.update(
        connection,
        Sql.WRITE_RUNS,
        Arguments.time(nowMicros),
        Columns.longs(runs, RunLine::runId),
        Columns.longs(runs, line -> line.masks().done()),
        Columns.longs(runs, line -> line.masks().failed()),
        Columns.longs(runs, line -> line.masks().skipped()),
        Columns.ints(runs, line -> line.image().lastScope()),
        Columns.shorts(runs, line -> RunRow.code(line.image().status())));
  }

  private void writeSegments(Connection connection) throws SQLException {
    Arguments.update(
        connection,
        Sql.WRITE_SEGMENTS,
        Columns.longs(segments, SegmentLine::runId),
        Columns.ints(segments, line -> line.key().scope()),
        Columns.ints(segments, line -> line.key().segment()),
        Columns.longs(segments, line -> line.masks().done()),
        Columns.longs(segments, line -> line.masks().failed()),
        Columns.longs(segments, line -> line.masks().skipped()));
  }

  private void openScopes(Connection connection) throws SQLException {
    long[] runIds = Columns.longs(opened, OpenedLine::runId);
    int[] numbers = Columns.ints(opened, line -> line.scope().number());
    Arguments.update(
        connection,
        Sql.OPEN_SCOPES,
        runIds,
        numbers,
        Columns.ints(opened, line -> line.scope().parent().scope()),
        Columns.ints(opened, line -> line.scope().parent().step()),
        Columns.ints(opened, line -> line.scope().graph()),
        Columns.ints(opened, line -> line.scope().size()),
        Columns.ints(opened, line -> line.scope().released()),
        Columns.ints(opened, line -> line.scope().ended()),
        Columns.ints(opened, line -> line.scope().failed()),
        runIds,
        numbers,
        opened.stream().map(OpenedLine::items).toArray(byte[][]::new));
  }
}
