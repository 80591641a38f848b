-- The colleagues who own an insats by name, without reading every insats.
create index actions_by_person on actions (owner_person_id) where owner_person_id is not null;
