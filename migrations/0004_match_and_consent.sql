-- The responding payer's decisions: who a query is, whether the consent can be honoured, which Groups came of it.

create table match_decision (
  id            uuid primary key,
  client_id     text not null,
  job_id        uuid,                          -- null for $member-match
  seq           int,                           -- which MemberBundle of the job, from 0; null for $member-match
  submitted_id  text not null,                 -- MemberPatient.id
  decision      text not null,                 -- matched | no-match | ambiguous | insufficient | conflict | review
  person_id     bigint,
  patient_id    text collate "C",              -- our Patient id of that person that the answer gives
  outcome       text not null check (outcome in ('match', 'nomatch', 'consentconstraint')), -- after consent was asked
  consent_reason text,                         -- why consent refused; never told to the partner
  released_until date,                         -- matched: the last day of the consent
  reasons       jsonb not null,
  candidates    jsonb not null,                -- [{"person_id", "score", "fields"}]: for operators only
  engine        text not null,                 -- name and version of rules and parameters
  fingerprint   bytea not null,                -- SHA-256 of the normalised query
  decided_at    timestamptz not null,
  unique (job_id, seq)                         -- a step of a job that is replayed decides nobody twice
);
create index match_decision_client on match_decision (client_id, person_id) where outcome = 'match';

create table consent (
  id            uuid primary key,
  person_id     bigint not null references person,
  client_id     text not null,                 -- the requesting payer's client
  recipient_npi text not null,
  source_npi    text not null,
  policy        text not null check (policy in ('regular', 'sensitive')),
  period_start  date not null,
  period_end    date not null,
  resource      text not null,                 -- the Consent as received
  hash          bytea not null,                -- SHA-256 of resource: the same paper sent again is the same consent
  received_at   timestamptz not null,
  revoked_at    timestamptz,
  revoked_why   text,
  seq           bigint generated always as identity, -- the order of arrival: the last one counts
  unique (person_id, client_id, hash)          -- sending it again does not revive a revoked one
);
create index consent_person on consent (person_id, client_id, seq desc);

-- "Do not send to this plan": a member's own instruction overrides any partner's consent (pdex-156).
create table instruction (
  person_id     bigint not null references person,
  recipient_npi text not null,                 -- '*': to no payer
  given_at      timestamptz not null,
  withdrawn_at  timestamptz,
  primary key (person_id, recipient_npi, given_at)
);

create table match_group (
  id            text collate "C" primary key,
  client_id     text not null,
  job_id        uuid,                          -- null: made by a $member-match for its one member
  code          text not null check (code in ('match', 'nomatch', 'consentconstraint')),
  requester_npi text not null,
  created_at    timestamptz not null,
  expires_at    timestamptz                    -- the last consent's end; null: none in it
);
create index match_group_client on match_group (client_id, created_at);

create table match_group_member (
  group_id      text collate "C" not null references match_group on delete cascade,
  seq           int not null,
  person_id     bigint,                        -- matched members only
  patient_id    text collate "C",              -- matched members only: our Patient id
  submitted_id  text not null,                 -- the contained Patient's id
  submitted     text not null,                 -- the contained Patient, one line of JSON
  submitted_coverage_id text,
  submitted_coverage text,                     -- the contained Coverage, where the patient came with several
  primary key (group_id, seq)
);
create index match_group_member_person on match_group_member (person_id);
