-- What other systems of the plan tell us of members' decisions, and what we tell them.

create table decision_batch (
  id            uuid primary key,
  client_id     text not null,
  channel       text not null,
  format        text not null check (format in ('ndjson', 'csv')),
  gzip          boolean not null,
  object_key    text not null,
  bytes         bigint not null,
  state         text not null check (state in ('waiting', 'running', 'done', 'failed')),
  done_lines    bigint not null default 0,    -- all lines up to here are decided; a killed batch goes on behind it
  accepted      bigint not null default 0,
  known         bigint not null default 0,
  rejected      bigint not null default 0,
  problem       text,
  created_at    timestamptz not null,
  finished_at   timestamptz
);
create table decision_batch_row (
  batch_id      uuid not null references decision_batch on delete cascade,
  line          bigint not null,
  record_id     text,
  outcome       text not null check (outcome in ('accepted', 'known', 'rejected')),
  field         text,
  code          text,
  primary key (batch_id, line)
);

-- CloudEvents that came in: each once, whatever their order.
create table intake_event (
  client_id     text not null,
  source        text not null,
  event_id      text not null,
  type          text not null,
  person_id     bigint,
  happened_at   timestamptz not null,
  received_at   timestamptz not null,
  effect        text not null,
  primary key (client_id, source, event_id)
);

-- What we remind a member of: the offer's ladder, and single prompts. Never more than the limit over all of them.
create table reminder (
  id            bigint generated always as identity primary key,
  person_id     bigint not null,
  cause         text not null,                -- offer, event
  channel       text not null,                -- portal, preferred, other, letter, yearly
  due_at        timestamptz not null,
  sent_at       timestamptz,
  dropped_why   text
);
create index reminder_due on reminder (due_at) where sent_at is null and dropped_why is null;
create index reminder_person on reminder (person_id, sent_at);

create table welcome_link (
  token_hash    bytea primary key,
  made_at       timestamptz not null,
  until         timestamptz not null,
  used_at       timestamptz
);

-- Webhooks out: at least once, signed, tried for a day.
create table webhook_delivery (
  id            uuid primary key,
  event         text not null,
  body          text not null,
  created_at    timestamptz not null,
  attempts      int not null default 0,
  next_at       timestamptz,
  delivered_at  timestamptz
);
create index webhook_due on webhook_delivery (next_at) where next_at is not null;

-- The nightly delta for the plan's own store: one a day, from where the last one ended.
create table decision_delta (
  day           date primary key,
  from_seq      bigint not null,
  to_seq        bigint not null,
  rows          bigint not null,
  object_key    text not null,
  made_at       timestamptz not null
);
