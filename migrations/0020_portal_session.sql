-- The member at the portal: who is signed in, what is being signed in, how often one asks, what was asked once already.

create table portal_session (
  token_hash    bytea primary key,            -- SHA-256 of the cookie's value: who reads the table cannot use it
  person_id     bigint not null,              -- whose session it is
  acting_for    bigint,                       -- a member for whom this one decides
  representation_id uuid,                     -- by what right
  issuer        text not null,
  subject_hash  bytea not null,               -- SHA-256 of issuer and subject
  acr           text not null default '',
  amr           text[] not null default '{}',
  auth_time     timestamptz not null,
  locale        text not null check (locale in ('en', 'es')),
  created_at    timestamptz not null,
  seen_at       timestamptz not null,
  ends_at       timestamptz not null,         -- the latest, however busy
  ended_at      timestamptz
);
create index portal_session_person on portal_session (person_id);
create index portal_session_end on portal_session (ends_at);

-- A sign-in that is under way at the identity provider. Used once.
create table portal_sign_in (
  state_hash    bytea primary key,
  browser_hash  bytea not null,               -- of a cookie: the browser that began is the one that comes back
  verifier      text not null,                -- PKCE
  nonce         text not null,
  return_to     text not null,
  locale        text not null check (locale in ('en', 'es')),
  step_up       boolean not null,
  begun_at      timestamptz not null
);

-- Not logged: a count that a crash forgets harms nobody, and counting must not wait for the disk.
create unlogged table portal_rate (
  principal     text not null,                -- 'session:<hash>' or 'address:<hash>', never the thing itself
  bucket        text not null,
  window_start  timestamptz not null,
  count         int not null,
  primary key (principal, bucket, window_start)
);

-- What an Idempotency-Key did: written in the transaction of what it did.
create table answered_once (
  principal     text not null,
  route         text not null,
  key           text not null,
  body_hash     bytea not null,
  status        int,
  answer        text,
  at            timestamptz not null,
  keep_until    timestamptz not null,
  primary key (principal, route, key)
);
create index answered_once_end on answered_once (keep_until);

-- A member's own download, by a link that is good once, in the session that made it.
create table portal_download (
  token_hash    bytea primary key,
  person_id     bigint not null,
  session_hash  bytea not null,
  format        text not null check (format in ('ndjson', 'html')),
  until         timestamptz not null
);
