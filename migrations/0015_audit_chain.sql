-- The audit log becomes a hash chain. Entries are written as before, in the transaction of what they tell of; an appender links
-- them afterwards, in an order of its own, so that writers never wait for each other. Nothing is ever updated: a link is a row.

alter table audit_entry
  add column on_behalf_of text,
  add column partner text,
  add column decision text,
  add column codes text[],
  add column permit text,
  add column epoch bigint,
  add column consent_hash bytea,
  add column rule_set text,
  add column counts jsonb,
  add column trace text,
  -- True on rows that were written before there was a chain: they say less.
  add column before_chain boolean not null default true;
alter table audit_entry alter column before_chain set default false;
create index audit_entry_subject on audit_entry (subject collate "C", id) where subject <> '';

-- One row an entry, without gaps. hash: SHA-256 of the entry's canonical JSON, which holds seq, at and prev.
create table audit_link (
  seq         bigint primary key,
  entry_id    bigint not null unique,
  at          timestamptz not null,           -- when it was chained
  prev        bytea not null,                 -- the hash of seq - 1; zeros for the first
  hash        bytea not null
);

-- Entries that wait to be chained: put here by the insert of the entry, taken away by the transaction that links it.
create table audit_unchained (
  entry_id    bigint primary key
);
insert into audit_unchained select id from audit_entry;

-- Heads of the chain that were written to the object store. number has no gaps.
create table audit_seal (
  number      bigint primary key,
  seq         bigint not null,
  hash        bytea not null,
  entries     bigint not null,
  at          timestamptz not null,
  sha256      bytea not null                  -- of the object
);

create function audit_entry_waits() returns trigger language plpgsql as
  $$ begin insert into audit_unchained select id from fresh; return null; end $$;
create trigger audit_entry_waits after insert on audit_entry
  referencing new table as fresh for each statement execute function audit_entry_waits();

create trigger audit_append_only before update or delete or truncate on audit_link
  for each statement execute function audit_is_append_only();
create trigger audit_append_only before update or delete or truncate on audit_seal
  for each statement execute function audit_is_append_only();

-- What waits may leave only by being chained.
create trigger audit_append_only before update or truncate on audit_unchained
  for each statement execute function audit_is_append_only();
create function audit_waits_until_chained() returns trigger language plpgsql as
  $$ begin
    if exists (select from gone g where not exists (select from audit_link l where l.entry_id = g.entry_id)) then
      raise exception 'audit entries are never changed';
    end if;
    return null;
  end $$;
create trigger audit_waits_until_chained after delete on audit_unchained
  referencing old table as gone for each statement execute function audit_waits_until_chained();

-- The accounting of disclosures asks by member.
create index export_ledger_person on export_ledger (person_id, job_id) where reason = '';
