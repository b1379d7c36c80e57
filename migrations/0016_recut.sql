-- A file of an export says which of its bytes are whose, so that it can be cut again without a member whose consent ended.

alter table bulk_file
  add column segment_person_ids bigint[] not null default '{}', -- the persons of its bytes, one run after the other; 0: nobody's
  add column segment_bytes      bigint[] not null default '{}', -- how many bytes each run has
  add column settled_at         timestamptz;                    -- withdrawn, and what may still leave stands in another file
create index bulk_file_withdrawn on bulk_file (job_id) where withdrawn_at is not null and settled_at is null;
