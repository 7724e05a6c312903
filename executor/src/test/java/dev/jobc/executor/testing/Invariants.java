package dev.jobc.executor.testing;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold of a database when nothing runs any more. */
public final class Invariants {
  private static final String BITS =
      """
      select run_id, 0 scope, n step, done >> n & 1 done, failed >> n & 1 failed,
        skipped >> n & 1 skipped, cut >> n & 1 cut
      from jobc.run, generate_series(0, 63) n
      union all
      select run_id, scope, segment * 64 + n, done >> n & 1, failed >> n & 1, skipped >> n & 1,
        cut >> n & 1
      from jobc.segment, generate_series(0, 63) n\
      """;

  private Invariants() {}

  /** Every run has ended, and its history adds up. */
  public static void check(TestDatabase database) {
    none(database, "a run goes on", "select run_id from jobc.run where status = 0");
    none(
        database,
        "live work of a run that has ended",
        """
        select run_id, scope, step from jobc.ready where run_id not in (select run_id from jobc.halt)
        union all
        select run_id, scope, step from jobc.deferred where run_id not in (select run_id from jobc.halt)
        union all select run_id, scope, step from jobc.lease l,
          unnest(l.run_ids, l.scopes, l.steps) e(run_id, scope, step)\
        """);
    none(
        database,
        "two outcomes for good of one step",
        """
        select run_id, scope, step, count(*) from jobc.attempt
        where outcome in (1, 2, 3, 6) group by 1, 2, 3 having count(*) > 1\
        """);
    none(
        database,
        "two successes of one step",
        """
        select run_id, scope, step, count(*) from jobc.attempt
        where outcome in (1, 2, 13) group by 1, 2, 3 having count(*) > 1\
        """);
    none(
        database,
        "an outcome for good of a step whose bits say otherwise",
        """
        select a.run_id, a.scope, a.step, a.outcome, b.done, b.failed, b.skipped
        from jobc.attempt a left join (%s) b using (run_id, scope, step)
        where outcome in (1, 2, 3, 6) and (b.done, b.failed, b.skipped) is distinct from
          (1, case when outcome in (3, 6) then 1 else 0 end, case when outcome = 2 then 1 else 0 end)
        """
            .formatted(BITS));
    none(
        database,
        "the same attempt twice",
        """
        select run_id, scope, step, attempt, count(*) from jobc.attempt a
        where outcome <> 9
          -- A step that runs graphs has work of several kinds, each with numbers of its own.
          and not exists (
            select from jobc.attempt o where o.run_id = a.run_id and o.scope = a.scope
              and o.step = a.step and o.outcome = 7)
        group by 1, 2, 3, 4 having count(*) > 1\
        """);
    none(
        database,
        "a fence that does not grow",
        """
        select * from (
          select run_id, scope, step, attempt, fence,
            lag(fence) over (partition by run_id, scope, step order by attempt, finished_at) before
          from jobc.attempt a
          -- A step that runs graphs has work of several kinds: turns, and a time limit beside them.
          where not exists (
            select from jobc.attempt o where o.run_id = a.run_id and o.scope = a.scope
              and o.step = a.step and o.outcome = 7)
            -- What made way for another had failed before its worker stopped it.
            and not (a.outcome = 9 and exists (
              select from jobc.attempt o where o.run_id = a.run_id and o.scope = a.scope
                and o.step = a.step and o.attempt = a.attempt and o.outcome in (3, 4)))) a
        where fence <= before\
        """);
    none(
        database,
        "a map with items left",
        """
        select run_id, scope, role, size, released, ended, failed, flags from jobc.scope
        where (released <> ended or (failed = 0 and ended <> size and flags & 1 = 0))
          -- What would have undone a step that was not undone.
          and not (role = 12 and released = 0)
          and run_id not in (select run_id from jobc.run where status = 3)
          and run_id not in (select run_id from jobc.run_event where kind = 4)\
        """);
    none(
        database,
        "a failed run without a failure, or a failure in a run that succeeded",
        """
        select run_id from jobc.run
        where (status = 1 and failed & ~cut <> 0 or status = 2 and failed = 0)
          -- Handlers and the rule of the leaves decide otherwise.
          and exists (
            select from jobc.plan p where p.plan_id = run.plan_id
              and convert_from(p.body, 'UTF8') !~ '"(catches|finally|resultFrom)"')
          and run_id not in (select run_id from jobc.run_event where kind in (4, 5))
          -- Nor do earlier tries of the run.
          and not exists (
            select from jobc.scope t
            where t.run_id = run.run_id and t.parent_scope = -1 and t.role = 2)
          and not exists (
            select from jobc.segment s where s.run_id = run.run_id and s.scope = 0
              and s.failed <> 0)\
        """);
  }

  private static void none(TestDatabase database, String what, String query) {
    assertThat(database.query(query)).as(what).isEmpty();
  }
}
