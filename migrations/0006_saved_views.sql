-- A list as someone has filtered and ordered it, under a name: her own, or shared with a team.
create table saved_views (
    id integer primary key,
    person_id integer not null references people (id),
    list text not null check (list in ('insatser', 'dialoger', 'oversikt')),
    name text not null,
    query text not null,                        -- the address after the question mark, known fields only
    team_id integer references teams (id),      -- none for herself alone
    created_at text not null
) strict;

create unique index saved_views_of_person on saved_views (person_id, list, name);
create index saved_views_of_team on saved_views (team_id, list) where team_id is not null;
