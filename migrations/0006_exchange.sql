-- The requesting payer: one exchange per member and partner, carried in transfers.

create table transfer (
  id            uuid primary key,
  partner_id    bigint not null references partner,
  wire          text not null check (wire in ('bulk', 'single')),
  state         text not null check (state in ('opted-in', 'partner-known', 'matching', 'match-failed', 'matched', 'exporting',
                  'downloading', 'verifying', 'stored', 'waiting', 'closing', 'closed')),
  resume_state  text,                         -- waiting for a person: where it goes on
  reason        text,                         -- why it waits or ended
  version       bigint not null default 0,    -- raised by every change: a step that was overtaken changes nothing
  entered_at    timestamptz not null,         -- into this state: deadlines count from here
  next_at       timestamptz,                  -- when the next step is due; null: nothing to do
  attempts      int not null default 0,       -- failures in a row
  kickoffs      int not null default 0,       -- jobs begun at the partner for this match or export
  match_status_url  text,
  group_id      text collate "C",             -- the partner's Group, or Patient id on the single wire
  since         timestamptz,                  -- the _since that the export was asked with
  export_kicked_at  timestamptz,              -- by the partner's clock where it tells it
  export_status_url text,
  transaction_time  timestamptz,              -- the partner's
  ingest_from   timestamptz,                  -- its records changed here at or after this
  notices       jsonb not null default '[]',  -- [{"code", "count"}]: what was odd but tolerated
  partner_cleaned_at timestamptz,             -- the export job is deleted there
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
create index transfer_due on transfer (next_at) where next_at is not null;

create table exchange (
  id            uuid primary key,
  transfer_id   uuid references transfer,     -- the latest one
  partner_id    bigint not null references partner,
  person_id     bigint not null references person,
  submitted_id  text not null,                -- MemberPatient.id of the caller's cohort
  wire_id       text collate "C" not null,    -- MemberPatient.id that goes out, unique in the transfer
  parameters    text not null,                -- the MemberBundle's parts as they go out: {"MemberPatient": ..., ...}
  state         text not null check (state in ('opted-in', 'partner-known', 'matching', 'match-failed', 'matched', 'exporting',
                  'downloading', 'verifying', 'stored', 'watching', 'closed')),
  reason        text,
  next_step     text,                         -- for people: what can be done now
  partner_patient_id text collate "C",
  partner_umb   text,
  outcome       text check (outcome in ('match', 'nomatch', 'consentconstraint')),
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
create unique index exchange_wire on exchange (transfer_id, wire_id);
create index exchange_state on exchange (state);
create index exchange_person on exchange (person_id, partner_id);

create table exchange_event (
  id            bigint generated always as identity primary key,
  exchange_id   uuid not null references exchange on delete cascade,
  at            timestamptz not null,
  state         text not null,
  detail        text not null default ''
);
create index exchange_event_exchange on exchange_event (exchange_id, id);

-- How far a member's history with a partner is known: the next _since. Moves only with the data that it stands for.
create table watermark (
  person_id     bigint not null,
  partner_id    bigint not null,
  partner_patient_id text collate "C" not null, -- another one now: the history is another's too, start anew
  since         timestamptz not null,
  primary key (person_id, partner_id)
);

create table received_file (
  transfer_id   uuid not null references transfer on delete cascade,
  seq           int not null,
  kind          text not null check (kind in ('output', 'deleted', 'error')),
  type          text not null,
  url           text not null,
  needs_token   boolean not null default true,
  manifest_count bigint,                      -- null: the partner gave none
  expected_bytes bigint,                      -- the manifest's promise, where it makes one
  expected_sha256 bytea,
  object_key    text,                         -- where the download lies
  etag          text,                         -- of the version that is being downloaded
  etag_gzip     boolean not null default false, -- that version came as gzip
  plain         boolean not null default false, -- its gzip was broken: ask for plain bytes
  bytes         bigint,
  sha256        bytea,
  received      bigint,                       -- lines that are not blank
  stored        bigint,
  duplicate     bigint,
  quarantined   bigint,
  state         text not null check (state in ('listed', 'downloaded', 'ingested')),
  primary key (transfer_id, seq)
);

create table quarantine (
  id            bigint generated always as identity primary key,
  transfer_id   uuid not null references transfer on delete cascade,
  file_seq      int not null,
  line          bigint not null,
  reason        text not null,
  detail        text not null,
  raw           bytea not null,
  at            timestamptz not null,
  unique (transfer_id, file_seq, line)
);

-- The requester's half of the completeness ledger. person_id 0: payer-wide records.
create table ingest_ledger (
  transfer_id   uuid not null references transfer on delete cascade,
  file_seq      int not null,
  person_id     bigint not null,
  type          text not null,
  received      bigint not null,
  stored        bigint not null,
  duplicate     bigint not null,
  quarantined   bigint not null,
  primary key (transfer_id, file_seq, person_id, type)
);

-- References of received records to what has not come yet, until the transfer is settled: what never comes becomes a
-- URL at the partner.
create table awaited_reference (
  transfer_id   uuid not null references transfer on delete cascade,
  ref           text collate "C" not null,    -- ours
  origin_ref    text collate "C" not null,    -- the partner's 'Type/id'
  primary key (transfer_id, ref)
);
