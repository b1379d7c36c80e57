-- A person is one human known to this payer; a member record is one Patient resource about a person;
-- a coverage is one enrolment. Matching works on persons.

create table person (
  id          bigint generated always as identity primary key,
  umb         text not null unique,           -- the unique member identifier that a match returns (HRex UMB)
  created_at  timestamptz not null
);

create table member (
  patient_id  text collate "C" primary key,   -- our own Patient id
  person_id   bigint not null references person,
  names       jsonb not null,                 -- [{"family": "smith", "given": ["john","q"], "suffix": "jr"}], normalised
  birth_date  date,                           -- null where the payer knows a year or month only
  sex         text check (sex in ('male', 'female', 'other', 'unknown')),
  address     jsonb not null default '[]',    -- [{"line": "...", "city": "...", "state": "ma", "postal": "02128"}], normalised
  telecom     text[] not null default '{}',   -- digits or lower-case mail addresses
  active      boolean not null default true,
  updated_at  timestamptz not null
);
create index member_person on member (person_id);
create index member_birth_date on member (birth_date);

create table member_identifier (
  person_id   bigint not null references person,
  patient_id  text collate "C" not null,
  kind        text not null check (kind in ('member', 'subscriber', 'umb', 'other')),
  system      text not null default '',
  value       text collate "C" not null,      -- normalised: upper case, letters and digits only
  source      text collate "C" not null,      -- the resource that said so, 'Patient/1' or 'Coverage/2'
  primary key (source, kind, system, value)
);
create index member_identifier_value on member_identifier (value, kind);
create index member_identifier_person on member_identifier (person_id);

create table coverage (
  id          text collate "C" primary key,
  person_id   bigint not null references person,
  patient_id  text collate "C" not null,
  status      text not null,
  relationship text,
  period_start date,
  period_end  date,
  payor       text,                           -- reference or NPI as loaded
  class       jsonb not null default '[]',    -- [{"type": "group", "value": "..."}]
  updated_at  timestamptz not null
);
create index coverage_person on coverage (person_id);
