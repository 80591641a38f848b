-- Ställningstaganden: the cell issue area × län × dialogue.
create table positions (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    issue_area_id integer not null references issue_areas (id),
    status text not null check (status in ('drafting', 'agreed', 'in_force')),
    national_line text not null default '',
    meaning text not null default '',           -- what it means in this län
    offer text not null default '',
    ask text not null default '',
    not_promised text not null default '',
    shareable text not null default '[]',       -- which of the five texts may leave the house, as JSON
    brief_version_id integer references brief_versions (id),    -- the version it rests on
    author_id integer references people (id),
    created_at text not null,
    updated_at text not null,
    version integer not null default 1,
    unique (dialogue_id, issue_area_id)
) strict;
create index positions_by_area on positions (issue_area_id);
create index positions_by_brief on positions (brief_version_id) where brief_version_id is not null;

-- Nationell bedömning of a dialogue: the regional growth work, and the regional growth processes.
create table assessments (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    kind text not null check (kind in ('growth_work', 'growth_processes')),
    view text not null default '',              -- bedömning
    develop text not null default '',           -- vad som behöver utvecklas
    why text not null default '',               -- motivering
    shareable text not null default '[]',       -- which of the three texts may leave the house, as JSON
    ready integer not null default 0 check (ready in (0, 1)),
    author_id integer references people (id),
    created_at text not null,
    updated_at text not null,
    version integer not null default 1,
    unique (dialogue_id, kind)
) strict;

-- The versions of briefs that an assessment rests on.
create table assessment_briefs (
    assessment_id integer not null references assessments (id),
    brief_version_id integer not null references brief_versions (id),
    primary key (assessment_id, brief_version_id)
) strict, without rowid;

-- "Vid behov", "där vi anser det relevant": yes or no, why, who, when. Only added to; the last one holds.
create table judgements (
    id integer primary key,
    question text not null check (question in ('invite_agencies', 'regional_brief', 'take_part')),
    dialogue_id integer not null references dialogues (id),
    seat text,                                  -- who shall take part
    answer text not null check (answer in ('needed', 'not_needed')),
    reason text not null default '',
    by_id integer references people (id),
    judged_at text not null
) strict;
create index judgements_by_dialogue on judgements (dialogue_id, question, id);
create trigger judgements_are_not_changed before update on judgements
begin select raise(abort, 'judgements are append-only'); end;
create trigger judgements_are_not_removed before delete on judgements
begin select raise(abort, 'judgements are append-only'); end;
insert into judgements (question, dialogue_id, answer, reason, by_id, judged_at)
select key, dialogue_id, answer, reason, settled_by, coalesce(settled_at, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
from milestones where judgement = 1 and answer is not null and key in ('invite_agencies', 'regional_brief') order by id;
