-- Överlämningar: a question that a unit shall take on with a län.
create table handovers (
    id integer primary key,
    county text not null references counties (code),
    dialogue_id integer references dialogues (id),
    issue_area_id integer references issue_areas (id),
    unit_id integer not null references units (id),
    question text not null,                     -- what the unit shall take on
    note text not null default '',              -- internal
    shareable integer not null default 0 check (shareable in (0, 1)),
    contact_by text not null,                   -- the day by which the unit shall have been in touch
    status text not null check (status in ('sent', 'accepted', 'contact_made', 'closed', 'returned')),
    receiver_id integer references people (id), -- who in the unit has taken it
    sent_at text not null,                      -- when it was last sent to a unit
    first_contact_on text,
    result text not null default '',
    return_reason text not null default '',
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1
) strict;
create index handovers_by_status on handovers (status, contact_by);
create index handovers_by_county on handovers (county, status);
create index handovers_by_dialogue on handovers (dialogue_id) where dialogue_id is not null;
create index handovers_by_unit on handovers (unit_id, status);

-- Each step of a handover: sent, accepted, redirected, declined, contact made, come back. Only added to.
create table handover_steps (
    id integer primary key,
    handover_id integer not null references handovers (id),
    kind text not null check (kind in ('sent', 'accepted', 'redirected', 'declined', 'contact_made', 'contact', 'came_back', 'closed')),
    happened_on text not null,
    text text not null default '',
    unit_id integer references units (id),
    by_id integer references people (id),
    created_at text not null
) strict;
create index handover_steps_by_handover on handover_steps (handover_id);

insert into settings (name, value) values ('handover_silence_days', '10');
