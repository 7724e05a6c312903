-- Results that may be used again. Empty where no plan says so.
create table result (
  key bytea primary key,
  given_by bigint not null,
  ends_at timestamptz not null,
  body bytea
);
create index result_ends on result (ends_at);
comment on table result is 'What tasks with a cache gave, written by the transaction that ends their step. Results whose time is over are never used, and removed now and then.';
comment on column result.key is 'SHA-256 of the code of the task, of what it was given, and of whom the result is for; nothing of that can be read from it.';
comment on column result.given_by is 'The run that gave it; it may be gone.';
comment on column result.body is 'Outputs, JSON in UTF-8; null when there are none.';
