-- Utfall: what was said and agreed at a dialogue, line by line, as it was written.
create table outcomes (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    agenda_item_id integer references agenda_items (id),
    issue_area_id integer references issue_areas (id),
    kind text not null check (kind in ('information', 'decision', 'action', 'wish', 'priority', 'choice')),
    text text not null,
    shareable integer not null default 0 check (shareable in (0, 1)),
    token text not null,                        -- made where the line was written: one sent twice is there once
    position integer not null,
    action_id integer references actions (id),  -- what the line became
    handover_id integer references handovers (id),
    parked_item_id integer references agenda_items (id),
    search_text text not null default '',       -- the text, folded
    removed_at text,
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1,
    unique (dialogue_id, token)
) strict;
create index outcomes_by_dialogue on outcomes (dialogue_id, position) where removed_at is null;
create index outcomes_by_kind on outcomes (kind, dialogue_id) where removed_at is null;
create index outcomes_by_area on outcomes (issue_area_id, kind) where removed_at is null and issue_area_id is not null;
create index outcomes_by_action on outcomes (action_id) where action_id is not null;
create index outcomes_by_handover on outcomes (handover_id) where handover_id is not null;
create index outcomes_by_item on outcomes (agenda_item_id) where agenda_item_id is not null;

-- When the conducting of an item of the agenda began, so that what is left of its time can be told.
alter table agenda_items add column begun_at text;
