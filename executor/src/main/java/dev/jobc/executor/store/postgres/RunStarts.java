package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Holding;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.StepRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs that limits have held back, and have answered now, or whose time has come: they begin, or
 * end without having begun. Their rows are locked. Starts that count for a time count from here.
 */
final class RunStarts {
  private static final String BEGIN =
      """
      update jobc.permit p set begun_at = coalesce(p.begun_at, clock_timestamp()),
        ends_at = case when p.win > 0 and p.refusal = 0
          then coalesce(p.ends_at, clock_timestamp() + p.win * interval '1 millisecond') end
      where p.run_id = any(?) and p.step = -1
      returning p.run_id, p.refusal, p.key\
      """;

  private final Connection connection;
  private final PlanTable plans;
  private final long now;
  private final RunEnder ender;
  private final List<Release> releases = new ArrayList<>();

  /**
   * @param ender of those that end; to be written by the caller afterwards
   */
  RunStarts(Connection connection, PlanTable plans, long now, RunEnder ender) {
    this.connection = connection;
    this.plans = plans;
    this.now = now;
    this.ender = ender;
  }

  private record Answer(int refusal, String key) {}

  /** Those of the runs that are held back and have an answer go on. */
  void goOn(Collection<RunRow> rows) throws SQLException {
    List<RunRow> held =
        rows.stream().filter(row -> row.isHeld() && row.status() == RunState.RUNNING).toList();
    if (held.isEmpty()) {
      return;
    }
    // Before its rows: whoever asks may want to mark one of them.
    new PermitRows(connection, now).lock();
    Map<Long, Answer> answers = answers(held);
    ImageWriter writer = new ImageWriter();
    for (RunRow row : held) {
      Answer answer = answers.get(row.runId());
      if (answer != null && answer.refusal() == 0) {
        begin(row, writer);
      } else if (answer != null) {
        refuse(row, answer);
      }
    }
    write(writer);
  }

  /** Those of the runs that are held back begin; they have asked nothing. */
  void begin(Collection<RunRow> rows) throws SQLException {
    ImageWriter writer = new ImageWriter();
    for (RunRow row : rows) {
      if (row.isHeld() && row.status() == RunState.RUNNING) {
        begin(row, writer);
      }
    }
    write(writer);
  }

  private void write(ImageWriter writer) throws SQLException {
    writer.write(connection, now);
    Releases.enqueue(connection, releases.stream().filter(one -> one.delay() <= 0).toList());
    Releases.defer(connection, releases.stream().filter(one -> one.delay() > 0).toList());
  }

  /** What the runs have begun with. */
  List<Release> releases() {
    return releases;
  }

  private Map<Long, Answer> answers(List<RunRow> rows) throws SQLException {
    Map<Long, Answer> answers = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
      statement.setObject(1, Columns.longs(rows, RunRow::runId));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          answers.put(rs.getLong(1), new Answer(rs.getInt(2), rs.getString(3)));
        }
      }
    }
    return answers;
  }

  private void begin(RunRow row, ImageWriter writer) throws SQLException {
    PlanShape plan = plans.shape(row.planId());
    RunImage held = image(row, plan);
    Beginning beginning = Beginning.of(Holding.begin(held, plan, now));
    writer.add(row.runId(), held, beginning.image(), (run, scope) -> null);
    releases.addAll(beginning.releases(row.runId(), row.planId(), plans, now));
    if (beginning.image().status().ended()) {
      ender.over(row);
    }
  }

  private RunImage image(RunRow row, PlanShape plan) throws SQLException {
    Map<Integer, Masks> segments =
        plan.root().size() > Masks.BITS
            ? Resumer.segments(connection, row, StepRef.ROOT)
            : Map.of(0, row.masks());
    Map<RunImage.SegmentKey, Masks> masks = new HashMap<>();
    segments.forEach((n, mask) -> masks.put(new RunImage.SegmentKey(StepRef.ROOT, n), mask));
    return new RunImage(
        row.status(), row.numbers(), Map.of(StepRef.ROOT, row.root()), masks, Map.of());
  }

  private void refuse(RunRow row, Answer answer) {
    String message = "no room at `" + answer.key() + "`";
    if (answer.refusal() == PermitRows.FAIL) {
      ender.refuse(row, RunState.FAILED, new TaskError(TaskError.LIMIT_REACHED, message));
    } else {
      ender.refuse(row, RunState.CANCELLED, new TaskError(TaskError.CANCELLED, message));
    }
  }
}
