package dev.jobc.executor.store.postgres;

import dev.jobc.executor.Invariant;
import dev.jobc.executor.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules that hold at any time, also while workers are busy: each is asked of one snapshot, and
 * finds what breaks it. All are about runs from one on, so that what they cost is bounded.
 */
final class InvariantQueries {
  private static final int SHOWN = 5;

  /** A rule looks at runs from {@code (select least from given)} on; its first column is a run. */
  private record Rule(String name, String meaning, String sql) {}

  private static final String LEAST =
      """
      select coalesce(min(run_id), 0) from (
        select run_id from jobc.run order by run_id desc limit ?) newest\
      """;

  private static final String ASK =
      """
      with given(least) as materialized (select ?::bigint)
      select count(*) over (), broken.* from (%s) broken limit %d\
      """;

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "one outcome",
              "a step ends once: no two attempts of it have decided how",
              """
              select run_id, scope, step, count(*) attempts from jobc.attempt
              where run_id >= (select least from given) and outcome in (1, 2, 3, 6, 14)
              group by 1, 2, 3 having count(*) > 1\
              """),
          new Rule(
              "one success",
              "a step has succeeded, or was skipped by its task, at most once",
              """
              select run_id, scope, step, count(*) attempts from jobc.attempt
              where run_id >= (select least from given) and outcome in (1, 2, 13, 14)
              group by 1, 2, 3 having count(*) > 1\
              """),
          new Rule(
              "outcome is kept",
              "the state of a step is what the attempt says that decided it",
              """
              select a.run_id, a.scope, a.step, a.outcome, b.done, b.failed, b.skipped
              from jobc.attempt a
              join jobc.run r on r.run_id = a.run_id
              left join jobc.segment s
                on s.run_id = a.run_id and s.scope = a.scope and s.segment = a.step / 64
              cross join lateral (
                select case when a.scope = 0 and a.step < 64 then r.done
                    else coalesce(s.done, 0) end >> (a.step % 64) & 1 done,
                  case when a.scope = 0 and a.step < 64 then r.failed
                    else coalesce(s.failed, 0) end >> (a.step % 64) & 1 failed,
                  case when a.scope = 0 and a.step < 64 then r.skipped
                    else coalesce(s.skipped, 0) end >> (a.step % 64) & 1 skipped) b
              where a.run_id >= (select least from given) and a.outcome in (1, 2, 3, 6, 14)
                and (b.done, b.failed, b.skipped) is distinct from
                  (1, case when a.outcome in (3, 6) then 1 else 0 end,
                    case when a.outcome = 2 then 1 else 0 end)\
              """),
          new Rule(
              "one attempt a number",
              "no attempt was run twice under one number",
              """
              select run_id, scope, step, attempt, count(*) times from jobc.attempt a
              where run_id >= (select least from given) and outcome <> 9
                -- A step that runs graphs has work of several kinds, each with numbers of its own.
                and not exists (
                  select from jobc.attempt o where o.run_id = a.run_id and o.scope = a.scope
                    and o.step = a.step and o.outcome = 7)
              group by 1, 2, 3, 4 having count(*) > 1\
              """),
          new Rule(
              "fences grow",
              "each claim of a step has a larger fence than the one before: what a dead worker"
                  + " finishes late can be told from what counts",
              """
              select run_id, scope, step, attempt, fence, before from (
                select run_id, scope, step, attempt, fence,
                  lag(fence) over (
                    partition by run_id, scope, step order by attempt, finished_at) before
                from jobc.attempt a
                where run_id >= (select least from given)
                  -- A step that runs graphs has work of several kinds: turns, and a time limit.
                  and not exists (
                    select from jobc.attempt o where o.run_id = a.run_id and o.scope = a.scope
                      and o.step = a.step and o.outcome = 7)
                  -- What made way for another had failed before its worker stopped it.
                  and not (a.outcome = 9 and exists (
                    select from jobc.attempt o where o.run_id = a.run_id and o.scope = a.scope
                      and o.step = a.step and o.attempt = a.attempt and o.outcome in (3, 4)))) a
              where fence <= before\
              """),
          new Rule(
              "nothing is left out",
              "in a run that has ended by itself, all that a map or a block has begun has ended",
              """
              select s.run_id, scope, role, size, released, ended, s.failed, s.flags
              from jobc.scope s join jobc.run r on r.run_id = s.run_id
              where s.run_id >= (select least from given) and r.status in (1, 2)
                and (released <> ended or (s.failed = 0 and ended <> size and s.flags & 1 = 0))
                -- What would have undone a step that was not undone.
                and not (role = 12 and released = 0)
                and s.run_id not in (select run_id from jobc.run_event where kind = 4)\
              """),
          new Rule(
              "a run is what its steps are",
              "a run has succeeded if no step of it failed, and failed if one did",
              """
              select run_id, status, failed from jobc.run
              where run_id >= (select least from given)
                and (status = 1 and failed & ~cut <> 0 or status = 2 and failed = 0)
                -- Handlers, the rule of the leaves, further tries and checks decide otherwise.
                and exists (
                  select from jobc.plan p where p.plan_id = run.plan_id
                    and convert_from(p.body, 'UTF8') !~ '"(catches|finally|resultFrom)"')
                and run_id not in (select run_id from jobc.run_event where kind in (4, 5))
                and not exists (
                  select from jobc.scope t
                  where t.run_id = run.run_id and t.parent_scope = -1
                    and (t.role = 2 or t.role = 13 and t.failed > 0))
                and not exists (
                  select from jobc.segment s where s.run_id = run.run_id and s.scope = 0
                    and s.failed <> 0)\
              """),
          new Rule(
              "nothing of what has ended waits",
              "no work of a run that has ended is left where workers or people look",
              """
              select w.run_id, w.scope, w.step, w.place from (
                select run_id, scope, step, 'the job table' place from jobc.ready
                where run_id not in (select run_id from jobc.halt)
                union all
                select run_id, scope, step, 'what is put off' from jobc.deferred
                where run_id not in (select run_id from jobc.halt)
                union all select run_id, scope, step, 'what waits at limits' from jobc.held_back
                union all select run_id, scope, step, 'what waits for people' from jobc.question) w
              left join jobc.run r on r.run_id = w.run_id
              where w.run_id >= (select least from given) and r.status is distinct from 0\
              """),
          new Rule(
              "nothing is forgotten",
              "of a run that goes on something is done, or waits for something",
              """
              select r.run_id, r.created_at from jobc.run r
              where r.run_id >= (select least from given) and r.status = 0
                and not exists (select from jobc.ready w where w.run_id = r.run_id)
                and not exists (select from jobc.deferred w where w.run_id = r.run_id)
                and not exists (select from jobc.held_back w where w.run_id = r.run_id)
                and not exists (select from jobc.question w where w.run_id = r.run_id)
                -- Its own time, and that of its steps, would end it; the others let it go on.
                and not exists (
                  select from jobc.timer w where w.run_id = r.run_id and w.kind not in (1, 2, 3))
                and not exists (
                  select from jobc.called_run c join jobc.run w on w.run_id = c.run_id
                  where c.parent_run = r.run_id and w.status = 0)
                and r.run_id not in (select unnest(run_ids) from jobc.lease)\
              """),
          new Rule(
              "slots are held by somebody",
              "what an attempt holds of a limit belongs to work that waits for a worker or has one",
              """
              select p.run_id, p.scope, p.step, p.attempt, p.key from jobc.permit p
              where p.run_id >= (select least from given) and p.step >= 0 and p.ends_at is null
                and not exists (
                  select from jobc.ready w
                  where w.run_id = p.run_id and w.scope = p.scope and w.step = p.step
                    and w.attempt = p.attempt)
                and not exists (
                  select from jobc.lease l,
                    unnest(l.run_ids, l.scopes, l.steps, l.attempts) w(run_id, scope, step, attempt)
                  where w.run_id = p.run_id and w.scope = p.scope and w.step = p.step
                    and w.attempt = p.attempt)\
              """),
          new Rule(
              "taken up once",
              "of a run that has ended one run at a time does what is left",
              """
              select n.resumed, count(*) runs from jobc.resumed_run n
              join jobc.run r on r.run_id = n.run_id and r.status = 0
              where n.resumed >= (select least from given) group by 1 having count(*) > 1\
              """));

  private InvariantQueries() {}

  /** Asks all rules about the newest runs. */
  static List<Invariant> ask(Database database, int runs) {
    long least = database.pooled(connection -> least(connection, runs));
    List<Invariant> all = new ArrayList<>();
    for (Rule rule : RULES) {
      all.add(database.pooled(connection -> ask(connection, rule, least)));
    }
    return all;
  }

  private static long least(Connection connection, int runs) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LEAST)) {
      statement.setInt(1, runs);
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getLong(1);
      }
    }
  }

  private static Invariant ask(Connection connection, Rule rule, long least) throws SQLException {
    long broken = 0;
    List<String> examples = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(ASK.formatted(rule.sql(), SHOWN))) {
      statement.setLong(1, least);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          broken = rs.getLong(1);
          examples.add(words(rs));
        }
      }
    }
    return new Invariant(rule.name(), rule.meaning(), broken, examples);
  }

  /** The run, then what else there is to say, under the names of the columns. */
  private static String words(ResultSet rs) throws SQLException {
    ResultSetMetaData columns = rs.getMetaData();
    StringBuilder words = new StringBuilder("run ").append(new RunId(rs.getLong(2)));
    for (int column = 3; column <= columns.getColumnCount(); column++) {
      words.append(", ").append(columns.getColumnLabel(column)).append(' ');
      words.append(rs.getString(column));
    }
    return words.toString();
  }
}
