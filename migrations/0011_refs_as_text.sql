-- References as one text, separated by spaces, which no FHIR id holds: an array costs an export several times as much to
-- send and an ingest as much to write, and few queries look inside.
alter table resource alter column refs drop default;
alter table resource alter column refs type text collate "C" using array_to_string(refs, ' ');
alter table resource alter column refs set default '';
