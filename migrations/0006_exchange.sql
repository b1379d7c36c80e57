-- The requesting payer: one exchange per member and partner, carried in transfers.

create table transfer (
  id            uuid primary key,
  partner_id    bigint not null references partner,
  wire          text not null check (wire in ('bulk', 'single')),
  state         text not null,
  reason        text,                         -- why it waits or ended
  match_status_url  text,
  group_id      text,                         -- the partner's Group, or Patient id on the single wire
  since         timestamptz,                  -- the _since that the export was asked with
  export_kicked_at  timestamptz,
  export_status_url text,
  transaction_time  timestamptz,              -- the partner's
  manifest      jsonb,
  attempts      int not null default 0,       -- in this state
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);

create table exchange (
  id            uuid primary key,
  transfer_id   uuid references transfer,
  partner_id    bigint references partner,
  person_id     bigint not null references person,
  submitted_id  text not null,                -- MemberPatient.id of the caller's cohort
  parameters    text not null,                -- the MemberBundle that goes out
  state         text not null,                -- opted-in | partner-known | matching | matched | match-failed | exporting | downloading | verifying | stored | watching | closed
  reason        text,
  next_step     text,                         -- for people: what can be done now
  partner_patient_id text,
  partner_umb   text,
  outcome       text check (outcome in ('match', 'nomatch', 'consentconstraint')),
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
create index exchange_transfer on exchange (transfer_id);
create index exchange_state on exchange (state);

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
  since         timestamptz not null,
  primary key (person_id, partner_id)
);

create table received_file (
  transfer_id   uuid not null references transfer on delete cascade,
  seq           int not null,
  kind          text not null check (kind in ('output', 'deleted', 'error')),
  type          text not null,
  url           text not null,
  manifest_count bigint,                      -- null: the partner gave none
  object_key    text,                         -- where the download lies
  etag          text,
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
