-- References of our own records that point to nothing we hold: cut in the record's text until their target is loaded.

create table unresolved_reference (
  person_id   bigint not null,
  ref         text collate "C" not null,      -- the record that refers
  target      text collate "C" not null,      -- 'Type/id' that is not here
  primary key (person_id, ref, target)
);
create index unresolved_reference_target on unresolved_reference (target);
