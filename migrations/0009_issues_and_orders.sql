-- Aktuella sakfrågor of a dialogue: proposed by someone, chosen by the lead, or set aside.
create table dialogue_issues (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    issue_area_id integer not null references issue_areas (id),
    origin text not null check (origin in ('agency', 'county', 'region')),
    state text not null check (state in ('proposed', 'chosen', 'dropped')),
    reason text not null default '',            -- why it is current, in a line
    proposed_at text not null,
    proposed_by integer references people (id),
    settled_at text,
    settled_by integer references people (id),
    version integer not null default 1,
    unique (dialogue_id, issue_area_id)
) strict;
create index dialogue_issues_by_area on dialogue_issues (issue_area_id, dialogue_id);

-- Once issue areas are chosen, positions and hand-overs have a milestone per issue area. Rows then come and
-- go: the number of one that has gone is never given to another, so that its history stays its own.
create table numbered_milestones (
    id integer primary key autoincrement,
    dialogue_id integer not null references dialogues (id),
    key text not null,
    title text not null,
    department_id integer references departments (id),
    issue_area_id integer references issue_areas (id),
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
insert into numbered_milestones (id, dialogue_id, key, title, department_id, falls_on, offset_days, position, judgement,
    due_on, set_by_hand, short_notice, state, answer, reason, settled_at, settled_by, version)
select id, dialogue_id, key, title, department_id, falls_on, offset_days, position, judgement,
    due_on, set_by_hand, short_notice, state, answer, reason, settled_at, settled_by, version
from milestones order by id;
drop table milestones;
alter table numbered_milestones rename to milestones;
create index milestones_by_dialogue on milestones (dialogue_id, position);
create index open_milestones on milestones (due_on) where state = 'open';

-- Beställningar of briefs for a dialogue. Whom one falls on is told by the issue area's department and the
-- län's team on the day; it is stored nowhere.
create table brief_orders (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    scope text not null check (scope in ('national', 'regional')),
    issue_area_id integer references issue_areas (id),
    state text not null check (state in ('ordered', 'returned', 'delivered', 'not_needed', 'withdrawn')),
    due_on text not null,
    reason text not null default '',            -- why it is not needed, or what is missing in what was returned
    brief_version_id integer references brief_versions (id),    -- the version it was answered with
    ordered_at text not null,
    ordered_by integer references people (id),
    asked_again_at text,
    settled_at text,
    settled_by integer references people (id),
    version integer not null default 1,
    check ((scope = 'national') = (issue_area_id is not null))
) strict;
create unique index living_brief_orders on brief_orders (dialogue_id, scope, coalesce(issue_area_id, 0))
    where state <> 'withdrawn';
create index open_brief_orders on brief_orders (due_on) where state in ('ordered', 'returned');
create index brief_orders_by_area on brief_orders (issue_area_id) where issue_area_id is not null;
