-- Schedules: which times of a calendar, and which ends of other runs and events, have got their runs. None of these tables is hot.

create table schedule (
  schedule_id int generated always as identity primary key,
  namespace text not null,
  name text not null,
  key text not null,
  kind smallint not null,
  subject text,
  states smallint[],
  plan_id int not null references plan,
  provenance_id int references provenance,
  trigger int not null,
  parent int references schedule on delete cascade,
  anchor_at timestamptz not null,
  until_at timestamptz,
  max_active int,
  reprocess smallint,
  done_to timestamptz not null,
  seen_to timestamptz not null,
  due_at timestamptz,
  paused boolean not null,
  active bigint[] not null,
  held boolean not null,
  probe bigint,
  waits text
);
comment on table schedule is 'Triggers of deployed workflows, and backfills of those that fire at times. A row is changed by whoever holds its lock.';
comment on column schedule.key is 'Tells a trigger from the others of its workflow, whatever their order: when it fires, in words.';
comment on column schedule.kind is '0 times, 1 the ends of runs of another workflow, 2 events, 3 a condition.';
comment on column schedule.subject is 'The workflow whose runs it follows, with its namespace; or the topic of its events.';
comment on column schedule.states is 'How those runs must have ended, as in run.status.';
comment on column schedule.trigger is 'Which of the plan''s triggers it is, from 0.';
comment on column schedule.parent is 'For a backfill the schedule whose times it makes up for.';
comment on column schedule.anchor_at is 'Where times at a fixed distance are counted from.';
comment on column schedule.until_at is 'A backfill ends before this time.';
comment on column schedule.max_active is 'How many runs of a backfill may be under way at once.';
comment on column schedule.reprocess is 'Which times a backfill gives another run: 0 those without one, 1 those whose last run failed too, 2 all.';
comment on column schedule.done_to is 'Times up to this one are dealt with.';
comment on column schedule.seen_to is 'Times up to this one have come while somebody looked: they may wait, but were not missed.';
comment on column schedule.due_at is 'When it is to be looked at, by the database clock. Null when no time is left.';
comment on column schedule.active is 'Runs of it that had not ended when it was last looked at.';
comment on column schedule.held is 'Whether its condition held when it was last asked.';
comment on column schedule.probe is 'The run that asks the condition just now.';
comment on column schedule.waits is 'Why the next time has no run yet although it has come.';
create unique index schedule_key on schedule (namespace, name, key) where parent is null;
create index schedule_due on schedule (due_at) where not paused;
create index schedule_follows on schedule (subject) where kind = 1;
create index schedule_events on schedule (subject) where kind = 2;

create table schedule_run (
  schedule_id int not null,
  at timestamptz not null,
  run_id bigint not null,
  primary key (schedule_id, at)
);
create index schedule_run_run on schedule_run (run_id);
comment on table schedule_run is 'The run that a time of a schedule has got: at most one. Goes with the run.';

create table event (
  event_id bigint generated always as identity primary key,
  topic text not null,
  body bytea not null,
  sent_at timestamptz not null
);
comment on table event is 'What was sent to topics that schedules wait for; JSON in UTF-8.';

create table occasion (
  occasion_id bigint generated always as identity primary key,
  schedule_id int not null,
  run_id bigint,
  event_id bigint,
  waits boolean not null,
  started bigint,
  unique (run_id, schedule_id),
  unique (event_id, schedule_id)
);
create index occasion_waits on occasion (schedule_id, occasion_id) where waits;
create index occasion_started on occasion (started) where started is not null;
create index occasion_schedule on occasion (schedule_id, started) where started is not null;
comment on table occasion is 'What schedules start runs after: ends of runs (run_id), written in the transaction that ends the run, and events. Goes with the run that has ended, or the event.';
comment on column occasion.waits is 'Whether it is yet to be dealt with. One that came during a pause never was.';
comment on column occasion.started is 'The run that it has got, at most one.';

create table schedule_event (
  schedule_id int not null,
  noted_at timestamptz not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  kind smallint not null,
  detail text
);
create index schedule_event_schedule on schedule_event (schedule_id, noted_at);
comment on table schedule_event is 'Times of a schedule that got no run. kind: 1 missed, 2 a run was under way, 3 the inputs did not fit, 4 what its tasks need is not there.';

create table run_start (
  run_id bigint primary key,
  facts bytea not null
);
comment on table run_start is 'What started a run, when it was not a person: the facts that expressions name, JSON in UTF-8.';
