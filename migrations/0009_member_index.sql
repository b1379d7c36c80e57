-- The member index at ten million members: what matching compares stands in one text beside each Patient and Coverage, and
-- the keys under which a person is looked for in a table of small numbers. Replaces the layout of 0002, which no release had.

drop table member_identifier;
drop table coverage;
drop table member;

create table member (
  patient_id  text collate "C" primary key,   -- our own Patient id
  person_id   bigint not null,                -- a person never goes: no reference is checked for every row of a load
  said        text not null,                  -- what the Patient says, normalised, as person/said.ts writes it
  updated_at  timestamptz not null
);
create index member_person on member (person_id);

create table coverage (
  id          text collate "C" primary key,
  person_id   bigint not null,
  patient_id  text collate "C" not null,
  said        text not null,                  -- what the Coverage says, normalised, as person/said.ts writes it
  updated_at  timestamptz not null
);
create index coverage_person on coverage (person_id);

-- Where a person is found. A row is no record: the first name stands beside the first telephone, the second beside the
-- second. Each number is a hash of the words in person/keys.ts: a probe may bring a stranger now and then, comparing tells.
create table member_key (
  person_id   bigint not null,
  birth_date  date,
  name        int,                            -- family name, given name's beginning
  family      int,                            -- birth date, family name's beginning
  given       int,                            -- birth date, given name's beginning
  sound       int,                            -- how the family name sounds, given name's beginning, birth year
  yearless    int,                            -- family name, given name's beginning, birth month and day (or none)
  place       int,                            -- ZIP code, house number, given name's beginning
  home        int,                            -- ZIP code, house number, family name's beginning
  phone       int,
  email       int,
  number      int,                            -- the member's own number, MBI
  base        int,                            -- the number of the family
  umb         int,
  ssn4        int                             -- last four digits, birth date
);
create index member_key_person on member_key (person_id);
create index member_key_name   on member_key (name, birth_date);
create index member_key_sound  on member_key (sound)  where sound is not null;
create index member_key_yearless on member_key (yearless) where yearless is not null;
create index member_key_family on member_key (family) where family is not null;
create index member_key_given  on member_key (given)  where given is not null;
create index member_key_place  on member_key (place)  where place is not null;
create index member_key_home   on member_key (home)   where home is not null;
create index member_key_phone  on member_key (phone)  where phone is not null;
create index member_key_email  on member_key (email)  where email is not null;
create index member_key_number on member_key (number) where number is not null;
create index member_key_base   on member_key (base)   where base is not null;
create index member_key_umb    on member_key (umb)    where umb is not null;
create index member_key_ssn4   on member_key (ssn4)   where ssn4 is not null;

-- How often names, places and years occur in the index, and how alike members of a household are: what makes agreement worth
-- much or little. A version is complete when its row is there.
create table match_statistics (
  version     bigint generated always as identity primary key,
  made_at     timestamptz not null,
  persons     bigint not null,
  terms       jsonb not null,                 -- {"given": {"maria": 12345, …}, "family": …}
  pairs       jsonb not null                  -- tables of household and twin pairs
);

-- Parameters of the engine: the newest is in use.
create table match_model (
  version     bigint generated always as identity primary key,
  made_at     timestamptz not null,
  source      text not null,                  -- how it was learned, for people
  parameters  jsonb not null
);
