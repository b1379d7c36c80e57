-- Work to do. A task is only a reminder: what is to be done, and how far it is, stands in the rows of the room that added it.
-- A task is taken while holder names a worker whose session lock is alive: a killed worker's lock ends with its connection.

create table task (
  id          bigint generated always as identity primary key,
  kind        text not null,
  key         text not null,
  run_at      timestamptz not null,
  attempts    int not null default 0,         -- failures in a row
  last_error  text,
  holder      int,                            -- the worker's session lock
  again_at    timestamptz,                    -- asked for once more while it ran
  unique (kind, key)
);
create index task_due on task (run_at) where holder is null;
create index task_held on task (holder) where holder is not null;
create sequence worker_number as int cycle;

create table audit_entry (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  actor       text not null,                  -- 'client:<id>', 'operator:<name>', 'system'
  action      text not null,                  -- 'member-match', 'export.start', 'file.get', ...
  person_id   bigint,
  subject     text not null default '',       -- job, group, file, exchange
  detail      jsonb not null default '{}'     -- no demographics, no clinical content
);
create index audit_entry_person on audit_entry (person_id, id);
create function audit_is_append_only() returns trigger language plpgsql as
  $$ begin raise exception 'audit entries are never changed'; end $$;
create trigger audit_append_only before update or delete or truncate on audit_entry
  for each statement execute function audit_is_append_only();
