-- Sensitivity labels (consent-and-sensitive-data 3.3, 3.9). Bit 30 says that nobody has looked yet: nothing of it leaves.
alter table resource alter column labels set default 1073741824;
update resource set labels = 1073741824;
-- `label_rule_set.generation` that the labels were computed with.
alter table resource add column rule_set integer not null default 0;
-- What a newer rule set says where it differs, until it is activated: both count.
alter table resource add column labels_next integer;
create index resource_labelled on resource (person_id) where labels <> 0 or labels_next is not null;

-- What was deleted may have been what never left: its id stays here, too.
alter table resource_deleted add column labels integer not null default 0;

-- The sets of lists that this payer has labelled with. Records of an older set than the newest `required` one do not leave.
create table label_rule_set (
  generation integer generated always as identity primary key,
  id text not null unique,
  version text not null,
  sizes jsonb not null,
  registered_at timestamptz not null,
  required_at timestamptz
);

-- Why a record has its labels: for the member, the officer and `labels explain`; never for a partner.
create table label_reason (
  person_id bigint not null,
  ref text collate "C" not null,
  mask integer not null,
  source text not null,
  rule text not null,
  path text not null
);
create index label_reason_record on label_reason (person_id, ref);

-- Labels that came with a record are kept for good, whatever its next version says (42 CFR 2.33(b), consent-and-sensitive-data 3.1).
create table label_received (
  person_id bigint not null,
  ref text collate "C" not null,
  mask integer not null,
  primary key (person_id, ref)
);

-- Federally assisted programmes and their units (42 CFR 2.11): only these make a record a Part 2 record.
create table program_source (
  id bigint generated always as identity primary key,
  npi text,
  reference text collate "C",
  kind text not null,
  valid_from date,
  valid_to date,
  evidence text not null,
  added_at timestamptz not null,
  check (npi is not null or reference is not null)
);

-- A class that was found in a record after it had left (3.9).
create table label_incident (
  id bigint generated always as identity primary key,
  person_id bigint not null,
  ref text collate "C" not null,
  mask integer not null,
  client_id text not null,
  job_id uuid,
  found_at timestamptz not null,
  closed_at timestamptz,
  unique (person_id, ref, mask, client_id)
);
