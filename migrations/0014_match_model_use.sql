-- Parameters that were learned decide nothing until somebody says so: the row that was activated last is in use.

alter table match_model
  add column activated_at timestamptz,             -- null: never in use, or taken out of it
  add column report jsonb not null default '{}';   -- what it was learned from, and how it did on queries kept apart
update match_model set activated_at = made_at;
