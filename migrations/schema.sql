-- The whole schema, for reading. Written by `npm run schema` from the migrations; not run by anything.

create sequence worker_number as integer cycle;

create table answered_once (
  principal text not null,
  route text not null,
  key text not null,
  body_hash bytea not null,
  status integer,
  answer text,
  at timestamp with time zone not null,
  keep_until timestamp with time zone not null,
  constraint answered_once_pkey PRIMARY KEY (principal, route, key)
);

create table audit_entry (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  person_id bigint,
  subject text not null default ''::text,
  detail jsonb not null default '{}'::jsonb,
  on_behalf_of text,
  partner text,
  decision text,
  codes text[],
  permit text,
  epoch bigint,
  consent_hash bytea,
  rule_set text,
  counts jsonb,
  trace text,
  before_chain boolean not null default false,
  constraint audit_entry_pkey PRIMARY KEY (id)
);

create table audit_link (
  seq bigint not null,
  entry_id bigint not null,
  at timestamp with time zone not null,
  prev bytea not null,
  hash bytea not null,
  constraint audit_link_entry_id_key UNIQUE (entry_id),
  constraint audit_link_pkey PRIMARY KEY (seq)
);

create table audit_seal (
  number bigint not null,
  seq bigint not null,
  hash bytea not null,
  entries bigint not null,
  at timestamp with time zone not null,
  sha256 bytea not null,
  constraint audit_seal_pkey PRIMARY KEY (number)
);

create table audit_unchained (
  entry_id bigint not null,
  constraint audit_unchained_pkey PRIMARY KEY (entry_id)
);

create table authority (
  id uuid not null,
  person_id bigint not null,
  kind text not null,
  scope text not null default 'all'::text,
  valid_from date not null,
  valid_to date,
  document text not null,
  recorded_by text not null,
  recorded_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint authority_check CHECK ((valid_to >= valid_from)),
  constraint authority_kind_check CHECK ((kind = ANY (ARRAY['parent'::text, 'guardian'::text, 'health-care-power'::text, 'durable-power'::text, 'executor'::text, 'court'::text]))),
  constraint authority_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint authority_pkey PRIMARY KEY (id),
  constraint authority_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'regular'::text])))
);

create table awaited_reference (
  transfer_id uuid not null,
  ref text collate "C" not null,
  origin_ref text collate "C" not null,
  constraint awaited_reference_pkey PRIMARY KEY (transfer_id, ref),
  constraint awaited_reference_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfer(id) ON DELETE CASCADE
);

create table bulk_file (
  job_id uuid not null,
  name text not null,
  kind text not null,
  type text not null,
  object_key text not null,
  lines bigint not null,
  bytes bigint not null,
  sha256 bytea not null,
  part integer,
  person_ids bigint[] not null default '{}'::bigint[],
  withdrawn_at timestamp with time zone,
  segment_person_ids bigint[] not null default '{}'::bigint[],
  segment_bytes bigint[] not null default '{}'::bigint[],
  settled_at timestamp with time zone,
  withdrawn_as text,
  constraint bulk_file_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_job(id) ON DELETE CASCADE,
  constraint bulk_file_kind_check CHECK ((kind = ANY (ARRAY['output'::text, 'deleted'::text, 'error'::text]))),
  constraint bulk_file_pkey PRIMARY KEY (job_id, name),
  constraint bulk_file_withdrawn_as_check CHECK ((withdrawn_as = ANY (ARRAY['gone'::text, 'absent'::text])))
);

create table bulk_job (
  id uuid not null,
  kind text not null,
  client_id text not null,
  state text not null,
  request_url text not null,
  progress text not null default ''::text,
  transaction_time timestamp with time zone,
  notices jsonb not null default '[]'::jsonb,
  lists_deleted boolean not null default false,
  error jsonb,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  expires_at timestamp with time zone,
  polled_at timestamp with time zone,
  polled integer not null default 0,
  constraint bulk_job_kind_check CHECK ((kind = ANY (ARRAY['member-match'::text, 'export'::text]))),
  constraint bulk_job_pkey PRIMARY KEY (id),
  constraint bulk_job_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'running'::text, 'completed'::text, 'failed'::text, 'cancelled'::text, 'expired'::text])))
);

create table callback_request (
  id uuid not null,
  person_id bigint not null,
  election_id uuid not null,
  phone text not null,
  wanted text not null,
  at timestamp with time zone not null,
  done_at timestamp with time zone,
  constraint callback_request_election_id_fkey FOREIGN KEY (election_id) REFERENCES election(id),
  constraint callback_request_pkey PRIMARY KEY (id)
);

create table client (
  id text not null,
  name text not null,
  npi text not null,
  jwks jsonb,
  jwks_url text,
  scope text not null,
  allow_private boolean not null default false,
  created_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  time_zone text,
  constraint client_check CHECK (((jwks IS NULL) <> (jwks_url IS NULL))),
  constraint client_pkey PRIMARY KEY (id)
);

create table consent (
  id uuid not null,
  person_id bigint not null,
  client_id text not null,
  recipient_npi text not null,
  source_npi text not null,
  policy text not null,
  period_start date not null,
  period_end date not null,
  resource text not null,
  hash bytea not null,
  received_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_why text,
  seq bigint not null generated always as identity,
  document_id text not null default ''::text,
  version integer not null default 1,
  content_hash bytea,
  request_id uuid,
  direction text not null default 'out'::text,
  signer text not null default 'member'::text,
  capacity text,
  part2_statement boolean not null default false,
  state text not null default 'active'::text,
  constraint consent_direction_check CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text]))),
  constraint consent_person_id_client_id_hash_key UNIQUE (person_id, client_id, hash),
  constraint consent_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint consent_pkey PRIMARY KEY (id),
  constraint consent_policy_check CHECK ((policy = ANY (ARRAY['regular'::text, 'sensitive'::text]))),
  constraint consent_signer_check CHECK ((signer = ANY (ARRAY['member'::text, 'representative'::text]))),
  constraint consent_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'pending'::text, 'declined'::text, 'active'::text, 'superseded'::text, 'expired'::text, 'revoked'::text, 'in-error'::text])))
);

create table consent_event (
  id bigint not null generated always as identity,
  consent_id uuid not null,
  state text not null,
  at timestamp with time zone not null,
  actor text not null,
  why text not null default ''::text,
  ends boolean not null default true,
  constraint consent_event_consent_id_fkey FOREIGN KEY (consent_id) REFERENCES consent(id) ON DELETE CASCADE,
  constraint consent_event_pkey PRIMARY KEY (id),
  constraint consent_event_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'pending'::text, 'declined'::text, 'active'::text, 'superseded'::text, 'expired'::text, 'revoked'::text, 'in-error'::text])))
);

create table consent_grant (
  id uuid not null,
  person_id bigint not null,
  consent_id uuid,
  direction text not null,
  partner_npi text not null,
  categories text[],
  labels integer,
  service_from date,
  service_to date,
  valid_from date,
  valid_to date,
  given_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint consent_grant_check CHECK ((service_to >= service_from)),
  constraint consent_grant_check1 CHECK ((valid_to >= valid_from)),
  constraint consent_grant_consent_id_fkey FOREIGN KEY (consent_id) REFERENCES consent(id),
  constraint consent_grant_direction_check CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text]))),
  constraint consent_grant_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint consent_grant_pkey PRIMARY KEY (id)
);

create table coverage (
  id text collate "C" not null,
  person_id bigint not null,
  patient_id text collate "C" not null,
  said text not null,
  updated_at timestamp with time zone not null,
  constraint coverage_pkey PRIMARY KEY (id)
);

create table death (
  person_id bigint not null,
  died_on date not null,
  recorded_by text not null,
  recorded_at timestamp with time zone not null,
  constraint death_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint death_pkey PRIMARY KEY (person_id)
);

create table decision (
  id uuid not null,
  number text not null,
  seq bigint not null generated always as identity,
  person_id bigint not null,
  kind text not null,
  scope text,
  kinds text[],
  all_plans boolean not null default false,
  effective_start timestamp with time zone,
  effective_end date,
  signer text not null,
  signer_person bigint,
  relationship text,
  authority_document text,
  representation_id uuid,
  text_id text,
  text_version text,
  locale text,
  text_sha256 bytea,
  text_source text,
  shown_at timestamp with time zone,
  decided_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  channel text not null,
  method text not null,
  typed_name text,
  proof jsonb,
  agent text,
  call_reference text,
  device text,
  evidence_document text,
  previous_id uuid,
  idempotency_key text,
  source text not null default ''::text,
  record_id text,
  needs_copy boolean not null default false,
  state text not null,
  constraint decision_kind_check CHECK ((kind = ANY (ARRAY['opt-in'::text, 'decline'::text, 'defer'::text, 'change'::text, 'withdraw'::text]))),
  constraint decision_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'es'::text]))),
  constraint decision_number_key UNIQUE (number),
  constraint decision_pkey PRIMARY KEY (id),
  constraint decision_previous_id_fkey FOREIGN KEY (previous_id) REFERENCES decision(id),
  constraint decision_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'regular'::text]))),
  constraint decision_signer_check CHECK ((signer = ANY (ARRAY['self'::text, 'representative'::text, 'agent'::text]))),
  constraint decision_source_record_id_key UNIQUE (source, record_id),
  constraint decision_state_check CHECK ((state = ANY (ARRAY['effective'::text, 'waiting'::text, 'recorded'::text])))
);

create table decision_batch (
  id uuid not null,
  client_id text not null,
  channel text not null,
  format text not null,
  gzip boolean not null,
  object_key text not null,
  bytes bigint not null,
  state text not null,
  done_lines bigint not null default 0,
  accepted bigint not null default 0,
  known bigint not null default 0,
  rejected bigint not null default 0,
  problem text,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint decision_batch_format_check CHECK ((format = ANY (ARRAY['ndjson'::text, 'csv'::text]))),
  constraint decision_batch_pkey PRIMARY KEY (id),
  constraint decision_batch_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

create table decision_batch_row (
  batch_id uuid not null,
  line bigint not null,
  record_id text,
  outcome text not null,
  field text,
  code text,
  constraint decision_batch_row_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES decision_batch(id) ON DELETE CASCADE,
  constraint decision_batch_row_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'known'::text, 'rejected'::text]))),
  constraint decision_batch_row_pkey PRIMARY KEY (batch_id, line)
);

create table decision_copy_sent (
  decision_id uuid not null,
  at timestamp with time zone not null,
  how text not null,
  constraint decision_copy_sent_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decision(id),
  constraint decision_copy_sent_pkey PRIMARY KEY (decision_id)
);

create table decision_delta (
  day date not null,
  from_seq bigint not null,
  to_seq bigint not null,
  rows bigint not null,
  object_key text not null,
  made_at timestamp with time zone not null,
  constraint decision_delta_pkey PRIMARY KEY (day)
);

create table decision_election (
  decision_id uuid not null,
  election_id uuid not null,
  constraint decision_election_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decision(id),
  constraint decision_election_election_id_fkey FOREIGN KEY (election_id) REFERENCES election(id),
  constraint decision_election_pkey PRIMARY KEY (decision_id, election_id)
);

create table decision_retraction (
  decision_id uuid not null,
  at timestamp with time zone not null,
  actor text not null,
  why text not null,
  constraint decision_retraction_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decision(id),
  constraint decision_retraction_pkey PRIMARY KEY (decision_id)
);

create table decision_review (
  decision_id uuid not null,
  approved boolean not null,
  actor text not null,
  at timestamp with time zone not null,
  constraint decision_review_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decision(id),
  constraint decision_review_pkey PRIMARY KEY (decision_id)
);

create table election (
  id uuid not null,
  person_id bigint not null,
  partner_id bigint,
  payer_npi text,
  name text not null,
  state_code text,
  phone text,
  kind text not null,
  relationship text not null default 'self'::text,
  member_id_there text,
  no_card boolean not null default false,
  other_name text,
  other_address text,
  ended_year integer,
  status text not null,
  scope text not null,
  kinds text[],
  decision_id uuid not null,
  decided_at timestamp with time zone not null,
  ends_on date not null,
  stopped_at timestamp with time zone,
  exchange_id uuid,
  asked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint election_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decision(id),
  constraint election_kind_check CHECK ((kind = ANY (ARRAY['prior'::text, 'concurrent'::text]))),
  constraint election_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partner(id),
  constraint election_pkey PRIMARY KEY (id),
  constraint election_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'regular'::text]))),
  constraint election_status_check CHECK ((status = ANY (ARRAY['given'::text, 'waiting'::text, 'stopped'::text, 'ended'::text])))
);

create table election_clock (
  id bigint not null generated always as identity,
  kind text not null,
  person_id bigint not null,
  election_id uuid,
  started_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  paused_why text,
  met_at timestamp with time zone,
  closed_at timestamp with time zone,
  cause text,
  constraint election_clock_election_id_fkey FOREIGN KEY (election_id) REFERENCES election(id),
  constraint election_clock_kind_check CHECK ((kind = ANY (ARRAY['C1'::text, 'C2'::text]))),
  constraint election_clock_pkey PRIMARY KEY (id)
);

create table election_draft (
  id uuid not null,
  person_id bigint not null,
  actor text not null,
  version integer not null default 1,
  text_id text not null,
  text_version text not null,
  locale text not null,
  step text not null,
  scope text,
  kinds text[],
  signer text not null,
  plans jsonb not null default '[]'::jsonb,
  shown_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint election_draft_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'es'::text]))),
  constraint election_draft_person_id_actor_key UNIQUE (person_id, actor),
  constraint election_draft_pkey PRIMARY KEY (id),
  constraint election_draft_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'regular'::text]))),
  constraint election_draft_signer_check CHECK ((signer = ANY (ARRAY['self'::text, 'representative'::text])))
);

create table exchange (
  id uuid not null,
  transfer_id uuid,
  partner_id bigint not null,
  person_id bigint not null,
  submitted_id text not null,
  wire_id text collate "C" not null,
  parameters text not null,
  state text not null,
  reason text,
  next_step text,
  partner_patient_id text collate "C",
  partner_umb text,
  outcome text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint exchange_outcome_check CHECK ((outcome = ANY (ARRAY['match'::text, 'nomatch'::text, 'consentconstraint'::text]))),
  constraint exchange_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partner(id),
  constraint exchange_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint exchange_pkey PRIMARY KEY (id),
  constraint exchange_state_check CHECK ((state = ANY (ARRAY['opted-in'::text, 'partner-known'::text, 'matching'::text, 'match-failed'::text, 'matched'::text, 'exporting'::text, 'downloading'::text, 'verifying'::text, 'stored'::text, 'watching'::text, 'closed'::text]))),
  constraint exchange_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfer(id)
);

create table exchange_event (
  id bigint not null generated always as identity,
  exchange_id uuid not null,
  at timestamp with time zone not null,
  state text not null,
  detail text not null default ''::text,
  constraint exchange_event_exchange_id_fkey FOREIGN KEY (exchange_id) REFERENCES exchange(id) ON DELETE CASCADE,
  constraint exchange_event_pkey PRIMARY KEY (id)
);

create table export (
  job_id uuid not null,
  group_id text collate "C",
  recipient_npi text not null,
  requested_at timestamp with time zone not null,
  since timestamp with time zone,
  until timestamp with time zone,
  types text[],
  filters jsonb not null default '[]'::jsonb,
  patients text[],
  window_from date not null,
  pa_from date not null,
  constraint export_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_job(id) ON DELETE CASCADE,
  constraint export_pkey PRIMARY KEY (job_id)
);

create table export_helper (
  job_id uuid not null,
  ref text collate "C" not null,
  constraint export_helper_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_job(id) ON DELETE CASCADE,
  constraint export_helper_pkey PRIMARY KEY (job_id, ref)
);

create table export_ledger (
  job_id uuid not null,
  part integer not null,
  person_id bigint not null,
  type text not null,
  reason text not null,
  count bigint not null,
  constraint export_ledger_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_job(id) ON DELETE CASCADE,
  constraint export_ledger_pkey PRIMARY KEY (job_id, part, person_id, type, reason)
);

create table export_part (
  job_id uuid not null,
  part integer not null,
  person_ids bigint[] not null,
  state text not null,
  snapshot_at timestamp with time zone,
  constraint export_part_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_job(id) ON DELETE CASCADE,
  constraint export_part_pkey PRIMARY KEY (job_id, part),
  constraint export_part_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'written'::text])))
);

create table export_permit (
  job_id uuid not null,
  part integer not null,
  person_id bigint not null,
  permit text not null,
  consent_id uuid not null,
  consent_hash bytea not null,
  epoch bigint not null,
  rule_set text not null,
  constraint export_permit_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_job(id) ON DELETE CASCADE,
  constraint export_permit_pkey PRIMARY KEY (job_id, part, person_id)
);

create table fact_change (
  id bigint not null generated always as identity,
  person_id bigint not null,
  election_id uuid not null,
  at timestamp with time zone not null,
  constraint fact_change_election_id_fkey FOREIGN KEY (election_id) REFERENCES election(id),
  constraint fact_change_pkey PRIMARY KEY (id)
);

create table ingest_issue (
  transfer_id uuid not null,
  file_seq integer not null,
  line bigint not null,
  seq integer not null,
  ref text collate "C" not null,
  code text not null,
  expression text not null,
  rule text not null,
  profile text not null,
  text text not null,
  constraint ingest_issue_pkey PRIMARY KEY (transfer_id, file_seq, line, seq),
  constraint ingest_issue_transfer_id_file_seq_fkey FOREIGN KEY (transfer_id, file_seq) REFERENCES received_file(transfer_id, seq) ON DELETE CASCADE
);

create table ingest_ledger (
  transfer_id uuid not null,
  file_seq integer not null,
  person_id bigint not null,
  type text not null,
  received bigint not null,
  stored bigint not null,
  duplicate bigint not null,
  quarantined bigint not null,
  invalid bigint not null default 0,
  constraint ingest_ledger_pkey PRIMARY KEY (transfer_id, file_seq, person_id, type),
  constraint ingest_ledger_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfer(id) ON DELETE CASCADE
);

create table instruction (
  person_id bigint not null,
  recipient_npi text not null,
  given_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  constraint instruction_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint instruction_pkey PRIMARY KEY (person_id, recipient_npi, given_at)
);

create table intake_event (
  client_id text not null,
  source text not null,
  event_id text not null,
  type text not null,
  person_id bigint,
  happened_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  effect text not null,
  constraint intake_event_pkey PRIMARY KEY (client_id, source, event_id)
);

create table label_incident (
  id bigint not null generated always as identity,
  person_id bigint not null,
  ref text collate "C" not null,
  mask integer not null,
  client_id text not null,
  job_id uuid,
  found_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint label_incident_person_id_ref_mask_client_id_key UNIQUE (person_id, ref, mask, client_id),
  constraint label_incident_pkey PRIMARY KEY (id)
);

create table label_override (
  id uuid not null,
  person_id bigint not null,
  scope text not null,
  value text not null default ''::text,
  effect text not null,
  labels integer not null default 0,
  by_whom text not null,
  role text not null,
  reason text not null,
  valid_from date,
  valid_to date,
  second text,
  given_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  lifted_at timestamp with time zone,
  lifted_by text,
  constraint label_override_check CHECK (((effect <> 'remove'::text) OR (role = 'officer'::text))),
  constraint label_override_check1 CHECK ((second <> by_whom)),
  constraint label_override_check2 CHECK (((effect <> 'add'::text) OR (labels <> 0))),
  constraint label_override_check3 CHECK (((scope <> 'person'::text) OR (effect = 'hold'::text))),
  constraint label_override_effect_check CHECK ((effect = ANY (ARRAY['add'::text, 'remove'::text, 'hold'::text]))),
  constraint label_override_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint label_override_pkey PRIMARY KEY (id),
  constraint label_override_reason_check CHECK ((reason = ANY (ARRAY['member-wish'::text, 'safety'::text, 'ipv'::text, 'litigation'::text, 'split'::text, 'wrong-label'::text, 'restore'::text]))),
  constraint label_override_role_check CHECK ((role = ANY (ARRAY['member'::text, 'officer'::text]))),
  constraint label_override_scope_check CHECK ((scope = ANY (ARRAY['person'::text, 'resource'::text, 'code'::text, 'provider'::text, 'encounter'::text, 'dates'::text, 'category'::text])))
);

create table label_reason (
  person_id bigint not null,
  ref text collate "C" not null,
  mask integer not null,
  source text not null,
  rule text not null,
  path text not null
);

create table label_received (
  person_id bigint not null,
  ref text collate "C" not null,
  mask integer not null,
  constraint label_received_pkey PRIMARY KEY (person_id, ref)
);

create table label_rule_set (
  generation integer not null generated always as identity,
  id text not null,
  version text not null,
  sizes jsonb not null,
  registered_at timestamp with time zone not null,
  required_at timestamp with time zone,
  constraint label_rule_set_id_key UNIQUE (id),
  constraint label_rule_set_pkey PRIMARY KEY (generation)
);

create table match_alarm (
  id uuid not null,
  client_id text not null,
  kind text not null,
  subject bytea not null,
  throttled integer not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  lifted_at timestamp with time zone,
  lifted_by text,
  constraint match_alarm_kind_check CHECK ((kind = ANY (ARRAY['card-guessing'::text, 'person-guessing'::text, 'number-walking'::text, 'enumeration'::text, 'volume'::text]))),
  constraint match_alarm_pkey PRIMARY KEY (id)
);

create table match_attempt (
  client_id text not null,
  submission bytea not null,
  person bytea,
  card bytea,
  block bytea,
  refused boolean not null,
  asks integer not null default 1,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  constraint match_attempt_pkey PRIMARY KEY (client_id, submission)
);

create table match_decision (
  id uuid not null,
  client_id text not null,
  job_id uuid,
  seq integer,
  submitted_id text not null,
  decision text not null,
  person_id bigint,
  patient_id text collate "C",
  outcome text not null,
  consent_reason text,
  released_until date,
  reasons jsonb not null,
  candidates jsonb not null,
  engine text not null,
  fingerprint bytea not null,
  decided_at timestamp with time zone not null,
  round integer not null default 0,
  score double precision not null default 0,
  rule text,
  guards text[] not null default '{}'::text[],
  leading_person_id bigint,
  leading_patient_id text collate "C",
  review_id uuid,
  constraint match_decision_outcome_check CHECK ((outcome = ANY (ARRAY['match'::text, 'nomatch'::text, 'consentconstraint'::text]))),
  constraint match_decision_pkey PRIMARY KEY (id),
  constraint match_decision_place UNIQUE (job_id, seq, round)
);

create table match_group (
  id text collate "C" not null,
  client_id text not null,
  job_id uuid,
  code text not null,
  requester_npi text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  constraint match_group_code_check CHECK ((code = ANY (ARRAY['match'::text, 'nomatch'::text, 'consentconstraint'::text]))),
  constraint match_group_pkey PRIMARY KEY (id)
);

create table match_group_member (
  group_id text collate "C" not null,
  seq integer not null,
  person_id bigint,
  patient_id text collate "C",
  submitted_id text not null,
  submitted text not null,
  submitted_coverage_id text,
  submitted_coverage text,
  constraint match_group_member_group_id_fkey FOREIGN KEY (group_id) REFERENCES match_group(id) ON DELETE CASCADE,
  constraint match_group_member_pkey PRIMARY KEY (group_id, seq)
);

create table match_label (
  id bigint not null generated always as identity,
  review_id uuid not null,
  fingerprint bytea not null,
  engine text not null,
  fields jsonb not null,
  score double precision not null,
  same boolean not null,
  at timestamp with time zone not null,
  constraint match_label_pkey PRIMARY KEY (id)
);

create table match_model (
  version bigint not null generated always as identity,
  made_at timestamp with time zone not null,
  source text not null,
  parameters jsonb not null,
  activated_at timestamp with time zone,
  report jsonb not null default '{}'::jsonb,
  constraint match_model_pkey PRIMARY KEY (version)
);

create table match_refusals (
  client_id text not null,
  hour timestamp with time zone not null,
  shard integer not null,
  refused integer not null,
  constraint match_refusals_pkey PRIMARY KEY (client_id, hour, shard)
);

create table match_request (
  job_id uuid not null,
  body_key text not null,
  hold_until timestamp with time zone,
  constraint match_request_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_job(id) ON DELETE CASCADE,
  constraint match_request_pkey PRIMARY KEY (job_id)
);

create table match_review (
  id uuid not null,
  client_id text not null,
  fingerprint bytea not null,
  state text not null,
  submission text,
  candidates jsonb not null,
  leading_person_id bigint not null,
  guards text[] not null,
  score double precision not null,
  engine text not null,
  facts bytea not null,
  revision integer not null default 1,
  asks integer not null default 1,
  opened_at timestamp with time zone not null,
  asked_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  claimed_by text,
  claimed_until timestamp with time zone,
  person_id bigint,
  closed_at timestamp with time zone,
  remember_until timestamp with time zone,
  constraint match_review_pkey PRIMARY KEY (id),
  constraint match_review_state_check CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'rejected'::text, 'undecided'::text, 'superseded'::text, 'expired'::text])))
);

create table match_review_vote (
  id uuid not null,
  review_id uuid not null,
  revision integer not null,
  reviewer text not null,
  verdict text not null,
  person_id bigint,
  note text not null default ''::text,
  at timestamp with time zone not null,
  constraint match_review_vote_pkey PRIMARY KEY (id),
  constraint match_review_vote_review_id_fkey FOREIGN KEY (review_id) REFERENCES match_review(id) ON DELETE CASCADE,
  constraint match_review_vote_review_id_revision_reviewer_key UNIQUE (review_id, revision, reviewer),
  constraint match_review_vote_verdict_check CHECK ((verdict = ANY (ARRAY['same'::text, 'not-same'::text, 'cannot-tell'::text])))
);

create table match_statistics (
  version bigint not null generated always as identity,
  made_at timestamp with time zone not null,
  persons bigint not null,
  terms jsonb not null,
  pairs jsonb not null,
  constraint match_statistics_pkey PRIMARY KEY (version)
);

create table member (
  patient_id text collate "C" not null,
  person_id bigint not null,
  said text not null,
  updated_at timestamp with time zone not null,
  constraint member_pkey PRIMARY KEY (patient_id)
);

create table member_key (
  person_id bigint not null,
  birth_date date,
  name integer,
  family integer,
  given integer,
  sound integer,
  yearless integer,
  place integer,
  home integer,
  phone integer,
  email integer,
  number integer,
  base integer,
  umb integer,
  ssn4 integer
);

create table migration (
  name text not null,
  sha256 bytea not null,
  applied_at timestamp with time zone not null,
  constraint migration_pkey PRIMARY KEY (name)
);

create table partner (
  id bigint not null generated always as identity,
  name text not null,
  npi text not null,
  fhir_base text not null,
  client_id text not null,
  capability jsonb not null default '{}'::jsonb,
  limits jsonb not null default '{}'::jsonb,
  allow_private boolean not null default false,
  created_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  constraint partner_pkey PRIMARY KEY (id)
);

create table permission_ended (
  seq bigint not null generated always as identity,
  person_id bigint not null,
  client_id text collate "C" not null,
  floor bigint not null,
  cause text not null,
  at timestamp with time zone not null default now(),
  journaled boolean not null default false,
  constraint permission_ended_pkey PRIMARY KEY (seq)
);

create table permission_epoch (
  person_id bigint not null,
  client_id text collate "C" not null,
  epoch bigint not null,
  floor bigint not null,
  constraint permission_epoch_pkey PRIMARY KEY (person_id, client_id)
);

create table permission_journal (
  name text collate "C" not null,
  at timestamp with time zone not null,
  constraint permission_journal_pkey PRIMARY KEY (name)
);

create table person (
  id bigint not null generated always as identity,
  umb text not null,
  created_at timestamp with time zone not null,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_umb_key UNIQUE (umb)
);

create table portal_download (
  token_hash bytea not null,
  person_id bigint not null,
  session_hash bytea not null,
  format text not null,
  until timestamp with time zone not null,
  constraint portal_download_format_check CHECK ((format = ANY (ARRAY['ndjson'::text, 'html'::text]))),
  constraint portal_download_pkey PRIMARY KEY (token_hash)
);

create table portal_rate (
  principal text not null,
  bucket text not null,
  window_start timestamp with time zone not null,
  count integer not null,
  constraint portal_rate_pkey PRIMARY KEY (principal, bucket, window_start)
);

create table portal_session (
  token_hash bytea not null,
  person_id bigint not null,
  acting_for bigint,
  representation_id uuid,
  issuer text not null,
  subject_hash bytea not null,
  acr text not null default ''::text,
  amr text[] not null default '{}'::text[],
  auth_time timestamp with time zone not null,
  locale text not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint portal_session_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'es'::text]))),
  constraint portal_session_pkey PRIMARY KEY (token_hash)
);

create table portal_sign_in (
  state_hash bytea not null,
  browser_hash bytea not null,
  verifier text not null,
  nonce text not null,
  return_to text not null,
  locale text not null,
  step_up boolean not null,
  begun_at timestamp with time zone not null,
  constraint portal_sign_in_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'es'::text]))),
  constraint portal_sign_in_pkey PRIMARY KEY (state_hash)
);

create table program_source (
  id bigint not null generated always as identity,
  npi text,
  reference text collate "C",
  kind text not null,
  valid_from date,
  valid_to date,
  evidence text not null,
  added_at timestamp with time zone not null,
  constraint program_source_check CHECK (((npi IS NOT NULL) OR (reference IS NOT NULL))),
  constraint program_source_pkey PRIMARY KEY (id)
);

create table quarantine (
  id bigint not null generated always as identity,
  transfer_id uuid not null,
  file_seq integer not null,
  line bigint not null,
  reason text not null,
  detail text not null,
  raw bytea not null,
  at timestamp with time zone not null,
  ref text collate "C",
  constraint quarantine_pkey PRIMARY KEY (id),
  constraint quarantine_transfer_id_file_seq_line_key UNIQUE (transfer_id, file_seq, line),
  constraint quarantine_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfer(id) ON DELETE CASCADE
);

create table received_file (
  transfer_id uuid not null,
  seq integer not null,
  kind text not null,
  type text not null,
  url text not null,
  needs_token boolean not null default true,
  manifest_count bigint,
  expected_bytes bigint,
  expected_sha256 bytea,
  object_key text,
  etag text,
  etag_gzip boolean not null default false,
  plain boolean not null default false,
  bytes bigint,
  sha256 bytea,
  received bigint,
  stored bigint,
  duplicate bigint,
  quarantined bigint,
  state text not null,
  constraint received_file_kind_check CHECK ((kind = ANY (ARRAY['output'::text, 'deleted'::text, 'error'::text]))),
  constraint received_file_pkey PRIMARY KEY (transfer_id, seq),
  constraint received_file_state_check CHECK ((state = ANY (ARRAY['listed'::text, 'downloaded'::text, 'ingested'::text]))),
  constraint received_file_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfer(id) ON DELETE CASCADE
);

create table release_incident (
  id uuid not null,
  person_id bigint not null,
  client_id text not null,
  kind text not null,
  consent_id uuid,
  job_id uuid,
  part integer,
  records bigint not null,
  fetched boolean not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint release_incident_kind_check CHECK ((kind = ANY (ARRAY['consent-in-error'::text, 'label-gained'::text]))),
  constraint release_incident_kind_consent_id_job_id_part_person_id_key UNIQUE NULLS NOT DISTINCT (kind, consent_id, job_id, part, person_id),
  constraint release_incident_pkey PRIMARY KEY (id)
);

create table reminder (
  id bigint not null generated always as identity,
  person_id bigint not null,
  cause text not null,
  channel text not null,
  due_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  dropped_why text,
  constraint reminder_pkey PRIMARY KEY (id)
);

create table representation (
  id uuid not null,
  person_id bigint not null,
  representative_person bigint,
  name text not null,
  basis text not null,
  document text not null,
  state text not null,
  ends_on date not null,
  captured_by text not null,
  captured_at timestamp with time zone not null,
  approved_by text,
  approved_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint representation_basis_check CHECK ((basis = ANY (ARRAY['power-of-attorney'::text, 'guardian'::text, 'parent'::text, 'court-order'::text, 'executor'::text]))),
  constraint representation_pkey PRIMARY KEY (id),
  constraint representation_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'active'::text, 'ended'::text])))
);

create table resource (
  person_id bigint not null,
  ref text collate "C" not null,
  type text collate "C" not null,
  origin bigint not null default 0,
  origin_ref text collate "C",
  last_updated timestamp with time zone not null,
  service_start date,
  service_end date,
  reach date,
  pa_changed date,
  pa_until date,
  pa_document boolean not null default false,
  withheld text,
  labels integer not null default 1073741824,
  refs text collate "C" not null default ''::text,
  hash bytea not null,
  text text storage main not null,
  source text,
  rule_set integer not null default 0,
  labels_next integer,
  constraint resource_pkey PRIMARY KEY (ref, person_id)
) partition by HASH (person_id);

create table resource_deleted (
  person_id bigint not null,
  ref text collate "C" not null,
  type text collate "C" not null,
  deleted_at timestamp with time zone not null,
  labels integer not null default 0,
  constraint resource_deleted_pkey PRIMARY KEY (ref, person_id)
);

create table resource_p0 partition of resource FOR VALUES WITH (modulus 8, remainder 0);

create table resource_p1 partition of resource FOR VALUES WITH (modulus 8, remainder 1);

create table resource_p2 partition of resource FOR VALUES WITH (modulus 8, remainder 2);

create table resource_p3 partition of resource FOR VALUES WITH (modulus 8, remainder 3);

create table resource_p4 partition of resource FOR VALUES WITH (modulus 8, remainder 4);

create table resource_p5 partition of resource FOR VALUES WITH (modulus 8, remainder 5);

create table resource_p6 partition of resource FOR VALUES WITH (modulus 8, remainder 6);

create table resource_p7 partition of resource FOR VALUES WITH (modulus 8, remainder 7);

create table task (
  id bigint not null generated always as identity,
  kind text not null,
  key text not null,
  run_at timestamp with time zone not null,
  attempts integer not null default 0,
  last_error text,
  holder integer,
  again_at timestamp with time zone,
  constraint task_kind_key_key UNIQUE (kind, key),
  constraint task_pkey PRIMARY KEY (id)
);

create table transfer (
  id uuid not null,
  partner_id bigint not null,
  wire text not null,
  state text not null,
  resume_state text,
  reason text,
  version bigint not null default 0,
  entered_at timestamp with time zone not null,
  next_at timestamp with time zone,
  attempts integer not null default 0,
  kickoffs integer not null default 0,
  match_status_url text,
  group_id text collate "C",
  since timestamp with time zone,
  export_kicked_at timestamp with time zone,
  export_status_url text,
  transaction_time timestamp with time zone,
  ingest_from timestamp with time zone,
  notices jsonb not null default '[]'::jsonb,
  partner_cleaned_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint transfer_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partner(id),
  constraint transfer_pkey PRIMARY KEY (id),
  constraint transfer_state_check CHECK ((state = ANY (ARRAY['opted-in'::text, 'partner-known'::text, 'matching'::text, 'match-failed'::text, 'matched'::text, 'exporting'::text, 'downloading'::text, 'verifying'::text, 'stored'::text, 'waiting'::text, 'closing'::text, 'closed'::text]))),
  constraint transfer_wire_check CHECK ((wire = ANY (ARRAY['bulk'::text, 'single'::text])))
);

create table unresolved_reference (
  person_id bigint not null,
  ref text collate "C" not null,
  target text collate "C" not null,
  constraint unresolved_reference_pkey PRIMARY KEY (person_id, ref, target)
);

create table used_assertion (
  client_id text not null,
  jti text not null,
  expires_at timestamp with time zone not null,
  constraint used_assertion_pkey PRIMARY KEY (client_id, jti)
);

create table watermark (
  person_id bigint not null,
  partner_id bigint not null,
  partner_patient_id text collate "C" not null,
  since timestamp with time zone not null,
  constraint watermark_pkey PRIMARY KEY (person_id, partner_id)
);

create table webhook_delivery (
  id uuid not null,
  event text not null,
  body text not null,
  created_at timestamp with time zone not null,
  attempts integer not null default 0,
  next_at timestamp with time zone,
  delivered_at timestamp with time zone,
  constraint webhook_delivery_pkey PRIMARY KEY (id)
);

create table welcome_link (
  token_hash bytea not null,
  made_at timestamp with time zone not null,
  until timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint welcome_link_pkey PRIMARY KEY (token_hash)
);

create table wire_consent (
  id uuid not null,
  election_id uuid not null,
  decision_id uuid not null,
  person_id bigint not null,
  partner_npi text not null,
  policy text not null,
  period_start date not null,
  period_end date not null,
  resource text not null,
  evidence text not null,
  made_at timestamp with time zone not null,
  void_at timestamp with time zone,
  void_why text,
  constraint wire_consent_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decision(id),
  constraint wire_consent_election_id_fkey FOREIGN KEY (election_id) REFERENCES election(id),
  constraint wire_consent_pkey PRIMARY KEY (id),
  constraint wire_consent_policy_check CHECK ((policy = ANY (ARRAY['regular'::text, 'sensitive'::text])))
);

CREATE INDEX answered_once_end ON public.answered_once USING btree (keep_until);

CREATE INDEX audit_entry_person ON public.audit_entry USING btree (person_id, id);

CREATE INDEX audit_entry_subject ON public.audit_entry USING btree (subject COLLATE "C", id) WHERE (subject <> ''::text);

CREATE INDEX authority_person ON public.authority USING btree (person_id) WHERE (ended_at IS NULL);

CREATE INDEX bulk_file_withdrawn ON public.bulk_file USING btree (job_id) WHERE ((withdrawn_at IS NOT NULL) AND (settled_at IS NULL));

CREATE INDEX bulk_job_client ON public.bulk_job USING btree (client_id, state);

CREATE INDEX callback_request_open ON public.callback_request USING btree (at) WHERE (done_at IS NULL);

CREATE INDEX consent_active ON public.consent USING btree (person_id, client_id) WHERE (state = 'active'::text);

CREATE INDEX consent_ends ON public.consent USING btree (period_end) WHERE (state = 'active'::text);

CREATE INDEX consent_event_consent ON public.consent_event USING btree (consent_id, id);

CREATE INDEX consent_grant_person ON public.consent_grant USING btree (person_id) WHERE (ended_at IS NULL);

CREATE INDEX consent_person ON public.consent USING btree (person_id, client_id, seq DESC);

CREATE INDEX coverage_person ON public.coverage USING btree (person_id);

CREATE INDEX decision_election_election ON public.decision_election USING btree (election_id);

CREATE INDEX decision_feed ON public.decision USING btree (seq);

CREATE INDEX decision_person ON public.decision USING btree (person_id, decided_at DESC, seq DESC);

CREATE INDEX election_clock_election ON public.election_clock USING btree (election_id);

CREATE UNIQUE INDEX election_clock_offer ON public.election_clock USING btree (person_id) WHERE (kind = 'C1'::text);

CREATE INDEX election_clock_open ON public.election_clock USING btree (due_at) WHERE ((met_at IS NULL) AND (closed_at IS NULL));

CREATE INDEX election_end ON public.election USING btree (ends_on) WHERE (status = 'given'::text);

CREATE INDEX election_exchange ON public.election USING btree (exchange_id);

CREATE UNIQUE INDEX election_partner ON public.election USING btree (person_id, partner_id) WHERE (partner_id IS NOT NULL);

CREATE INDEX election_person ON public.election USING btree (person_id);

CREATE INDEX exchange_event_exchange ON public.exchange_event USING btree (exchange_id, id);

CREATE INDEX exchange_person ON public.exchange USING btree (person_id, partner_id);

CREATE INDEX exchange_state ON public.exchange USING btree (state);

CREATE UNIQUE INDEX exchange_wire ON public.exchange USING btree (transfer_id, wire_id);

CREATE INDEX export_ledger_person ON public.export_ledger USING btree (person_id, job_id) WHERE (reason = ''::text);

CREATE INDEX export_permit_consent ON public.export_permit USING btree (consent_id);

CREATE INDEX fact_change_election ON public.fact_change USING btree (election_id, at);

CREATE INDEX label_override_person ON public.label_override USING btree (person_id) WHERE (lifted_at IS NULL);

CREATE INDEX label_reason_record ON public.label_reason USING btree (person_id, ref);

CREATE UNIQUE INDEX match_alarm_open ON public.match_alarm USING btree (client_id, kind, subject) WHERE (lifted_at IS NULL);

CREATE INDEX match_attempt_block ON public.match_attempt USING btree (client_id, block) WHERE refused;

CREATE INDEX match_attempt_card ON public.match_attempt USING btree (client_id, card) WHERE refused;

CREATE INDEX match_attempt_person ON public.match_attempt USING btree (client_id, person) WHERE refused;

CREATE INDEX match_attempt_recent ON public.match_attempt USING btree (client_id, first_at) INCLUDE (refused);

CREATE INDEX match_decision_at ON public.match_decision USING btree (client_id, decided_at);

CREATE INDEX match_decision_client ON public.match_decision USING btree (client_id, person_id) WHERE (outcome = 'match'::text);

CREATE INDEX match_decision_person ON public.match_decision USING btree (person_id) WHERE (person_id IS NOT NULL);

CREATE INDEX match_decision_review ON public.match_decision USING btree (review_id) WHERE (review_id IS NOT NULL);

CREATE INDEX match_group_client ON public.match_group USING btree (client_id, created_at);

CREATE INDEX match_group_member_person ON public.match_group_member USING btree (person_id);

CREATE INDEX match_label_at ON public.match_label USING btree (at);

CREATE INDEX match_review_closed ON public.match_review USING btree (client_id, fingerprint, closed_at) WHERE (state <> 'open'::text);

CREATE INDEX match_review_due ON public.match_review USING btree (due_at) WHERE (state = 'open'::text);

CREATE UNIQUE INDEX match_review_open ON public.match_review USING btree (client_id, fingerprint) WHERE (state = 'open'::text);

CREATE INDEX member_key_base ON public.member_key USING btree (base) WHERE (base IS NOT NULL);

CREATE INDEX member_key_email ON public.member_key USING btree (email) WHERE (email IS NOT NULL);

CREATE INDEX member_key_family ON public.member_key USING btree (family) WHERE (family IS NOT NULL);

CREATE INDEX member_key_given ON public.member_key USING btree (given) WHERE (given IS NOT NULL);

CREATE INDEX member_key_home ON public.member_key USING btree (home) WHERE (home IS NOT NULL);

CREATE INDEX member_key_name ON public.member_key USING btree (name, birth_date);

CREATE INDEX member_key_number ON public.member_key USING btree (number) WHERE (number IS NOT NULL);

CREATE INDEX member_key_person ON public.member_key USING btree (person_id);

CREATE INDEX member_key_phone ON public.member_key USING btree (phone) WHERE (phone IS NOT NULL);

CREATE INDEX member_key_place ON public.member_key USING btree (place) WHERE (place IS NOT NULL);

CREATE INDEX member_key_sound ON public.member_key USING btree (sound) WHERE (sound IS NOT NULL);

CREATE INDEX member_key_ssn4 ON public.member_key USING btree (ssn4) WHERE (ssn4 IS NOT NULL);

CREATE INDEX member_key_umb ON public.member_key USING btree (umb) WHERE (umb IS NOT NULL);

CREATE INDEX member_key_yearless ON public.member_key USING btree (yearless) WHERE (yearless IS NOT NULL);

CREATE INDEX member_person ON public.member USING btree (person_id);

CREATE UNIQUE INDEX partner_name ON public.partner USING btree (name) WHERE (removed_at IS NULL);

CREATE UNIQUE INDEX partner_npi ON public.partner USING btree (npi) WHERE (removed_at IS NULL);

CREATE INDEX permission_ended_waiting ON public.permission_ended USING btree (seq) WHERE (NOT journaled);

CREATE INDEX portal_session_end ON public.portal_session USING btree (ends_at);

CREATE INDEX portal_session_person ON public.portal_session USING btree (person_id);

CREATE INDEX reminder_due ON public.reminder USING btree (due_at) WHERE ((sent_at IS NULL) AND (dropped_why IS NULL));

CREATE INDEX reminder_person ON public.reminder USING btree (person_id, sent_at);

CREATE INDEX representation_by ON public.representation USING btree (representative_person);

CREATE INDEX representation_person ON public.representation USING btree (person_id);

CREATE INDEX resource_deleted_person ON public.resource_deleted USING btree (person_id, deleted_at);

CREATE INDEX resource_labelled ON ONLY public.resource USING btree (person_id) WHERE ((labels <> 0) OR (labels_next IS NOT NULL));

CREATE INDEX resource_person ON ONLY public.resource USING btree (person_id, type);

CREATE INDEX task_due ON public.task USING btree (run_at) WHERE (holder IS NULL);

CREATE INDEX task_held ON public.task USING btree (holder) WHERE (holder IS NOT NULL);

CREATE INDEX transfer_due ON public.transfer USING btree (next_at) WHERE (next_at IS NOT NULL);

CREATE INDEX unresolved_reference_target ON public.unresolved_reference USING btree (target);

CREATE INDEX used_assertion_expiry ON public.used_assertion USING btree (expires_at);

CREATE INDEX webhook_due ON public.webhook_delivery USING btree (next_at) WHERE (next_at IS NOT NULL);

CREATE INDEX wire_consent_election ON public.wire_consent USING btree (election_id, made_at DESC);

CREATE OR REPLACE FUNCTION public.audit_entry_waits()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin insert into audit_unchained select id from fresh; return null; end $function$;

CREATE OR REPLACE FUNCTION public.audit_is_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'audit entries are never changed'; end $function$;

CREATE OR REPLACE FUNCTION public.audit_waits_until_chained()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin
    if exists (select from gone g where not exists (select from audit_link l where l.entry_id = g.entry_id)) then
      raise exception 'audit entries are never changed';
    end if;
    return null;
  end $function$;

CREATE OR REPLACE FUNCTION public.authority_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin perform raise_epoch(new.person_id, '', new.ended_at is not null); return null; end $function$;

CREATE OR REPLACE FUNCTION public.consent_event_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    update consent set state = new.state,
        revoked_at = case when new.state = 'revoked' then new.at else revoked_at end,
        revoked_why = case when new.state = 'revoked' then new.why else revoked_why end
      where id = new.consent_id;
    perform raise_epoch_for(c.person_id, c.client_id, new.ends, 'consent') from consent c where c.id = new.consent_id;
    return null;
  end $function$;

CREATE OR REPLACE FUNCTION public.consent_event_is_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'events of consents are never changed'; end $function$;

CREATE OR REPLACE FUNCTION public.consent_revoked_by_column()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    insert into consent_event (consent_id, state, at, actor, why)
      values (new.id, 'revoked', new.revoked_at, 'system', coalesce(new.revoked_why, ''));
    return null;
  end $function$;

CREATE OR REPLACE FUNCTION public.death_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin perform raise_epoch(new.person_id, '', true); return null; end $function$;

CREATE OR REPLACE FUNCTION public.decision_is_final()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'decisions are never edited'; end $function$;

CREATE OR REPLACE FUNCTION public.grant_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if new.partner_npi = '*' then perform raise_epoch(new.person_id, '', new.ended_at is null);
    else
      perform raise_epoch(new.person_id, client_id, new.ended_at is null)
        from (select distinct client_id from consent where person_id = new.person_id and recipient_npi = new.partner_npi) c;
    end if;
    return null;
  end $function$;

CREATE OR REPLACE FUNCTION public.instruction_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if new.recipient_npi = '*' then perform raise_epoch(new.person_id, '', new.withdrawn_at is null);
    else
      perform raise_epoch(new.person_id, client_id, new.withdrawn_at is null)
        from (select distinct client_id from consent where person_id = new.person_id and recipient_npi = new.recipient_npi) c;
    end if;
    return null;
  end $function$;

CREATE OR REPLACE FUNCTION public.override_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin perform raise_epoch(new.person_id, '', new.effect <> 'remove' and new.lifted_at is null); return null; end $function$;

CREATE OR REPLACE FUNCTION public.person_of_member_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    perform raise_epoch(p, '', true) from unnest(array[old.person_id, new.person_id]) p;
    if exists (select from member where person_id = old.person_id) then
      insert into label_override (id, person_id, scope, effect, by_whom, role, reason, given_at)
        select gen_random_uuid(), p, 'person', 'hold', 'system', 'officer', 'split', now()
        from unnest(array[old.person_id, new.person_id]) p
        where not exists (select from label_override o where o.person_id = p and o.reason = 'split' and o.lifted_at is null);
    end if;
    return null;
  end $function$;

CREATE OR REPLACE FUNCTION public.raise_epoch(person bigint, client text, ends boolean)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
  begin
    perform raise_epoch_for(person, client, ends, 'instruction');
  end $function$;

CREATE OR REPLACE FUNCTION public.raise_epoch_for(person bigint, client text, ends boolean, cause text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
  begin
    insert into permission_epoch (person_id, client_id, epoch, floor)
      select person, client, coalesce(max(epoch), 0), coalesce(max(floor), 0)
      from permission_epoch where person_id = person and client_id = ''
      on conflict do nothing;
    update permission_epoch set epoch = epoch + 1, floor = case when ends then epoch + 1 else floor end
      where person_id = person and (client = '' or client_id = client);
    if ends then
      insert into permission_ended (person_id, client_id, floor, cause)
        select person, client, floor, cause from permission_epoch where person_id = person and client_id = client;
    end if;
  end $function$;

CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_entry_waits AFTER INSERT ON public.audit_entry REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_waits();

CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_link FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_seal FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_append_only BEFORE UPDATE OR TRUNCATE ON public.audit_unchained FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_waits_until_chained AFTER DELETE ON public.audit_unchained REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit_waits_until_chained();

CREATE TRIGGER authority_counts AFTER INSERT OR UPDATE ON public.authority FOR EACH ROW EXECUTE FUNCTION authority_counts();

CREATE TRIGGER consent_revoked_by_column AFTER UPDATE OF revoked_at ON public.consent FOR EACH ROW WHEN (((new.revoked_at IS NOT NULL) AND (new.state <> 'revoked'::text))) EXECUTE FUNCTION consent_revoked_by_column();

CREATE TRIGGER consent_event_counts AFTER INSERT ON public.consent_event FOR EACH ROW EXECUTE FUNCTION consent_event_counts();

CREATE TRIGGER consent_event_is_append_only BEFORE UPDATE ON public.consent_event FOR EACH STATEMENT EXECUTE FUNCTION consent_event_is_append_only();

CREATE TRIGGER grant_counts AFTER INSERT OR UPDATE ON public.consent_grant FOR EACH ROW EXECUTE FUNCTION grant_counts();

CREATE TRIGGER death_counts AFTER INSERT OR UPDATE ON public.death FOR EACH ROW EXECUTE FUNCTION death_counts();

CREATE TRIGGER decision_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.decision FOR EACH STATEMENT EXECUTE FUNCTION decision_is_final();

CREATE TRIGGER instruction_counts AFTER INSERT OR UPDATE ON public.instruction FOR EACH ROW EXECUTE FUNCTION instruction_counts();

CREATE TRIGGER override_counts AFTER INSERT OR UPDATE ON public.label_override FOR EACH ROW EXECUTE FUNCTION override_counts();

CREATE TRIGGER person_of_member_counts AFTER UPDATE OF person_id ON public.member FOR EACH ROW WHEN ((old.person_id <> new.person_id)) EXECUTE FUNCTION person_of_member_counts();
