-- Nätverk: where we sit, why, and what came home.
create table networks (
    id integer primary key,
    name text not null,
    purpose text not null default '',
    level text not null check (level in ('national', 'regional', 'local')),
    organisation_id integer references organisations (id), -- who leads it
    meetings_per_year integer,
    url text not null default '',
    search_text text not null,
    closed_on text,
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1
) strict;

create table network_counties (
    network_id integer not null references networks (id),
    county text not null references counties (code),
    primary key (network_id, county)
) strict, without rowid;
create index network_counties_by_county on network_counties (county, network_id);

create table network_issue_areas (
    network_id integer not null references networks (id),
    issue_area_id integer not null references issue_areas (id),
    primary key (network_id, issue_area_id)
) strict, without rowid;

-- Who sits there for us, dated. A chair without anyone today is empty; two are a double seat.
create table network_seats (
    id integer primary key,
    network_id integer not null references networks (id),
    person_id integer not null references people (id),
    role text not null default '',
    valid_from text not null,
    valid_to text,
    created_at text not null,
    version integer not null default 1
) strict;
create index network_seats_by_network on network_seats (network_id);
create index network_seats_by_person on network_seats (person_id);

create table network_meetings (
    id integer primary key,
    network_id integer not null references networks (id),
    held_on text not null,
    title text not null default '',
    place text not null default '',
    notes text not null default '',             -- what was said, Markdown
    removed_at text,
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1
) strict;
create index network_meetings_by_network on network_meetings (network_id, held_on desc) where removed_at is null;

create table network_meeting_people (
    meeting_id integer not null references network_meetings (id),
    person_id integer not null references people (id),
    primary key (meeting_id, person_id)
) strict, without rowid;

-- What came home from a meeting, as notes.
create table network_meeting_observations (
    meeting_id integer not null references network_meetings (id),
    observation_id integer not null references observations (id),
    primary key (meeting_id, observation_id)
) strict, without rowid;
create index network_meeting_observations_by_note on network_meeting_observations (observation_id);
