-- Minnesanteckningar: built from agenda, outcomes and attendance; what a person writes in them besides is kept here.
create table minutes (
    dialogue_id integer primary key references dialogues (id),
    status text not null check (status in ('draft', 'review', 'final')),
    introduction text not null default '',
    introduction_shareable integer not null default 0 check (introduction_shareable in (0, 1)),
    closing text not null default '',
    closing_shareable integer not null default 0 check (closing_shareable in (0, 1)),
    texts text not null default '{}',           -- by item of the agenda, instead of what its lines say, as JSON
    number integer,                             -- given when they are locked for the first time, and kept
    edition integer not null default 0,         -- how many times they have been locked
    created_at text not null,
    updated_at text not null,
    version integer not null default 1
) strict;
create unique index minutes_by_number on minutes (number) where number is not null;

-- Each locked edition, exactly and for good.
create table minutes_editions (
    dialogue_id integer not null references dialogues (id),
    edition integer not null,
    content text not null,
    locked_at text not null,
    locked_by integer references people (id),
    reopened_at text,
    reopened_by integer references people (id),
    reopen_reason text not null default '',
    primary key (dialogue_id, edition)
) strict;
create trigger minutes_editions_are_not_changed before update of dialogue_id, edition, content, locked_at, locked_by on minutes_editions
begin select raise(abort, 'locked minutes are kept as they are'); end;
create trigger minutes_editions_are_not_removed before delete on minutes_editions
begin select raise(abort, 'locked minutes are kept as they are'); end;

-- Justering: whom the minutes are shown to, and what each says. By person or, without an account, by name.
create table minutes_reviews (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    edition integer not null,                   -- the edition that is being made, counted from 1
    person_id integer references people (id),
    name text not null,
    answer text not null default 'none' check (answer in ('none', 'ok', 'comment')),
    comment text not null default '',
    settled text not null default '',           -- what was done about the comment
    answered_at text,
    removed_at text,
    version integer not null default 1
) strict;
create index minutes_reviews_by_dialogue on minutes_reviews (dialogue_id, edition) where removed_at is null;
create index minutes_reviews_by_person on minutes_reviews (person_id, answer) where removed_at is null;

-- That an edition was sent out of the house, by someone's own mail. Only added to.
create table minutes_sends (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    edition integer not null,                   -- 0 for a draft
    sent_on text not null,
    recipients text not null,
    created_at text not null,
    created_by integer references people (id)
) strict;
create index minutes_sends_by_dialogue on minutes_sends (dialogue_id);
