-- How a dialogue's milestones are counted from its day; edited by an administrator.
create table milestone_template (
    id integer primary key,
    key text not null unique,
    offset_days integer not null,
    title text not null,
    falls_on text not null check (falls_on in ('lead', 'county_officer', 'issue_officer')),
    per_department integer not null check (per_department in (0, 1)),
    judgement integer not null check (judgement in (0, 1)),
    removed_at text,
    version integer not null default 1
) strict;

-- Strategiska regiondialoger.
create table dialogues (
    id integer primary key,
    county text not null references counties (code),
    held_on text not null,
    starts_at text not null,
    ends_at text not null,
    form text not null check (form in ('on_site', 'digital', 'hybrid')),
    place text not null default '',
    link text not null default '',
    purpose text not null default '',
    diary_no text not null default '',
    notes text not null default '',
    notes_version integer not null default 1,  -- notes are written while others change the plan
    phase text not null check (phase in
        ('planning', 'preparing', 'holding', 'following_up', 'closed', 'cancelled')),
    confirmed_at text,
    held_at text,                              -- marked as held
    closed_at text,
    cancelled_at text,
    cancelled_from text,                       -- the phase it was in
    cancel_reason text not null default '',
    created_at text not null,
    updated_at text not null,
    version integer not null default 1
) strict;
create index dialogues_by_county on dialogues (county, held_on);
create index dialogues_by_day on dialogues (held_on);
create index dialogues_by_phase on dialogues (phase, held_on);
create unique index dialogues_by_diary_no on dialogues (diary_no collate nocase) where diary_no <> '';

-- What must be done before and after a dialogue, and when.
create table milestones (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    key text not null,
    title text not null,
    department_id integer references departments (id),
    falls_on text not null check (falls_on in ('lead', 'county_officer', 'issue_officer')),
    offset_days integer not null,
    position integer not null,
    judgement integer not null check (judgement in (0, 1)),
    due_on text not null,
    set_by_hand integer not null default 0 check (set_by_hand in (0, 1)),
    short_notice integer not null default 0 check (short_notice in (0, 1)),
    state text not null default 'open' check (state in ('open', 'done', 'waived')),
    answer text check (answer in ('needed', 'not_needed')),
    reason text not null default '',
    settled_at text,
    settled_by integer references people (id),
    version integer not null default 1
) strict;
create index milestones_by_dialogue on milestones (dialogue_id, position);
create index open_milestones on milestones (due_on) where state = 'open';

-- Medverkande, from the agency (person_id) and from outside.
create table participants (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    person_id integer references people (id),
    name text not null,
    title text not null default '',
    organisation text not null default '',
    in_planning integer not null default 0 check (in_planning in (0, 1)),
    in_dialogue integer not null default 1 check (in_dialogue in (0, 1)),
    attended text not null default '' check (attended in ('', 'yes', 'no')),
    removed_at text,
    version integer not null default 1
) strict;
create index participants_by_dialogue on participants (dialogue_id);
