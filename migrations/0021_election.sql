-- What members decide about asking their other plans (42 CFR 422.121(b)), and what goes out of it.

-- A decision as it was made, with its evidence. Never edited: what is newest counts, by `decided_at`, and of two at one instant the
-- narrower. A row sent by error is retracted, which is no withdrawal.
create table decision (
  id            uuid primary key,
  number        text not null unique,         -- what stands on the receipt
  seq           bigint generated always as identity,
  person_id     bigint not null,
  kind          text not null check (kind in ('opt-in', 'decline', 'defer', 'change', 'withdraw')),
  scope         text check (scope in ('all', 'regular')),
  kinds         text[],                       -- null: every kind; what we ask for and keep
  all_plans     boolean not null default false, -- a withdrawal from every plan
  effective_start timestamptz,
  effective_end date,                         -- the latest end of what was given
  signer        text not null check (signer in ('self', 'representative', 'agent')),
  signer_person bigint,                       -- a representative who is a member here
  relationship  text,
  authority_document text,                    -- reference or SHA-256 of what gives the signer the right
  representation_id uuid,
  text_id       text,
  text_version  text,
  locale        text check (locale in ('en', 'es')),
  text_sha256   bytea,                        -- of what was shown, word for word
  text_source   text,                         -- those words
  shown_at      timestamptz,
  decided_at    timestamptz not null,
  received_at   timestamptz not null,
  channel       text not null,                -- portal, mobile, call-centre, enrolment, state-feed, paper
  method        text not null,                -- typed-name, verbal-read-back, paper, feed, biometric
  typed_name    text,
  proof         jsonb,                        -- identity: issuer, subject hash, acr, amr, auth time
  agent         text,
  call_reference text,
  device        text,
  evidence_document text,                     -- of a door: where the channel keeps its own evidence
  previous_id   uuid references decision,
  idempotency_key text,
  source        text not null default '',     -- client id of the door
  record_id     text,                         -- the door's own, unique for ever
  needs_copy    boolean not null default false, -- a call: until the letter is sent
  state         text not null check (state in ('effective', 'waiting', 'recorded')),
  unique (source, record_id)
);
create index decision_person on decision (person_id, decided_at desc, seq desc);
create index decision_feed on decision (seq);
create function decision_is_final() returns trigger language plpgsql as
  $$ begin raise exception 'decisions are never edited'; end $$;
create trigger decision_final before update or delete or truncate on decision
  for each statement execute function decision_is_final();

create table decision_retraction (
  decision_id   uuid primary key references decision,
  at            timestamptz not null,
  actor         text not null,
  why           text not null
);

-- A representative's wish to widen, seen by a person who did not capture it (3.3). Copies of calls that went out.
create table decision_review (
  decision_id   uuid primary key references decision,
  approved      boolean not null,
  actor         text not null,
  at            timestamptz not null
);
create table decision_copy_sent (
  decision_id   uuid primary key references decision,
  at            timestamptz not null,
  how           text not null
);

-- A plan that a member named, and where the member's decision about it stands now.
create table election (
  id            uuid primary key,
  person_id     bigint not null,
  partner_id    bigint references partner,    -- null: not listed, we look for it
  payer_npi     text,
  name          text not null,
  state_code    text,
  phone         text,
  kind          text not null check (kind in ('prior', 'concurrent')),
  relationship  text not null default 'self',
  member_id_there text,
  no_card       boolean not null default false,
  other_name    text,
  other_address text,
  ended_year    int,
  status        text not null check (status in ('given', 'waiting', 'stopped', 'ended')),
  scope         text not null check (scope in ('all', 'regular')),
  kinds         text[],
  decision_id   uuid not null references decision,  -- that put it where it stands
  decided_at    timestamptz not null,
  ends_on       date not null,
  stopped_at    timestamptz,
  exchange_id   uuid,
  asked_at      timestamptz,                  -- when the exchange was opened last
  created_at    timestamptz not null
);
create unique index election_partner on election (person_id, partner_id) where partner_id is not null;
create index election_person on election (person_id);
create index election_exchange on election (exchange_id);
create index election_end on election (ends_on) where status = 'given';

create table decision_election (
  decision_id   uuid not null references decision,
  election_id   uuid not null references election,
  primary key (decision_id, election_id)
);
create index decision_election_election on decision_election (election_id);

-- The HRex Consent that goes out: one per member and partner, so that no plan hears of another (section 1).
create table wire_consent (
  id            uuid primary key,
  election_id   uuid not null references election,
  decision_id   uuid not null references decision,
  person_id     bigint not null,
  partner_npi   text not null,
  policy        text not null check (policy in ('regular', 'sensitive')),
  period_start  date not null,
  period_end    date not null,
  resource      text not null,                -- one line of JSON, as it goes out
  evidence      text not null,                -- the DocumentReference behind its sourceReference
  made_at       timestamptz not null,
  void_at       timestamptz,
  void_why      text
);
create index wire_consent_election on wire_consent (election_id, made_at desc);

create table election_draft (
  id            uuid primary key,
  person_id     bigint not null,
  actor         text not null,                -- 'self', or the representation under which somebody else drafts
  version       int not null default 1,
  text_id       text not null,
  text_version  text not null,
  locale        text not null check (locale in ('en', 'es')),
  step          text not null,
  scope         text check (scope in ('all', 'regular')),
  kinds         text[],
  signer        text not null check (signer in ('self', 'representative')),
  plans         jsonb not null default '[]',
  shown_at      timestamptz not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  expires_at    timestamptz not null,
  unique (person_id, actor)
);

-- Who may decide for a member (45 CFR 164.502(g)); narrowing acts at once, widening waits for approval.
create table representation (
  id            uuid primary key,
  person_id     bigint not null,              -- for whom
  representative_person bigint,               -- a member here, who signs in as such
  name          text not null,
  basis         text not null check (basis in ('power-of-attorney', 'guardian', 'parent', 'court-order', 'executor')),
  document      text not null,                -- SHA-256 or reference
  state         text not null check (state in ('waiting', 'active', 'ended')),
  ends_on       date not null,
  captured_by   text not null,
  captured_at   timestamptz not null,
  approved_by   text,
  approved_at   timestamptz,
  ended_at      timestamptz
);
create index representation_person on representation (person_id);
create index representation_by on representation (representative_person);

-- Clocks C1 (offer within a week) and C2 (request within a week of opt-in and facts): 422.121(b)(2), (4).
create table election_clock (
  id            bigint generated always as identity primary key,
  kind          text not null check (kind in ('C1', 'C2')),
  person_id     bigint not null,
  election_id   uuid references election,
  started_at    timestamptz not null,
  due_at        timestamptz not null,
  paused_why    text,
  met_at        timestamptz,
  closed_at     timestamptz,
  cause         text
);
create unique index election_clock_offer on election_clock (person_id) where kind = 'C1';
create index election_clock_open on election_clock (due_at) where met_at is null and closed_at is null;
create index election_clock_election on election_clock (election_id);

create table fact_change (
  id            bigint generated always as identity primary key,
  person_id     bigint not null,
  election_id   uuid not null references election,
  at            timestamptz not null
);
create index fact_change_election on fact_change (election_id, at);

create table callback_request (
  id            uuid primary key,
  person_id     bigint not null,
  election_id   uuid not null references election,
  phone         text not null,
  wanted        text not null,
  at            timestamptz not null,
  done_at       timestamptz
);
create index callback_request_open on callback_request (at) where done_at is null;
