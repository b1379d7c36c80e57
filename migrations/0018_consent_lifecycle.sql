-- Consents become versions with append-only events; a counter tells permits from before a change from those after it; each part of
-- an export keeps the permits that it was made under.

-- The words of a consent never change: its state is what its last event says, copied here by a trigger, for reading.
alter table consent
  add column document_id  text not null default '',  -- Consent.id at the requester
  add column version      int not null default 1,    -- of that document of that requester and person
  add column content_hash bytea,                     -- SHA-256 of its canonical content: without id of the server's own, meta, narrative
  add column request_id   uuid,                      -- the match that brought it: consents of one request are no order
  add column direction    text not null default 'out' check (direction in ('out', 'in')),
  add column signer       text not null default 'member' check (signer in ('member', 'representative')),
  add column capacity     text,                      -- of a representative: PRN, GUARD, HPOWATT, DPOWATT, EXCEST, …
  add column part2_statement boolean not null default false, -- names 42 CFR Part 2 records expressly
  add column state        text not null default 'active' check (state in ('draft', 'pending', 'declined', 'active', 'superseded',
                            'expired', 'revoked', 'in-error'));
create index consent_active on consent (person_id, client_id) where state = 'active';
create index consent_ends on consent (period_end) where state = 'active';

create table consent_event (
  id          bigint generated always as identity primary key, -- the order in which we heard
  consent_id  uuid not null references consent on delete cascade,
  state       text not null check (state in ('draft', 'pending', 'declined', 'active', 'superseded', 'expired', 'revoked', 'in-error')),
  at          timestamptz not null,
  actor       text not null,                  -- 'client:<id>', 'operator:<name>', 'member:<person>', 'system'
  why         text not null default '',
  ends        boolean not null default true   -- permits from before it are dead; false: what they allow is allowed still
);
create index consent_event_consent on consent_event (consent_id, id);

-- What happened until now.
update consent c set state = case when revoked_at is not null then 'revoked'
    when exists (select from consent n where n.person_id = c.person_id and n.client_id = c.client_id and n.seq > c.seq) then 'superseded'
    else 'active' end;
insert into consent_event (consent_id, state, at, actor)
  select id, 'active', received_at, 'client:' || client_id from consent order by seq;
insert into consent_event (consent_id, state, at, actor, why)
  select id, state, coalesce(revoked_at, received_at), 'system', coalesce(revoked_why, '') from consent where state <> 'active' order by seq;

-- How often what a person allows a partner was changed. A permit carries the number of its day; below `floor` it is dead.
create table permission_epoch (
  person_id   bigint not null,
  client_id   text collate "C" not null,      -- '': partners without a row of their own
  epoch       bigint not null,
  floor       bigint not null,
  primary key (person_id, client_id)
);

create function raise_epoch(person bigint, client text, ends boolean) returns void language plpgsql as $$
  begin
    insert into permission_epoch (person_id, client_id, epoch, floor)
      select person, client, coalesce(max(epoch), 0), coalesce(max(floor), 0)
      from permission_epoch where person_id = person and client_id = ''
      on conflict do nothing;
    update permission_epoch set epoch = epoch + 1, floor = case when ends then epoch + 1 else floor end
      where person_id = person and (client = '' or client_id = client);
  end $$;

-- Triggers, so that no way to change a permission can forget to count.
create function consent_event_counts() returns trigger language plpgsql as $$
  begin
    update consent set state = new.state,
        revoked_at = case when new.state = 'revoked' then new.at else revoked_at end,
        revoked_why = case when new.state = 'revoked' then new.why else revoked_why end
      where id = new.consent_id;
    perform raise_epoch(c.person_id, c.client_id, new.ends) from consent c where c.id = new.consent_id;
    return null;
  end $$;
create trigger consent_event_counts after insert on consent_event for each row execute function consent_event_counts();

-- A process of the version before, that revokes by the column, is heard too.
create function consent_revoked_by_column() returns trigger language plpgsql as $$
  begin
    insert into consent_event (consent_id, state, at, actor, why)
      values (new.id, 'revoked', new.revoked_at, 'system', coalesce(new.revoked_why, ''));
    return null;
  end $$;
create trigger consent_revoked_by_column after update of revoked_at on consent
  for each row when (new.revoked_at is not null and new.state <> 'revoked') execute function consent_revoked_by_column();

create function consent_event_is_append_only() returns trigger language plpgsql as
  $$ begin raise exception 'events of consents are never changed'; end $$;
create trigger consent_event_is_append_only before update on consent_event
  for each statement execute function consent_event_is_append_only();

create function instruction_counts() returns trigger language plpgsql as $$
  begin
    if new.recipient_npi = '*' then perform raise_epoch(new.person_id, '', new.withdrawn_at is null);
    else
      perform raise_epoch(new.person_id, client_id, new.withdrawn_at is null)
        from (select distinct client_id from consent where person_id = new.person_id and recipient_npi = new.recipient_npi) c;
    end if;
    return null;
  end $$;
create trigger instruction_counts after insert or update on instruction for each row execute function instruction_counts();

-- The permits that a part was made under: every line of its files leads back to one version of one consent.
create table export_permit (
  job_id      uuid not null references bulk_job on delete cascade,
  part        int not null,
  person_id   bigint not null,
  permit      text not null,
  consent_id  uuid not null,
  consent_hash bytea not null,
  epoch       bigint not null,
  rule_set    text not null,
  primary key (job_id, part, person_id)
);
create index export_permit_consent on export_permit (consent_id);

-- Jobs that are under way: their parts were made under the consent that counted then.
insert into export_permit (job_id, part, person_id, permit, consent_id, consent_hash, epoch, rule_set)
  select l.job_id, l.part, l.person_id, 'before-permits', k.id, k.hash, 0, 'none'
  from (select distinct job_id, part, person_id from export_ledger where reason = '' and person_id <> 0) l
  join bulk_job j on j.id = l.job_id
  left join export_part p on p.job_id = l.job_id and p.part = l.part
  cross join lateral (select id, hash from consent k where k.person_id = l.person_id and k.client_id = j.client_id
    and k.received_at <= coalesce(p.snapshot_at, j.finished_at, j.created_at) order by k.seq desc limit 1) k;

-- How a withdrawn file is answered: gone, or as if it had never been.
alter table bulk_file add column withdrawn_as text check (withdrawn_as in ('gone', 'absent'));

-- What left and should not have: one row for each member and file set that a partner could fetch.
create table release_incident (
  id          uuid primary key,
  person_id   bigint not null,
  client_id   text not null,
  kind        text not null check (kind in ('consent-in-error', 'label-gained')),
  consent_id  uuid,
  job_id      uuid,                           -- null: answers to reads and searches
  part        int,
  records     bigint not null,                -- how many had left
  fetched     boolean not null,               -- a file with the member's data was read
  opened_at   timestamptz not null,           -- from here the clock of a breach runs (45 CFR 164.404)
  closed_at   timestamptz,
  unique nulls not distinct (kind, consent_id, job_id, part, person_id)
);
