-- Decisions that an audit can replay, decisions that wait for a person, and the watch over partners that guess.

alter table match_decision
  add column round int not null default 0,        -- a member of a bulk job that is decided again after a review: 1, 2, ...
  add column score double precision not null default 0, -- calibrated posterior of the leading candidate
  add column rule text,                            -- the rule that accepted; 'reviewed': a person did
  add column guards text[] not null default '{}',  -- the guards that objected
  add column leading_person_id bigint,             -- review: the candidate that a person is asked about
  add column leading_patient_id text collate "C",
  add column review_id uuid;                       -- the review that it waits for, or that decided it
alter table match_decision drop constraint match_decision_job_id_seq_key;
alter table match_decision add constraint match_decision_place unique (job_id, seq, round);
create index match_decision_review on match_decision (review_id) where review_id is not null;
create index match_decision_at on match_decision (client_id, decided_at);

-- One question to a person: is this submission of this partner one of these candidates?
create table match_review (
  id            uuid primary key,
  client_id     text not null,
  fingerprint   bytea not null,                    -- of the submission: what is decided here holds for it alone
  state         text not null check (state in ('open', 'approved', 'rejected', 'undecided', 'superseded', 'expired')),
  submission    text,                              -- {"patient", "coverage"} as submitted; null as soon as the review is closed
  candidates    jsonb not null,                    -- trace of the decision, as in match_decision
  leading_person_id bigint not null,
  guards        text[] not null,
  score         double precision not null,
  engine        text not null,
  facts         bytea not null,                    -- SHA-256 of what the reviewers look at: levels, guards, state of the members' records
  revision      int not null default 1,            -- counts up when the facts change; votes of an earlier revision are void
  asks          int not null default 1,            -- how often the partner asked
  opened_at     timestamptz not null,
  asked_at      timestamptz not null,              -- when the partner asked last
  due_at        timestamptz not null,
  expires_at    timestamptz not null,
  claimed_by    text,
  claimed_until timestamptz,
  person_id     bigint,                            -- approved: who it is
  closed_at     timestamptz,
  remember_until timestamptz                       -- the same question is answered from this row until then
);
create unique index match_review_open on match_review (client_id, fingerprint) where state = 'open';
create index match_review_due on match_review (due_at) where state = 'open';
create index match_review_closed on match_review (client_id, fingerprint, closed_at) where state <> 'open';

create table match_review_vote (
  id            uuid primary key,
  review_id     uuid not null references match_review on delete cascade,
  revision      int not null,
  reviewer      text not null,
  verdict       text not null check (verdict in ('same', 'not-same', 'cannot-tell')),
  person_id     bigint,                            -- same: which candidate
  note          text not null default '',
  at            timestamptz not null,
  unique (review_id, revision, reviewer)           -- two persons are two persons
);

-- What reviewers' decisions teach: how the fields of a submission stood to somebody who was, or was not, the same.
create table match_label (
  id            bigint generated always as identity primary key,
  review_id     uuid not null,
  fingerprint   bytea not null,
  engine        text not null,
  fields        jsonb not null,                    -- levels and weights, no values
  score         double precision not null,
  same          boolean not null,
  at            timestamptz not null
);
create index match_label_at on match_label (at);

-- Every distinct submission of a partner within the window of the watch, as keyed hashes (HMAC with a secret that is not in
-- the database): the rows tell apart, and disclose nothing.
create table match_attempt (
  client_id     text not null,
  submission    bytea not null,                    -- everything that was told
  person        bytea,                             -- family name by sound, birth date; null where one is missing
  card          bytea,                             -- all numbers; null without one
  block         bytea,                             -- the first number without its last three characters
  refused       boolean not null,                  -- nobody was named when it was asked last
  asks          int not null default 1,
  first_at      timestamptz not null,
  last_at       timestamptz not null,
  primary key (client_id, submission)
);
create index match_attempt_person on match_attempt (client_id, person) where refused;
create index match_attempt_card on match_attempt (client_id, card) where refused;
create index match_attempt_block on match_attempt (client_id, block) where refused;
create index match_attempt_recent on match_attempt (client_id, first_at) include (refused);

-- How many of them were refused, by the hour: a day is summed without counting rows. Shards, so that requests do not wait for each other.
create table match_refusals (
  client_id     text not null,
  hour          timestamptz not null,
  shard         int not null,
  refused       int not null,
  primary key (client_id, hour, shard)
);

-- A partner that guesses (HRex mm-7). An open alarm throttles what it is about; an operator can lift it.
create table match_alarm (
  id            uuid primary key,
  client_id     text not null,
  kind          text not null check (kind in ('card-guessing', 'person-guessing', 'number-walking', 'enumeration', 'volume')),
  subject       bytea not null,                    -- the keyed hash that it is about; empty: the partner as a whole
  throttled     int not null,                      -- submissions that were not looked at
  first_at      timestamptz not null,
  last_at       timestamptz not null,
  lifted_at     timestamptz,
  lifted_by     text
);
create unique index match_alarm_open on match_alarm (client_id, kind, subject) where lifted_at is null;

-- A bulk match that waits for reviewers: until when at most.
alter table match_request add column hold_until timestamptz;
