-- The payers we exchange with. A partner is a payer that we call; a client is a payer that calls us.

create table partner (
  id          bigint generated always as identity primary key,
  name        text not null,
  npi         text not null,
  fhir_base   text not null,                  -- without a slash at the end
  client_id   text not null,                  -- who we are there
  capability  jsonb not null default '{}',    -- what a probe saw, what an operator set, quirks
  limits      jsonb not null default '{}',
  allow_private boolean not null default false, -- may resolve to a loopback or private address
  created_at  timestamptz not null,
  removed_at  timestamptz
);
-- A removed partner's name and NPI are free again; its row stays, for what came from it.
create unique index partner_name on partner (name) where removed_at is null;
create unique index partner_npi on partner (npi) where removed_at is null;

create table client (
  id          text primary key,
  name        text not null,
  npi         text not null,
  jwks        jsonb,
  jwks_url    text,
  scope       text not null,                  -- the most that a token may ever hold, SMART grammar
  allow_private boolean not null default false, -- the JWKS URL may resolve to a loopback or private address
  created_at  timestamptz not null,
  removed_at  timestamptz,
  check ((jwks is null) <> (jwks_url is null))
);

-- A client assertion is used once (SMART Backend Services): kept until it could no longer pass for its age.
create table used_assertion (
  client_id   text not null,
  jti         text not null,
  expires_at  timestamptz not null,
  primary key (client_id, jti)
);
create index used_assertion_expiry on used_assertion (expires_at);
