-- Limits that tasks and runs share: what is held, and what waits for it. Both tables are empty where no plan has limits.
-- All changes of what is held or waits are made under one advisory lock, taken last; see docs/decisions/0011.

create table pool (
  name text primary key,
  slots int not null
);
comment on table pool is 'Sizes of pools, as the operator has set them.';

create table permit (
  key text not null,
  run_id bigint not null,
  scope int not null,
  step int not null,
  attempt smallint not null,
  lost smallint not null,
  slots int not null,
  win bigint not null,
  granted_at timestamptz not null,
  begun_at timestamptz,
  ends_at timestamptz,
  refusal smallint not null,
  called_off boolean not null,
  primary key (run_id, scope, step, attempt, key)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
create index permit_key on permit (key);
create index permit_ends on permit (ends_at) where ends_at is not null;
comment on table permit is 'What attempts, and runs (step -1), hold of limits: from when they are let through until the transaction that settles their lease, or the last one of the run once it has ended. attempt and lost as in ready.';
comment on column permit.win is 'Milliseconds that a start counts, whatever becomes of it; 0 for what is held.';
comment on column permit.ends_at is 'When a start that has begun no longer counts.';
comment on column permit.refusal is '0 holds slots, 1 the attempt is to fail, 2 it is to be cancelled: then slots is 0.';
comment on column permit.called_off is 'Whether it has been asked to make way for another.';

create table held_back (
  id bigint generated always as identity,
  waits_for text not null,
  prio smallint not null,
  since bigint not null,
  run_id bigint not null,
  plan_id int not null,
  scope int not null,
  step int not null,
  q int not null,
  attempt smallint not null,
  lost smallint not null,
  streak smallint not null,
  keys text[] not null,
  limits int[] not null,
  slots int[] not null,
  wins bigint[] not null,
  policies smallint[] not null,
  primary key (waits_for, prio, since, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
create index held_back_run on held_back (run_id);
comment on table held_back is 'Work, and runs (step -1), that wait until limits let them through. No worker holds them.';
comment on column held_back.waits_for is 'The first of its keys that had no room.';
comment on column held_back.keys is 'What it needs, all at once, with the limit (0 as the operator has set it), slots, window, and what to do at the limit: 0 wait, 1 cancel it, 2 cancel a holder, 3 fail.';

alter table queue
  add column slots int,
  add column rate_limit int,
  add column rate_per bigint,
  add column paused boolean not null default false;
comment on column queue.slots is 'How many of its tasks may be under way at once; null for no limit.';
comment on column queue.rate_limit is 'How many of its tasks may start within rate_per milliseconds; null for no limit.';
comment on column queue.paused is 'Whether workers take nothing from it.';

create table role (
  name text primary key,
  queues text[] not null
);
comment on table role is 'Sets of queues that workers follow, as the operator has named them.';
