-- Which plans asked about a member: what the member's page counts.
create index match_decision_person on match_decision (person_id) where person_id is not null;
