-- Utvärdering av dialogen: what worked, what we change.
create table evaluations (
    dialogue_id integer primary key references dialogues (id),
    worked text not null default '',
    change text not null default '',
    updated_at text not null,
    version integer not null default 1
) strict;

-- Lärdomar that others can find.
create table lessons (
    id integer primary key,
    dialogue_id integer references dialogues (id),
    issue_area_id integer references issue_areas (id),
    title text not null,
    text text not null default '',
    search_text text not null,
    removed_at text,
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1
) strict;
create index lessons_by_dialogue on lessons (dialogue_id) where removed_at is null;
create index lessons_by_area on lessons (issue_area_id) where removed_at is null;
