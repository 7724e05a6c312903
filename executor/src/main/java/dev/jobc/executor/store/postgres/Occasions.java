package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/** The rows of {@code occasion}: ends of runs, and events, that schedules start runs after. */
final class Occasions {
  /** What came during a pause is noted like a time that was missed. */
  private static final String ENDED =
      """
      with come as (
        insert into jobc.occasion (schedule_id, run_id, waits)
        select s.schedule_id, r.run_id, not s.paused
        from jobc.run r
        join jobc.plan p on p.plan_id = r.plan_id
        join jobc.schedule s
          on s.kind = 1 and s.subject = p.namespace || '/' || p.name and r.status = any(s.states)
        where r.run_id = any(?)
        order by r.run_id, s.schedule_id
        on conflict do nothing
        returning schedule_id, run_id, waits)
      insert into jobc.schedule_event (schedule_id, noted_at, from_at, to_at, kind, detail)
      select c.schedule_id, clock_timestamp(), r.finished_at, r.finished_at, 1,
        'the schedule was paused when run ' || i.name || ' ended'
      from come c join unnest(?::bigint[], ?::text[]) i(run_id, name) on i.run_id = c.run_id
      join jobc.run r on r.run_id = c.run_id
      where not c.waits\
      """;

  private static final String SEND =
      """
      with e as (
        insert into jobc.event (topic, body, sent_at)
        select ?, ?, clock_timestamp()
        where exists (select from jobc.schedule where kind = 2 and subject = ?)
        returning event_id, topic, sent_at),
      come as (
        insert into jobc.occasion (schedule_id, event_id, waits)
        select s.schedule_id, e.event_id, not s.paused
        from e join jobc.schedule s on s.kind = 2 and s.subject = e.topic
        order by s.schedule_id
        returning schedule_id, event_id, waits),
      missed as (
        insert into jobc.schedule_event (schedule_id, noted_at, from_at, to_at, kind, detail)
        select c.schedule_id, e.sent_at, e.sent_at, e.sent_at, 1,
          'the schedule was paused when event ' || c.event_id || ' came'
        from come c join e on e.event_id = c.event_id where not c.waits)
      select count(*) from come\
      """;

  /** Who has started the run, and the runs that have led to that. */
  private static final String FROM_ITSELF =
      """
      with recursive up(run_id, schedule_id) as (
        select ?::bigint, null::int
        union
        select c.run_id, c.schedule_id from up, lateral (
          select o.run_id, o.schedule_id from jobc.occasion o where o.started = up.run_id
          union all
          select k.parent_run, null from jobc.called_run k where k.run_id = up.run_id) c)
      select exists (select from up where schedule_id = ?)\
      """;

  private Occasions() {}

  /** These runs have ended, in this transaction; whoever follows them is to start a run. */
  static void ended(Connection connection, Collection<Long> runs) throws SQLException {
    long[] ids = runs.stream().mapToLong(Long::longValue).toArray();
    String[] names = runs.stream().map(run -> new RunId(run).toString()).toArray(String[]::new);
    Arguments.update(connection, ENDED, ids, ids, names);
  }

  /** Sends an event; returns how many schedules get it. */
  static int send(Connection connection, String topic, byte[] body) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SEND)) {
      Arguments.of(statement).all(topic, body, topic);
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getInt(1);
      }
    }
  }

  /**
   * Whether a run has come from a run that the schedule started, by way of other schedules or of
   * steps that call workflows: it would go on for ever.
   */
  static boolean fromItself(Connection connection, long run, int schedule) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FROM_ITSELF)) {
      Arguments.of(statement).all(run, schedule);
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getBoolean(1);
      }
    }
  }
}
