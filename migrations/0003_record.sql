-- The members' records. Every row carries the person, so that no hot query crosses persons.

create table resource (
  person_id     bigint not null,              -- 0: belongs to nobody (Organization, Practitioner, Location, ...)
  ref           text collate "C" not null,    -- our own 'Type/id'
  type          text collate "C" not null,
  origin        bigint not null default 0,    -- partner.id that it came from; 0: our own
  origin_ref    text collate "C",             -- 'Type/id' at the origin; null for our own
  last_updated  timestamptz not null,         -- when this row last changed here
  service_start date,                         -- date of service; null where the type has none
  service_end   date,                         -- 'infinity' while open
  reach         date,                         -- the latest service_end of this record and of everything that refers to it
  pa_changed    date,                         -- prior authorization: last change of status
  pa_until      date,                         -- prior authorization: in effect until; 'infinity' while pending or open
  pa_document   boolean not null default false, -- leaves only with a prior authorization that refers to it
  withheld      text,                         -- why it never leaves ('prior-authorization-drug', ...); null: may leave
  labels        int not null default 0,       -- sensitivity bits
  refs          text[] collate "C" not null default '{}', -- relative references, ours, other than to Patient
  hash          bytea not null,               -- SHA-256 of what was loaded or received, without meta.lastUpdated and versionId for our own
  text          text not null,                -- one line of JSON, ready to leave
  source        text,                         -- as it was loaded, where money was stripped from text
  primary key (ref, person_id)
) partition by hash (person_id);

alter table resource alter column text set storage main;
-- lz4 is 2 to 10 times faster than pglz on the export path; a server may be built without it.
do $$ begin
  if exists (select from pg_settings where name = 'default_toast_compression' and 'lz4' = any (enumvals)) then
    alter table resource alter column text set compression lz4;
    alter table resource alter column source set compression lz4;
  end if;
end $$;

create table resource_p0 partition of resource for values with (modulus 8, remainder 0);
create table resource_p1 partition of resource for values with (modulus 8, remainder 1);
create table resource_p2 partition of resource for values with (modulus 8, remainder 2);
create table resource_p3 partition of resource for values with (modulus 8, remainder 3);
create table resource_p4 partition of resource for values with (modulus 8, remainder 4);
create table resource_p5 partition of resource for values with (modulus 8, remainder 5);
create table resource_p6 partition of resource for values with (modulus 8, remainder 6);
create table resource_p7 partition of resource for values with (modulus 8, remainder 7);
create index resource_person on resource (person_id, type);

-- What was deleted, so that an export with _since can say so (Bulk Data manifest "deleted").
create table resource_deleted (
  person_id   bigint not null,
  ref         text collate "C" not null,
  type        text collate "C" not null,
  deleted_at  timestamptz not null,
  primary key (ref, person_id)
);
create index resource_deleted_person on resource_deleted (person_id, deleted_at);
