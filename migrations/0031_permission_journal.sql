-- What ended is written to the object store besides, so that a database that is restored from before cannot bring it back to life.
create table permission_ended (
  seq         bigint generated always as identity primary key,
  person_id   bigint not null,
  client_id   text collate "C" not null,      -- '': every partner
  floor       bigint not null,
  cause       text not null,                  -- 'consent', or 'instruction' for whatever else a person or an officer said
  at          timestamptz not null default now(),
  journaled   boolean not null default false
);
create index permission_ended_waiting on permission_ended (seq) where not journaled;

-- The objects of the journal that this database knows: what it wrote, and what it has obeyed.
create table permission_journal (
  name        text collate "C" primary key,
  at          timestamptz not null
);

create or replace function raise_epoch(person bigint, client text, ends boolean) returns void language plpgsql as $$
  begin
    perform raise_epoch_for(person, client, ends, 'instruction');
  end $$;

create function raise_epoch_for(person bigint, client text, ends boolean, cause text) returns void language plpgsql as $$
  begin
    insert into permission_epoch (person_id, client_id, epoch, floor)
      select person, client, coalesce(max(epoch), 0), coalesce(max(floor), 0)
      from permission_epoch where person_id = person and client_id = ''
      on conflict do nothing;
    update permission_epoch set epoch = epoch + 1, floor = case when ends then epoch + 1 else floor end
      where person_id = person and (client = '' or client_id = client);
    if ends then
      insert into permission_ended (person_id, client_id, floor, cause)
        select person, client, floor, cause from permission_epoch where person_id = person and client_id = client;
    end if;
  end $$;

create or replace function consent_event_counts() returns trigger language plpgsql as $$
  begin
    update consent set state = new.state,
        revoked_at = case when new.state = 'revoked' then new.at else revoked_at end,
        revoked_why = case when new.state = 'revoked' then new.why else revoked_why end
      where id = new.consent_id;
    perform raise_epoch_for(c.person_id, c.client_id, new.ends, 'consent') from consent c where c.id = new.consent_id;
    return null;
  end $$;

alter table label_override drop constraint label_override_reason_check;
alter table label_override add constraint label_override_reason_check
  check (reason in ('member-wish', 'safety', 'ipv', 'litigation', 'split', 'wrong-label', 'restore'));
