-- Tasks that failed for good and ask to be kept. Empty where no plan says so.
create table dead_letter (
  letter_id bigint generated always as identity primary key,
  run_id bigint not null,
  scope int not null,
  step int not null,
  attempt smallint not null,
  plan_id int not null,
  task text not null,
  failed_at timestamptz not null,
  error bytea not null
);
create index dead_letter_run on dead_letter (run_id);
comment on table dead_letter is 'Written in the transaction that ends the step. Inputs are those of the run, which is not cleaned as long as it has such rows.';
comment on column dead_letter.attempt is 'The last attempt.';
