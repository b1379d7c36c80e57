-- What stands behind the coarse policy of the wire, and beside it: grants, overrides and holds, who may sign for whom, deaths.

-- Narrows: several that apply to one person and partner apply together (their intersection).
create table consent_grant (
  id          uuid primary key,
  person_id   bigint not null references person,
  consent_id  uuid references consent,        -- null: the member's own instruction to us, beside every consent
  direction   text not null check (direction in ('out', 'in')),
  partner_npi text not null,                  -- '*': any payer that a consent names
  categories  text[],                         -- null: all of claims, pharmacy, prior-auth, clinical
  labels      int,                            -- classes that may go; null: what the policy lets go
  service_from date,
  service_to  date,
  valid_from  date,
  valid_to    date,
  given_at    timestamptz not null,
  ended_at    timestamptz,
  check (service_to >= service_from), check (valid_to >= valid_from)
);
create index consent_grant_person on consent_grant (person_id) where ended_at is null;

create table label_override (
  id          uuid primary key,
  person_id   bigint not null references person,
  scope       text not null check (scope in ('person', 'resource', 'code', 'provider', 'encounter', 'dates', 'category')),
  value       text not null default '',       -- 'Type/id', 'system|code', an NPI, 'Encounter/id', 'from/to', a category
  effect      text not null check (effect in ('add', 'remove', 'hold')),
  labels      int not null default 0,         -- the classes that are added or removed
  by_whom     text not null,                  -- 'member:<person>' or 'operator:<name>'
  role        text not null check (role in ('member', 'officer')),
  reason      text not null check (reason in ('member-wish', 'safety', 'ipv', 'litigation', 'split', 'wrong-label')),
  valid_from  date,
  valid_to    date,
  second      text,                           -- the other officer: without one a removal does nothing
  given_at    timestamptz not null,
  confirmed_at timestamptz,
  lifted_at   timestamptz,
  lifted_by   text,
  check (effect <> 'remove' or role = 'officer'), check (second <> by_whom), check (effect <> 'add' or labels <> 0),
  check (scope <> 'person' or effect = 'hold')
);
create index label_override_person on label_override (person_id) where lifted_at is null;

-- Who may sign for a member.
create table authority (
  id          uuid primary key,
  person_id   bigint not null references person,
  kind        text not null check (kind in ('parent', 'guardian', 'health-care-power', 'durable-power', 'executor', 'court')),
  scope       text not null default 'all' check (scope in ('all', 'regular')), -- the widest policy that may be signed
  valid_from  date not null,
  valid_to    date,
  document    text not null,                  -- where the paper is filed
  recorded_by text not null,
  recorded_at timestamptz not null,
  ended_at    timestamptz,
  check (valid_to >= valid_from)
);
create index authority_person on authority (person_id) where ended_at is null;

create table death (
  person_id   bigint primary key references person,
  died_on     date not null,
  recorded_by text not null,
  recorded_at timestamptz not null
);

-- Days of consents are this partner's days; null: not agreed, the cautious reading counts.
alter table client add column time_zone text;

-- What is added narrows and ends permits from before; what is taken off or ended widens, and they go on as they are. An authority
-- is the other way round.
create function override_counts() returns trigger language plpgsql as
  $$ begin perform raise_epoch(new.person_id, '', new.effect <> 'remove' and new.lifted_at is null); return null; end $$;
create trigger override_counts after insert or update on label_override for each row execute function override_counts();

create function authority_counts() returns trigger language plpgsql as
  $$ begin perform raise_epoch(new.person_id, '', new.ended_at is not null); return null; end $$;
create trigger authority_counts after insert or update on authority for each row execute function authority_counts();

create function death_counts() returns trigger language plpgsql as
  $$ begin perform raise_epoch(new.person_id, '', true); return null; end $$;
create trigger death_counts after insert or update on death for each row execute function death_counts();

create function grant_counts() returns trigger language plpgsql as $$
  begin
    if new.partner_npi = '*' then perform raise_epoch(new.person_id, '', new.ended_at is null);
    else
      perform raise_epoch(new.person_id, client_id, new.ended_at is null)
        from (select distinct client_id from consent where person_id = new.person_id and recipient_npi = new.partner_npi) c;
    end if;
    return null;
  end $$;
create trigger grant_counts after insert or update on consent_grant for each row execute function grant_counts();

-- Two persons become one, or one becomes two: the permits of both are dead. Who was split off is held, with whom it was split from,
-- until an officer has looked whose consent is whose.
create function person_of_member_counts() returns trigger language plpgsql as $$
  begin
    perform raise_epoch(p, '', true) from unnest(array[old.person_id, new.person_id]) p;
    if exists (select from member where person_id = old.person_id) then
      insert into label_override (id, person_id, scope, effect, by_whom, role, reason, given_at)
        select gen_random_uuid(), p, 'person', 'hold', 'system', 'officer', 'split', now()
        from unnest(array[old.person_id, new.person_id]) p
        where not exists (select from label_override o where o.person_id = p and o.reason = 'split' and o.lifted_at is null);
    end if;
    return null;
  end $$;
create trigger person_of_member_counts after update of person_id on member
  for each row when (old.person_id <> new.person_id) execute function person_of_member_counts();
