-- Insatser: what was promised, by whom, by when.
create table actions (
    id integer primary key,
    title text not null,
    dialogue_id integer references dialogues (id),
    issue_area_id integer references issue_areas (id),
    unit_id integer not null references units (id),
    owner_seat text,                           -- lead/1, county/25, issue/1/2: follows the seat
    owner_person_id integer references people (id),
    due_on text not null,
    status text not null check (status in ('proposed', 'decided', 'ongoing', 'done', 'stopped')),
    description text not null default '',
    result text not null default '',
    stop_reason text not null default '',
    search_text text not null,                 -- folded title, description and result, for look-ups
    created_at text not null,
    updated_at text not null,
    settled_at text,
    version integer not null default 1,
    check ((owner_seat is null) <> (owner_person_id is null)),
    check (status <> 'done' or result <> '')
) strict;
create index actions_by_due on actions (status, due_on);
create index actions_by_dialogue on actions (dialogue_id);
create index open_actions_by_seat on actions (owner_seat, due_on) where status in ('proposed', 'decided', 'ongoing');
create index open_actions_by_person on actions (owner_person_id, due_on) where status in ('proposed', 'decided', 'ongoing');

-- The län an insats is for.
create table action_counties (
    action_id integer not null references actions (id),
    county text not null references counties (code),
    primary key (action_id, county)
) strict, without rowid;
create index action_counties_by_county on action_counties (county, action_id);

-- Uppföljningar. Only added to.
create table action_followups (
    id integer primary key,
    action_id integer not null references actions (id),
    followed_on text not null,
    text text not null,
    by_id integer not null references people (id),
    created_at text not null
) strict;
create index action_followups_by_action on action_followups (action_id, followed_on);

-- Due dates that were changed, so that the old ones stay visible. Only added to.
create table action_earlier_due_dates (
    id integer primary key,
    action_id integer not null references actions (id),
    due_on text not null,
    changed_at text not null,
    changed_by integer references people (id)
) strict;
create index action_earlier_due_dates_by_action on action_earlier_due_dates (action_id);
