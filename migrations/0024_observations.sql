-- Omvärldsnotiser: what was noticed, and what it means.
create table observations (
    id integer primary key,
    title text not null,                        -- vad har hänt?
    what text not null default '',              -- more about what happened, Markdown
    meaning text not null default '',           -- vad betyder det?, Markdown
    url text not null default '',
    url_key text not null default '',           -- the link without what does not tell pages apart; '' without one
    source text not null default '',            -- who told, such as "lokalpress"
    source_on text,                             -- the day of the source
    level text not null check (level in ('national', 'regional')),
    municipality text references municipalities (code),
    industry text not null default '',          -- bransch, a code of the domain
    status text not null default 'new' check (status in ('new', 'used', 'watched', 'dismissed')),
    reason text not null default '',            -- why it was dismissed, or what is watched
    settled_on text,
    settled_by integer references people (id),
    search_text text not null,
    removed_at text,
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1
) strict;
create index observations_by_day on observations (created_at desc) where removed_at is null;
create index observations_by_status on observations (status, created_at) where removed_at is null;
create index observations_by_url on observations (url_key) where url_key <> '' and removed_at is null;
create index observations_by_author on observations (created_by, created_at);

create table observation_counties (
    observation_id integer not null references observations (id),
    county text not null references counties (code),
    primary key (observation_id, county)
) strict, without rowid;
create index observation_counties_by_county on observation_counties (county, observation_id);

create table observation_issue_areas (
    observation_id integer not null references observations (id),
    issue_area_id integer not null references issue_areas (id),
    primary key (observation_id, issue_area_id)
) strict, without rowid;
create index observation_issue_areas_by_area on observation_issue_areas (issue_area_id, observation_id);

-- What each person makes of a note; together they place it on the ladder Signal, Mönster, Trend.
create table observation_assessments (
    observation_id integer not null references observations (id),
    person_id integer not null references people (id),
    step text not null check (step in ('signal', 'pattern', 'trend')),
    impact text not null check (impact in ('low', 'medium', 'high')),
    certainty text not null check (certainty in ('low', 'medium', 'high')),
    horizon text not null check (horizon in ('now', 'year', 'years')),
    reason text not null default '',
    updated_at text not null,
    version integer not null default 1,
    primary key (observation_id, person_id)
) strict, without rowid;

-- What a note was used for; exactly one of the four.
create table observation_uses (
    id integer primary key,
    observation_id integer not null references observations (id),
    brief_id integer references briefs (id),
    position_id integer references positions (id),
    agenda_item_id integer references agenda_items (id),
    action_id integer references actions (id),
    created_at text not null,
    created_by integer references people (id),
    check ((brief_id is not null) + (position_id is not null) + (agenda_item_id is not null) + (action_id is not null) = 1)
) strict;
create index observation_uses_by_observation on observation_uses (observation_id);
create unique index observation_uses_by_brief on observation_uses (brief_id, observation_id) where brief_id is not null;
create unique index observation_uses_by_position on observation_uses (position_id, observation_id) where position_id is not null;
create unique index observation_uses_by_item on observation_uses (agenda_item_id, observation_id) where agenda_item_id is not null;
create unique index observation_uses_by_action on observation_uses (action_id, observation_id) where action_id is not null;

-- Who follows a län or an issue area.
create table follows (
    person_id integer not null references people (id),
    county text references counties (code),
    issue_area_id integer references issue_areas (id),
    created_at text not null,
    check ((county is null) <> (issue_area_id is null))
) strict;
create unique index follows_of_county on follows (person_id, county) where county is not null;
create unique index follows_of_area on follows (person_id, issue_area_id) where issue_area_id is not null;
