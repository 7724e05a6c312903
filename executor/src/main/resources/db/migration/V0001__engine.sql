-- jobc: plans, runs and the job table. Needs PostgreSQL 15 or later; no superuser, no extension.
--
-- How the data is kept, by kind:
--   immutable      plan, blob, revision, run_input, scope_items, output,      inserted once
--                  fault
--   hot and tiny   ready, lease, deferred                                    inserted and deleted
--   updated state  run, segment, scope, worker                               narrow, no indexed column
--                                                                            changes (HOT updates)
--   history        attempt, log_chunk (by day), run_event                    appended, never updated
--
-- Hot tables have no foreign keys, no triggers and one index each on purpose: each of them costs
-- more than the row itself. What keeps them consistent is that one transaction a batch does all.
--
-- A step instance is addressed by (run_id, scope, step). Scope 0 is the workflow itself, step its
-- node number. Whenever a step runs a graph (a map its items, a block a try, ...), that is a scope of
-- its own, in which step = item * nodes of the graph + node. Steps are kept 64 a row: bit (step % 64) of segment (step / 64).

create table queue (
  queue_id int generated always as identity primary key,
  name text not null unique
);
comment on table queue is 'Names of queues as small numbers.';

insert into queue (name) values ('default');

create table plan (
  plan_id int generated always as identity primary key,
  digest bytea not null unique,
  namespace text not null,
  name text not null,
  body bytea not null,
  created_at timestamptz not null
);
comment on table plan is 'Compiled workflows, immutable. digest is the SHA-256 of body, canonical JSON.';

create table provenance (
  provenance_id int generated always as identity primary key,
  repository text not null,
  commit_id text not null,
  unique (repository, commit_id)
);
comment on table provenance is 'Commits that plans were compiled from, as small numbers; an unknown repository is empty. A plan may come from several: the same source is the same plan.';

create table revision (
  namespace text not null,
  name text not null,
  revision int not null,
  plan_id int not null references plan,
  provenance_id int references provenance,
  created_at timestamptz not null,
  primary key (namespace, name, revision)
);
comment on table revision is 'What a workflow name has pointed to, in order. Never overwritten.';

create table blob (
  digest bytea primary key,
  content bytea not null
);
comment on table blob is 'Files that travel with plans, by SHA-256.';

-- What a success changes comes last: an update logs the row from its first byte that differs. Half of
-- a page is left free, so that runs of one step all find room for their one update in it (HOT).
create table run (
  run_id bigint primary key,
  created_at timestamptz not null,
  plan_id int not null,
  numbers int not null,
  failed bigint not null,
  skipped bigint not null,
  cut bigint not null,
  flags smallint not null,
  status smallint not null,
  done bigint not null,
  finished_at timestamptz
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
comment on table run is 'One narrow row a run, updated in place. Time-ordered ids: newest is largest.';
comment on column run.done is 'Steps 0 to 63 of the workflow that have ended, however they ended.';
comment on column run.failed is 'The ended steps that failed, and those that never ran because a step before them had failed.';
comment on column run.skipped is 'The ended steps that were skipped: by their own task, or, when failed is set too, by a failure before them.';
comment on column run.cut is 'The ended steps that were cancelled, and those that failed without counting as failed (then failed is set too).';
comment on column run.numbers is 'The largest number given so far to a scope or fault of the run.';
comment on column run.flags is 'Of the workflow as a scope, see scope.flags; 64 a step of another run waits for its end, 512 limits, or a time that has not come, hold the run back: nothing of it has begun but what it takes over, 4096 it begins later than it was submitted.';
comment on column run.status is '0 running, 1 succeeded, 2 failed, 3 cancelled.';

create table run_input (
  run_id bigint primary key,
  directory text not null,
  input bytea not null
);
comment on table run_input is 'What a run was submitted with, defaults applied: JSON in UTF-8.';

create table run_name (
  name text primary key,
  run_id bigint not null,
  content bytea not null
);
create index run_name_run on run_name (run_id);
comment on table run_name is 'Ids that submitters have given to their runs, so that a submission can be repeated. Most runs have none, and no row.';
comment on column run_name.content is 'SHA-256 of what was submitted: the plan and the inputs as they were given.';

create table delayed_run (
  run_id bigint primary key,
  due_at timestamptz not null,
  keys text[] not null,
  limits int[] not null,
  slots int[] not null,
  wins bigint[] not null,
  policies smallint[] not null
);
comment on table delayed_run is 'Runs that begin at a time, by the database clock. A timer of the same time says when; goes when the run begins.';
comment on column delayed_run.keys is 'What limits it is to ask then, as in held_back.';

create table segment (
  run_id bigint not null,
  scope int not null,
  segment int not null,
  done bigint not null,
  failed bigint not null,
  skipped bigint not null,
  cut bigint not null,
  primary key (run_id, scope, segment)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
comment on table segment is 'Steps that have no bit in run: the 65th and later of a workflow, and all steps of maps. A missing row is all zeros.';

create table scope (
  run_id bigint not null,
  scope int not null,
  parent_scope int not null,
  parent_step int not null,
  role smallint not null,
  first int not null,
  within int not null,
  graph int not null,
  size int not null,
  since bigint not null,
  cause smallint not null,
  cause_scope int not null,
  cause_step int not null,
  cause_name text,
  released int not null,
  ended int not null,
  failed int not null,
  flags smallint not null,
  fault_scope int not null,
  fault_step int not null,
  fault_name text,
  fault_number int not null,
  calls int not null,
  primary key (run_id, scope)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index scope_parent on scope (run_id, parent_scope, parent_step);
comment on table scope is 'Graphs that steps run: who opened it and what for, and counts of its instances. The parent of a handler of the workflow, and of a further try of it, is -1.';
comment on column scope.role is '1 items of a map, 2 try of a block or, but for the first, of the workflow, 3 catch, 4 finally, 5 case, 6 turn, 7 branch of a race, 8 parts, 9 combine, 10 reduce, 11 spawned calls, 12 compensation, 13 checks of the workflow.';
comment on column scope.first is 'Number of the first instance among its siblings: of the try, of the turn.';
comment on column scope.within is 'The scope whose names it sees.';
comment on column scope.since is 'When the step that opened it began, microseconds since 1970.';
comment on column scope.cause is 'How what a handler follows came out: 0 no handler, 1 succeeded, 2 failed, 3 cancelled, 4 returned; the error is in the other three.';
comment on column scope.flags is '1 cut (nothing in it is started any more), 2 something in it was cancelled, 4 a return in it ends the run, 8 over, 16 hidden from readers outside, 32 a return in it was undone by a failure since, 128 what it did is being undone, or is, 256 it took too long, 1024 somebody has cancelled the step that runs it, 2048 a map whose run was taken up: steps of items that have not begun may have ended.';
comment on column scope.calls is 'In the first scope of calls that the code of a task made: all that it and what it called have made so far.';
comment on column scope.fault_name is 'The error of the first instance that failed, raised by the step in the two before; fault_number tells when.';

create table fault (
  run_id bigint not null,
  scope int not null,
  step int not null,
  number int not null,
  origin_scope int not null,
  origin_step int not null,
  name text not null,
  primary key (run_id, scope, step)
);
comment on table fault is 'Why steps failed or could not start, in plans that ask. What the error says is in the history of its origin. number grows with every failure of the run.';

create table scope_items (
  run_id bigint not null,
  scope int not null,
  items bytea not null,
  primary key (run_id, scope)
);
comment on table scope_items is 'What the instances of a scope are given: a list, JSON in UTF-8. Apart from scope, so that counting stays cheap.';

create sequence ready_id as bigint;

create table ready (
  id bigint not null default nextval('ready_id'),
  run_id bigint not null,
  ready_at bigint not null,
  since bigint not null,
  plan_id int not null,
  scope int not null,
  step int not null,
  q int not null,
  prio smallint not null,
  attempt smallint not null,
  lost smallint not null,
  streak smallint not null
) with (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 200000,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off
);
-- Rows are never updated: claiming relies on a ctid staying what it is.
create unique index ready_claim on ready (q, prio, id);
comment on table ready is 'The job table: work that waits for a worker. Claimed by deleting, with SKIP LOCKED.';
comment on column ready.prio is '9 minus the priority an author writes, so that the best comes first.';
comment on column ready.q is 'A queue_id, or 0 for work that any worker may do (lists of maps, outputs of workflows).';
comment on column ready.ready_at is 'When this attempt became ready, microseconds since 1970.';
comment on column ready.since is 'When the step became ready for its first attempt, microseconds since 1970.';
comment on column ready.attempt is 'The number the next attempt gets, from 1.';
comment on column ready.lost is 'How many earlier attempts died with their worker; they do not count towards maxAttempts.';
comment on column ready.streak is 'How many of those came last, without another outcome in between.';

create sequence lease_id as bigint;

create table lease (
  lease_id bigint primary key default nextval('lease_id'),
  worker int not null,
  epoch bigint not null,
  claimed_at bigint not null,
  run_ids bigint[] not null,
  scopes int[] not null,
  steps int[] not null,
  attempts smallint[] not null,
  lost smallint[] not null,
  streaks smallint[] not null,
  since bigint[] not null
) with (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off
);
comment on table lease is 'What a worker has claimed, one row a batch. Entries whose step has ended in run or segment are spent.';

create table halt (
  run_id bigint primary key
);
comment on table halt is 'Runs some of whose work in the job table or at workers must not go on: cancelled ones. Claims and workers look here, and only for a run they find ask what has ended. Nearly always empty.';

create table question (
  run_id bigint not null,
  scope int not null,
  step int not null,
  kind smallint not null,
  name text not null,
  place text not null,
  prompt text not null,
  defaults bytea not null,
  asked_at timestamptz not null,
  since bigint not null,
  attempt smallint not null,
  lost smallint not null,
  timed boolean not null,
  primary key (run_id, scope, step)
);
comment on table question is 'What steps wait for from outside. Inserted and deleted under the lock of the run.';
comment on column question.kind is '1 a signal, called name; 2 an answer to prompt; 3 whether a step whose worker died may run again.';
comment on column question.place is 'The id of the step with the numbers of the items it belongs to.';
comment on column question.timed is 'Whether the step is in deferred as well, for when its time is over.';

create table signal (
  signal_id bigint generated always as identity,
  run_id bigint not null,
  name text not null,
  body bytea not null,
  at timestamptz not null,
  primary key (run_id, name, signal_id)
);
comment on table signal is 'Signals that no step has taken yet, in order of arrival; JSON in UTF-8.';

create table stale (
  run_id bigint not null,
  scope int not null,
  step int not null,
  attempt smallint not null,
  primary key (run_id, scope, step)
);
comment on table stale is 'Work of runs in halt that was given up while it waited: what is in the job table with this attempt or an earlier one is thrown away.';

create table timer (
  due_at timestamptz not null,
  id bigint generated always as identity,
  run_id bigint not null,
  kind smallint not null,
  scope int not null,
  step int not null,
  attempt smallint not null,
  lost smallint not null,
  since bigint not null,
  primary key (due_at, id)
) with (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off
);
comment on table timer is 'Time limits, by the database clock, of runs and of work that waits for a worker; running attempts are limited by their worker. Never updated.';
comment on column timer.kind is '1 of the run (scope and step mean nothing), 2 of the wait of this attempt for a worker, 3 of all attempts of the step, 4 no limit: the attempt, or the run (step -1), is to make way for another, 5 nor: limits have answered the run (step -1) that they held back, 6 nor: a further try of the run begins, in this scope, 7 nor: it is time for the run (step -1) to begin.';

create table called_run (
  parent_run bigint not null,
  scope int not null,
  step int not null,
  run_id bigint not null unique,
  plan_id int not null,
  since bigint not null,
  attempt smallint not null,
  lost smallint not null,
  primary key (parent_run, scope, step)
);
comment on table called_run is 'Runs that steps of other runs have started and wait for. plan_id is that of the parent; the rest is how its step is woken when the run has ended.';

create table resumed_run (
  run_id bigint primary key,
  resumed bigint not null,
  origin bigint not null
);
create index resumed_run_resumed on resumed_run (resumed);
comment on table resumed_run is 'Runs that have taken up another one that had ended.';
comment on column resumed_run.origin is 'The run whose idempotency keys its attempts have: the first of the chain, or the run itself.';

create table run_trace (
  run_id bigint primary key,
  traceparent text not null,
  tracestate text not null
);
comment on table run_trace is 'Distributed traces that runs belong to, as W3C Trace Context writes them. Runs that are not traced have no row. A span of zeros: the run is the first of its trace.';

create table run_provenance (
  run_id bigint primary key,
  provenance_id int not null
);
comment on table run_provenance is 'The commit that the plan of a run was compiled from when it was submitted or deployed. Most runs that programs submit have none, and no row.';

create sequence deferred_id as bigint;

create table deferred (
  due_at timestamptz not null,
  id bigint not null default nextval('deferred_id'),
  run_id bigint not null,
  since bigint not null,
  plan_id int not null,
  scope int not null,
  step int not null,
  q int not null,
  prio smallint not null,
  attempt smallint not null,
  lost smallint not null,
  streak smallint not null,
  primary key (due_at, id)
) with (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off
);
comment on table deferred is 'Work that waits for a time, by the database clock. Moved to ready when due.';

create table worker (
  worker_id int generated always as identity primary key,
  name text not null,
  epoch bigint not null,
  beat bigint not null,
  lease_millis int not null,
  slots int not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  state smallint not null
) with (
  fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
  autovacuum_vacuum_cost_delay = 0
);
comment on table worker is 'Sessions of workers. epoch is the fence: whoever holds an older one can change nothing.';
comment on column worker.beat is 'A counter that a living worker moves; others watch it with their own clocks.';
comment on column worker.state is '0 live, 1 ended by itself, 2 declared lost.';

create table attempt (
  run_id bigint not null,
  fence bigint not null,
  ready_at timestamptz not null,
  claimed_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz not null,
  scope int not null,
  step int not null,
  worker int not null,
  attempt smallint not null,
  outcome smallint not null,
  error bytea
) partition by range (finished_at);
create index attempt_run on attempt (run_id);
comment on table attempt is 'History: one row an attempt, appended. Its four times are its four transitions.';
comment on column attempt.outcome is '1 succeeded, 2 skipped by the task, 3 failed for good, 4 failed and retried, 5 lost with its worker, 6 lost for good, 7 evaluated what the step runs, 8 given back, 9 stopped because its run or step was cancelled, 10 waits, 11 its condition does not hold, 12 lost with its worker, and the step is held, 13 succeeded, and how the calls of its code end decides, 14 gives the result of another run. Of worker 0: what somebody has said.';

create table output (
  run_id bigint not null,
  scope int not null,
  step int not null,
  body bytea not null,
  primary key (run_id, scope, step)
);
comment on table output is 'What the winning attempt of a step gave: JSON in UTF-8. Steps that gave nothing have no row.';

create table run_event (
  event_id bigint generated always as identity,
  run_id bigint not null,
  at timestamptz not null,
  scope int not null,
  step int not null,
  worker int not null,
  attempt smallint not null,
  kind smallint not null,
  detail bytea
);
create index run_event_run on run_event (run_id);
comment on table run_event is 'Rare transitions. kind: 1 lease lost, 2 late result refused, 3 run cancelled, 4 run ran out of time, 5 run refused by a limit, 6 a step was cancelled (all: step -1), 7 a step was given the result of another run, 8 somebody has let a held step run again, 9 somebody has given it up.';

create table log_chunk (
  run_id bigint not null,
  at timestamptz not null,
  start bigint not null,
  scope int not null,
  step int not null,
  attempt smallint not null,
  stderr boolean not null,
  bytes bytea not null
) partition by range (at);
create index log_chunk_run on log_chunk (run_id);
comment on table log_chunk is 'What attempts wrote, appended; start is the position within the stream of the attempt.';

-- Days are made ahead of time by the engine; what it missed lands in the default partitions.
create table attempt_default partition of attempt default;
create table log_chunk_default partition of log_chunk default;
