-- Återkoppling: what was told, to whom, when. Each settles the milestone that is its duty, when it has one.
create table feedback (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    direction text not null check (direction in ('team', 'department', 'region')),
    department_id integer references departments (id),     -- whose duty it was; none for the team
    text text not null,
    given_on text not null,
    receiver text not null default '',
    diary_no text not null default '',
    report_id integer references region_reports (id),      -- the report that was sent, when it was one
    created_at text not null,
    created_by integer references people (id)
) strict;
create index feedback_by_dialogue on feedback (dialogue_id, direction, department_id, given_on);
create index feedback_by_day on feedback (given_on);

-- Who has read the feedback to a team or a department.
create table feedback_receipts (
    feedback_id integer not null references feedback (id),
    person_id integer not null references people (id),
    read_at text not null,
    primary key (feedback_id, person_id)
) strict, without rowid;
create index feedback_receipts_by_person on feedback_receipts (person_id);

-- "Vad hände med det ni sade": what was sent to a RUA after a dialogue, exactly and for good.
create table region_reports (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    status text not null check (status in ('draft', 'sent')),
    introduction text not null default '',
    whom_to_ask text not null default '',
    content text,                               -- what left the house, as JSON; from the day it is sent
    sent_on text,
    recipient text not null default '',
    diary_no text not null default '',
    sent_by integer references people (id),
    region_comment text not null default '',
    commented_on text,
    created_at text not null,
    updated_at text not null,
    version integer not null default 1,
    check (status = 'draft' or (content is not null and sent_on is not null))
) strict;
create index region_reports_by_dialogue on region_reports (dialogue_id, id);
create unique index one_draft_report on region_reports (dialogue_id) where status = 'draft';
create trigger sent_reports_are_not_changed before update of dialogue_id, content, sent_on, sent_by, recipient, diary_no, introduction, whom_to_ask, status on region_reports when old.status = 'sent'
begin select raise(abort, 'a sent report is kept as it is'); end;
create trigger sent_reports_are_not_removed before delete on region_reports when old.status = 'sent'
begin select raise(abort, 'a sent report is kept as it is'); end;
