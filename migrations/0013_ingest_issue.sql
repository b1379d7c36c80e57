-- What was wrong with received records, stored or quarantined: rules and paths, never values. A report to the partner is made of it.
create table ingest_issue (
  transfer_id uuid not null,
  file_seq integer not null,
  line bigint not null,
  -- Number of the issue within the line.
  seq integer not null,
  -- Type/id at the partner.
  ref text collate "C" not null,
  code text not null,
  expression text not null,
  rule text not null,
  profile text not null,
  text text not null,
  primary key (transfer_id, file_seq, line, seq),
  foreign key (transfer_id, file_seq) references received_file (transfer_id, seq) on delete cascade
);
-- Lines that are not what their profiles ask, whatever became of them.
alter table ingest_ledger add column invalid bigint not null default 0;
-- Type/id at the partner, where the line says so.
alter table quarantine add column ref text collate "C";
