-- Bulk Data: the asynchronous job, its files, and the export that fills them.

create table bulk_job (
  id               uuid primary key,
  kind             text not null check (kind in ('member-match', 'export')),
  client_id        text not null,
  state            text not null check (state in ('accepted', 'running', 'completed', 'failed', 'cancelled', 'expired')),
  request_url      text not null,             -- the exact kick-off URL, for the manifest
  progress         text not null default '',
  transaction_time timestamptz,               -- taken before the snapshot
  notices          jsonb not null default '[]', -- OperationOutcome issues for the manifest's error file
  lists_deleted    boolean not null default false, -- the manifest has `deleted`: asked with _since
  error            jsonb,                     -- the OperationOutcome of a failed job
  created_at       timestamptz not null,
  finished_at      timestamptz,
  expires_at       timestamptz,
  polled_at        timestamptz,
  polled           int not null default 0
);
create index bulk_job_client on bulk_job (client_id, state);

create table bulk_file (
  job_id     uuid not null references bulk_job on delete cascade,
  name       text not null,                   -- last segment of the file's URL
  kind       text not null check (kind in ('output', 'deleted', 'error')),
  type       text not null,                   -- resource type of every line
  object_key text not null,
  lines      bigint not null,
  bytes      bigint not null,
  sha256     bytea not null,
  part       int,
  person_ids bigint[] not null default '{}',  -- whose data it holds: their consents are asked at every download
  withdrawn_at timestamptz,                   -- a consent in it ended: never served again
  primary key (job_id, name)
);

create table match_request (
  job_id     uuid primary key references bulk_job on delete cascade,
  body_key   text not null                    -- the Parameters as received, in the object store
);

create table export (
  job_id       uuid primary key references bulk_job on delete cascade,
  group_id     text collate "C",               -- null: a Patient-level export of named persons
  recipient_npi text not null,
  requested_at timestamptz not null,           -- the two windows count from here
  since        timestamptz,
  until        timestamptz,
  types        text[],                         -- null: all
  filters      jsonb not null default '[]',    -- [{"type", "param", "prefix", "date"}]
  patients     text[],                         -- null: all members
  window_from  date not null,                  -- service dates before this stay
  pa_from      date not null                   -- status changes before this stay, unless in effect
);

create table export_part (
  job_id     uuid not null references bulk_job on delete cascade,
  part       int not null,
  person_ids bigint[] not null,
  state      text not null check (state in ('waiting', 'written')),
  snapshot_at timestamptz,
  primary key (job_id, part)
);

-- The responder's half of the completeness ledger: reason '' counts what was released.
create table export_ledger (
  job_id     uuid not null references bulk_job on delete cascade,
  part       int not null,
  person_id  bigint not null,
  type       text not null,
  reason     text not null,
  count      bigint not null,
  primary key (job_id, part, person_id, type, reason)
);

-- Payer-wide records (Organization, Practitioner, ...) that released records refer to: they leave once per job.
create table export_helper (
  job_id     uuid not null references bulk_job on delete cascade,
  ref        text collate "C" not null,
  primary key (job_id, ref)
);
