package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Fault;
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
  private static final ItemsOf NO_ITEMS = (runId, scope) -> null;

  private final List<RunLine> runs = new ArrayList<>();
  private final List<SegmentLine> segments = new ArrayList<>();
  private final List<ScopeLine> counted = new ArrayList<>();
  private final List<OpenedLine> opened = new ArrayList<>();
  private final List<FaultLine> faults = new ArrayList<>();

  private record RunLine(long runId, Masks masks, RunImage image) {}

  private record SegmentLine(long runId, SegmentKey key, Masks masks) {}

  private record ScopeLine(long runId, ScopeImage scope) {}

  private record OpenedLine(long runId, ScopeImage scope, byte @Nullable [] items) {}

  private record FaultLine(long runId, StepRef ref, Fault fault) {}

  /** What the instances of a scope that was opened just now were given: a list, or nothing. */
  interface ItemsOf {
    byte @Nullable [] items(long runId, ScopeImage scope);
  }

  void add(long runId, RunImage before, RunImage after, ItemsOf items) {
    Masks masks = after.segment(IN_RUN_ROW);
    if (!masks.equals(before.segment(IN_RUN_ROW))
        || after.lastNumber() != before.lastNumber()
        || flags(after) != flags(before)
        || after.status() != before.status()) {
      runs.add(new RunLine(runId, masks, after));
    }
    after.segments().forEach((key, value) -> addSegment(runId, before, key, value));
    after.scopes().values().forEach(scope -> addScope(runId, before, scope, items));
    after.faults().forEach((ref, fault) -> addFault(runId, before, ref, fault));
  }

  private static int flags(RunImage image) {
    return image.scope(StepRef.ROOT).progress().flags();
  }

  private void addFault(long runId, RunImage before, StepRef ref, Fault fault) {
    if (!before.faults().containsKey(ref)) {
      faults.add(new FaultLine(runId, ref, fault));
    }
  }

  /** What a run has beside its row when it is created in the same transaction. */
  void addNew(long runId, RunImage image) {
    image.segments().forEach((key, value) -> addSegment(runId, null, key, value));
    image.scopes().values().forEach(scope -> addScope(runId, RunImage.NEW, scope, NO_ITEMS));
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
      writeScopes(connection);
    }
    if (!faults.isEmpty()) {
      writeFaults(connection);
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
        Columns.longs(runs, line -> line.masks().cut()),
        Columns.ints(runs, line -> line.image().lastNumber()),
        Columns.shorts(runs, line -> RunRow.code(line.image().status())),
        Columns.shorts(runs, line -> flags(line.image())));
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
        Columns.longs(segments, line -> line.masks().skipped()),
        Columns.longs(segments, line -> line.masks().cut()));
  }

  private void openScopes(Connection connection) throws SQLException {
    List<ScopeImage> scopes = opened.stream().map(OpenedLine::scope).toList();
    List<OpenedLine> given = opened.stream().filter(line -> line.items() != null).toList();
    Arguments.update(
        connection,
        Sql.OPEN_SCOPES,
        Columns.longs(opened, OpenedLine::runId),
        Columns.ints(scopes, ScopeImage::number),
        Columns.ints(scopes, scope -> scope.parent().scope()),
        Columns.ints(scopes, scope -> scope.parent().step()),
        Columns.shorts(scopes, scope -> ScopeRows.code(scope.role())),
        Columns.ints(scopes, ScopeImage::first),
        Columns.ints(scopes, ScopeImage::within),
        Columns.ints(scopes, ScopeImage::graph),
        Columns.ints(scopes, ScopeImage::size),
        Columns.longs(scopes, ScopeImage::since),
        Columns.shorts(scopes, scope -> ScopeRows.code(scope.cause())),
        Columns.ints(scopes, scope -> ScopeRows.originScope(ScopeRows.cause(scope))),
        Columns.ints(scopes, scope -> ScopeRows.originStep(ScopeRows.cause(scope))),
        Columns.texts(scopes, scope -> ScopeRows.name(ScopeRows.cause(scope))),
        Columns.ints(scopes, ScopeImage::released),
        Columns.ints(scopes, ScopeImage::ended),
        Columns.ints(scopes, ScopeImage::failed),
        Columns.shorts(scopes, scope -> scope.progress().flags()),
        Columns.ints(scopes, scope -> ScopeRows.originScope(scope.progress().fault())),
        Columns.ints(scopes, scope -> ScopeRows.originStep(scope.progress().fault())),
        Columns.texts(scopes, scope -> ScopeRows.name(scope.progress().fault())),
        Columns.ints(scopes, scope -> ScopeRows.number(scope.progress().fault())),
        Columns.ints(scopes, ScopeImage::calls),
        Columns.longs(given, OpenedLine::runId),
        Columns.ints(given, line -> line.scope().number()),
        given.stream().map(OpenedLine::items).toArray(byte[][]::new));
  }

  private void writeScopes(Connection connection) throws SQLException {
    List<ScopeImage> scopes = counted.stream().map(ScopeLine::scope).toList();
    Arguments.update(
        connection,
        Sql.WRITE_SCOPES,
        Columns.longs(counted, ScopeLine::runId),
        Columns.ints(scopes, ScopeImage::number),
        Columns.ints(scopes, ScopeImage::released),
        Columns.ints(scopes, ScopeImage::ended),
        Columns.ints(scopes, ScopeImage::failed),
        Columns.shorts(scopes, scope -> scope.progress().flags()),
        Columns.ints(scopes, scope -> ScopeRows.originScope(scope.progress().fault())),
        Columns.ints(scopes, scope -> ScopeRows.originStep(scope.progress().fault())),
        Columns.texts(scopes, scope -> ScopeRows.name(scope.progress().fault())),
        Columns.ints(scopes, scope -> ScopeRows.number(scope.progress().fault())),
        Columns.ints(scopes, ScopeImage::calls));
  }

  private void writeFaults(Connection connection) throws SQLException {
    Arguments.update(
        connection,
        Sql.WRITE_FAULTS,
        Columns.longs(faults, FaultLine::runId),
        Columns.ints(faults, line -> line.ref().scope()),
        Columns.ints(faults, line -> line.ref().step()),
        Columns.ints(faults, line -> line.fault().number()),
        Columns.ints(faults, line -> line.fault().origin().scope()),
        Columns.ints(faults, line -> line.fault().origin().step()),
        Columns.texts(faults, line -> line.fault().name()));
  }
}
