package dev.jobc.executor.store.postgres;

/** The hot statements, by name. Set-based, index-only in their plans, tested for both. */
final class Sql {
  private Sql() {}

  /** First key of every advisory lock of jobc: "jobc" in ASCII. */
  static final int LOCK_CLASS = 0x6a6f6263;

  /** Second keys below zero are for the chores; a session uses its own number. */
  static final int LOCK_WATCH = -2;

  /** -3 is that of the permits. */
  static final int LOCK_MEASURE = -4;

  /**
   * Two statements in one round trip, so that the second sees what was committed while the first
   * waited: a fence that takes its snapshot before the lock lets a dead session through.
   */
  static final String FENCE =
      """
      select pg_advisory_xact_lock_shared(?, ?);
      select pg_current_xact_id()::text::bigint from jobc.worker
      where worker_id = ? and epoch = ? and state = 0\
      """;

  /**
   * Takes work. The array makes the limited sub-select run once; the row addresses are safe because
   * rows of ready are never updated. The last column is whether the run is in halt, which costs one
   * look a claim as long as none is.
   */
  static final String CLAIM = claim("for update skip locked");

  /**
   * The same without locking rows before they are deleted, which saves a record of the log and a
   * good part of the work a row. Whoever meets another claim waits for its end and goes without
   * what that has taken; both delete in the order of the rows' addresses. So it is right in any
   * case, and quick where nobody else claims.
   */
  static final String CLAIM_ALONE = claim("");

  private static String claim(String lock) {
    return """
    with d as (
      delete from jobc.ready where ctid = any(array(
        select r.ctid
        from unnest(?::int[], ?::smallint[], ?::bigint[]) v(q, prio, floor),
        lateral (
          select ctid from jobc.ready
          where q = v.q and prio = v.prio and id > v.floor
            and exists (
              select from jobc.worker where worker_id = ? and epoch = ? and state = 0)
          order by id limit ? %s) r
        limit ?))
      returning id, run_id, ready_at, since, plan_id, scope, step, q, prio, attempt, lost, streak
    ), l as (
      insert into jobc.lease
        (worker, epoch, claimed_at, run_ids, scopes, steps, attempts, lost, streaks, since)
      select ?, ?, ?, array_agg(run_id), array_agg(scope), array_agg(step), array_agg(attempt),
        array_agg(lost), array_agg(streak), array_agg(since)
      from d having count(*) > 0
      returning lease_id
    )
    select d.*, l.lease_id,
      (select exists (select from jobc.halt))
        and exists (select from jobc.halt h where h.run_id = d.run_id)
    from d, l\
    """
        .formatted(lock);
  }

  /** Marks successes and reads back what is true now; runs in ascending order. */
  static final String MARK_DONE =
      """
      update jobc.run r set
        done = r.done | i.mine,
        status = case when (r.done | i.mine) = i.whole and r.failed = 0 then 1 else r.status end,
        finished_at =
          case when (r.done | i.mine) = i.whole and r.failed = 0 then ? else r.finished_at end
      from unnest(?::bigint[], ?::bigint[], ?::bigint[]) i(run_id, mine, whole)
      where r.run_id = i.run_id and r.status = 0
      returning r.run_id, r.done, r.failed, r.skipped, r.cut, r.plan_id, r.numbers, r.status,
        r.flags\
      """;

  static final String LOCK_RUNS =
      """
      select run_id, done, failed, skipped, cut, plan_id, numbers, status, flags
      from jobc.run where run_id = any(?) order by run_id for update\
      """;

  static final String WRITE_RUNS =
      """
      update jobc.run r set
        done = i.done, failed = i.failed, skipped = i.skipped, cut = i.cut,
        numbers = i.numbers, status = i.status, flags = i.flags,
        finished_at = case when i.status <> 0 and r.status = 0 then ? else r.finished_at end
      from unnest(
          ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[],
          ?::smallint[], ?::smallint[])
        i(run_id, done, failed, skipped, cut, numbers, status, flags)
      where r.run_id = i.run_id\
      """;

  /** What {@link ScopeRows} reads. */
  static final String SCOPE_COLUMNS =
      """
      s.run_id, s.scope, s.parent_scope, s.parent_step, s.role, s.first, s.within, s.graph, s.size,
        s.since, s.cause, s.cause_scope, s.cause_step, s.cause_name, s.released, s.ended, s.failed,
        s.flags, s.fault_scope, s.fault_step, s.fault_name, s.fault_number, s.calls\
      """;

  static final String READ_SCOPES =
      "select "
          + SCOPE_COLUMNS
          + """

          from unnest(?::bigint[], ?::int[]) i(run_id, scope)
          join jobc.scope s on s.run_id = i.run_id and s.scope = i.scope\
          """;

  /** What is open directly below some scopes; a body that is being undone is. */
  static final String READ_OPEN =
      "select "
          + SCOPE_COLUMNS
          + """

          from jobc.scope s where s.run_id = ? and s.parent_scope = any(?)
            and (s.flags & 136 <> 8 or s.parent_scope = -1 and s.role = 2)\
          """;

  static final String READ_SEGMENTS_OF =
      """
      select scope, segment, done, failed, skipped, cut
      from jobc.segment where run_id = ? and scope = any(?)\
      """;

  static final String READ_FAULTS_OF =
      """
      select scope, step, number, origin_scope, origin_step, name
      from jobc.fault where run_id = ? and scope = any(?)\
      """;

  static final String GIVE_OUTPUTS =
      """
      insert into jobc.output (run_id, scope, step, body) values (?, ?, ?, ?)
      on conflict (run_id, scope, step) do update set body = excluded.body\
      """;

  static final String DROP_OUTPUTS =
      "delete from jobc.output where run_id = ? and scope = ? and step = ?";

  static final String READ_SEGMENTS =
      """
      select s.run_id, s.scope, s.segment, s.done, s.failed, s.skipped, s.cut
      from unnest(?::bigint[], ?::int[], ?::int[]) i(run_id, scope, segment)
      join jobc.segment s
        on s.run_id = i.run_id and s.scope = i.scope and s.segment = i.segment\
      """;

  static final String WRITE_SEGMENTS =
      """
      insert into jobc.segment (run_id, scope, segment, done, failed, skipped, cut)
      select * from unnest(
        ?::bigint[], ?::int[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
      on conflict (run_id, scope, segment) do update
      set done = excluded.done, failed = excluded.failed, skipped = excluded.skipped,
        cut = excluded.cut\
      """;

  static final String OPEN_SCOPES =
      """
      with s as (
        insert into jobc.scope (run_id, scope, parent_scope, parent_step, role, first, within,
          graph, size, since, cause, cause_scope, cause_step, cause_name, released, ended, failed,
          flags, fault_scope, fault_step, fault_name, fault_number, calls)
        select * from unnest(?::bigint[], ?::int[], ?::int[], ?::int[], ?::smallint[], ?::int[],
          ?::int[], ?::int[], ?::int[], ?::bigint[], ?::smallint[], ?::int[], ?::int[], ?::text[],
          ?::int[], ?::int[], ?::int[], ?::smallint[], ?::int[], ?::int[], ?::text[], ?::int[],
          ?::int[])
        returning 1
      )
      insert into jobc.scope_items (run_id, scope, items)
      select * from unnest(?::bigint[], ?::int[], ?::bytea[])\
      """;

  static final String WRITE_SCOPES =
      """
      update jobc.scope s set released = i.released, ended = i.ended, failed = i.failed,
        flags = i.flags, fault_scope = i.fault_scope, fault_step = i.fault_step,
        fault_name = i.fault_name, fault_number = i.fault_number, calls = i.calls
      from unnest(?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[], ?::smallint[], ?::int[],
          ?::int[], ?::text[], ?::int[], ?::int[])
        i(run_id, scope, released, ended, failed, flags, fault_scope, fault_step, fault_name,
          fault_number, calls)
      where s.run_id = i.run_id and s.scope = i.scope\
      """;

  static final String READ_FAULTS =
      """
      select f.run_id, f.scope, f.step, f.number, f.origin_scope, f.origin_step, f.name
      from unnest(?::bigint[], ?::int[], ?::int[], ?::int[]) i(run_id, scope, low, high)
      join jobc.fault f
        on f.run_id = i.run_id and f.scope = i.scope and f.step between i.low and i.high\
      """;

  static final String WRITE_FAULTS =
      """
      insert into jobc.fault (run_id, scope, step, number, origin_scope, origin_step, name)
      select * from unnest(
        ?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::text[])\
      """;

  static final String DEFER =
      """
      insert into jobc.deferred (due_at, run_id, since, plan_id, scope, step, q, prio, attempt,
        lost, streak)
      select clock_timestamp() + i.delay * interval '1 millisecond', i.run_id, i.since, i.plan_id,
        i.scope, i.step, i.q, i.prio, i.attempt, i.lost, i.streak
      from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[],
          ?::smallint[], ?::smallint[], ?::smallint[], ?::smallint[])
        i(delay, run_id, since, plan_id, scope, step, q, prio, attempt, lost, streak)\
      """;

  static final String PROMOTE_DUE =
      """
      with d as (
        delete from jobc.deferred where ctid = any(array(
          select ctid from jobc.deferred where due_at <= clock_timestamp()
          order by due_at, id limit 2000 for update skip locked))
        returning due_at, run_id, since, plan_id, scope, step, q, prio, attempt, lost, streak
      ), r as (
        insert into jobc.ready (run_id, ready_at, since, plan_id, scope, step, q, prio, attempt,
          lost, streak)
        select run_id, (extract(epoch from due_at) * 1000000)::bigint, since, plan_id, scope, step,
          q, prio, attempt, lost, streak
        from d order by due_at
        returning 1
      )
      select count(*), (
        select ceil(extract(epoch from min(due_at) - clock_timestamp()) * 1000)::bigint
        from jobc.deferred where due_at > clock_timestamp())
      from r\
      """;

  static final String DELETE_LEASES = "delete from jobc.lease where lease_id = any(?)";

  static final String INSERT_LEASE =
      """
      insert into jobc.lease
        (worker, epoch, claimed_at, run_ids, scopes, steps, attempts, lost, streaks, since)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning lease_id\
      """;

  static final String SHRINK_LEASE =
      """
      update jobc.lease set run_ids = ?, scopes = ?, steps = ?, attempts = ?, lost = ?,
        streaks = ?, since = ?
      where lease_id = ?\
      """;

  /** Leases whose session is over, oldest first. */
  static final String TAKE_ORPHANS =
      """
      delete from jobc.lease where ctid = any(array(
        select l.ctid from jobc.lease l
        where not exists (
          select from jobc.worker w
          where w.worker_id = l.worker and w.epoch = l.epoch and w.state = 0)
        order by l.lease_id limit 20 for update skip locked))
      returning lease_id, worker, claimed_at, run_ids, scopes, steps, attempts, lost, streaks,
        since\
      """;

  static final String CREATE_RUNS =
      """
      with r as (
        insert into jobc.run (run_id, done, failed, skipped, cut, created_at, finished_at, plan_id,
          numbers, status, flags)
        select run_id, done, failed, skipped, 0, ?, case when status = 0 then null else ? end,
          plan_id, numbers, status, flags
        from unnest(?::bigint[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[],
            ?::smallint[], ?::smallint[])
          i(run_id, plan_id, done, failed, skipped, numbers, status, flags)
        returning 1
      ), n as (
        insert into jobc.run_input (run_id, directory, input)
        select * from unnest(?::bigint[], ?::text[], ?::bytea[])
        returning 1
      )
      insert into jobc.ready (run_id, ready_at, since, plan_id, scope, step, q, prio, attempt, lost,
        streak)
      select run_id, ?, ?, plan_id, scope, step, q, prio, 1, 0, 0
      from unnest(?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[], ?::smallint[])
        i(run_id, plan_id, scope, step, q, prio)\
      """;

  /**
   * The rows of {@link #CREATE_RUNS} when they are many: a set of rows is one record of the log.
   */
  static final String COPY_RUNS =
      """
      copy jobc.run (run_id, created_at, plan_id, numbers, failed, skipped, cut, flags, status,
        done, finished_at) from stdin binary\
      """;

  static final String COPY_INPUTS =
      "copy jobc.run_input (run_id, directory, input) from stdin binary";

  static final String COPY_ATTEMPTS =
      """
      copy jobc.attempt (run_id, fence, ready_at, claimed_at, started_at, finished_at, scope, step,
        worker, attempt, outcome, error) from stdin binary\
      """;

  static final String COPY_OUTPUTS =
      "copy jobc.output (run_id, scope, step, body) from stdin binary";

  static final String COPY_LOGS =
      """
      copy jobc.log_chunk (run_id, at, start, scope, step, attempt, stderr, bytes)
      from stdin binary\
      """;

  static final String COPY_READY =
      """
      copy jobc.ready (run_id, ready_at, since, plan_id, scope, step, q, prio, attempt, lost,
        streak) from stdin binary\
      """;

  static final String COPY_EVENTS =
      """
      copy jobc.run_event (run_id, at, scope, step, worker, attempt, kind, detail)
      from stdin binary\
      """;
}
