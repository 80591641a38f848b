-- Dagordning of a dialogue, and what is parked for the län between dialogues (no dialogue).
create table agenda_items (
    id integer primary key,
    county text not null references counties (code),
    dialogue_id integer references dialogues (id),
    title text not null,
    minutes integer not null check (minutes between 0 and 600),
    presenter text not null default '',
    issue_area_id integer references issue_areas (id),
    action_id integer references actions (id),  -- an earlier promise it follows up
    note text not null default '',              -- internal
    standing integer not null default 0 check (standing in (0, 1)),         -- stands on every agenda, so it is never carried
    comes_along integer not null default 0 check (comes_along in (0, 1)),   -- parked because a dialogue did not get to it
    position integer not null,
    state text not null default 'open' check (state in ('open', 'done', 'carried', 'dropped')),
    carried_from integer references agenda_items (id),
    times integer not null default 1,           -- 3: "tredje gången"
    created_at text not null,
    updated_at text not null,
    version integer not null default 1
) strict;
create index agenda_items_by_dialogue on agenda_items (dialogue_id, position) where dialogue_id is not null;
create index agenda_items_by_place on agenda_items (county, dialogue_id, position);
create index waiting_agenda_items on agenda_items (county, position) where comes_along = 1;
create index agenda_items_by_area on agenda_items (issue_area_id) where issue_area_id is not null;
create index agenda_items_by_action on agenda_items (action_id) where action_id is not null;
create index agenda_items_by_origin on agenda_items (carried_from) where carried_from is not null;

-- Kinds of dialogues: what a new one begins with. Roles are lead, county_officer and issue_officer.
create table dialogue_types (
    id integer primary key,
    name text not null,
    description text not null default '',
    roles text not null default '[]',           -- whose holders take part from the beginning, as JSON
    left_out text not null default '[]',        -- keys of the milestone template that it has no use for, as JSON
    position integer not null,
    removed_at text,
    version integer not null default 1
) strict;
create table dialogue_type_items (
    id integer primary key,
    type_id integer not null references dialogue_types (id),
    title text not null,
    minutes integer not null check (minutes between 0 and 600),
    presenter text not null default '',
    position integer not null
) strict;
create index dialogue_type_items_by_type on dialogue_type_items (type_id, position);
alter table dialogues add column type_id integer references dialogue_types (id);

insert into dialogue_types (id, name, description, roles, position) values
    (1, 'Årlig regiondialog', 'Halvdag med regionens ledning.', '["lead","county_officer","issue_officer"]', 1),
    (2, 'Kort avstämning', 'En timme, oftast digitalt, om en eller två frågor.', '["lead","county_officer"]', 2);
insert into dialogue_type_items (type_id, title, minutes, presenter, position) values
    (1, 'Inledning och läget i länet', 20, 'Regionen', 1),
    (1, 'Sedan sist: vad vi lovade varandra', 20, 'Uppdragsansvarig', 2),
    (1, 'Aktuella sakfrågor', 90, '', 3),
    (1, 'Paus', 15, '', 4),
    (1, 'Prioriteringar och vägval', 20, 'Regionen', 5),
    (1, 'Gemensamma insatser och nästa steg', 15, 'Uppdragsansvarig', 6),
    (2, 'Sedan sist', 15, 'Uppdragsansvarig', 1),
    (2, 'Aktuell fråga', 35, '', 2),
    (2, 'Nästa steg', 10, 'Uppdragsansvarig', 3);
