-- Varsel- och omställningsärenden, and their positive twin: large establishments. Restricted when made.
create table transition_cases (
    id integer primary key,
    kind text not null check (kind in ('layoff', 'transition', 'establishment')),
    county text not null references counties (code),
    municipality text references municipalities (code),
    industry text not null default '',
    company text not null default '',           -- never in a mail, a feed, an event's text or statistics
    affected integer,                           -- persons, from 0
    source text not null check (source in ('public', 'employment_service', 'company')),
    source_url text not null default '',
    reported_on text not null,                  -- the day the agency learnt of it
    notice_on text,                             -- the day the employer gave notice
    begins_on text,                             -- the first day of dismissals, or of the opening
    status text not null default 'reported' check (status in ('reported', 'assessing', 'contact_named', 'no_action', 'closed')),
    phase text not null default 'prepare' check (phase in ('prepare', 'analyse', 'plan', 'carry_out', 'follow_up')),
    description text not null default '',       -- Markdown
    judgement text not null default '' check (judgement in ('', 'needed', 'not_needed')), -- is a contact person needed?
    judged_on text,
    judged_by integer references people (id),
    judged_reason text not null default '',
    contact_person_id integer references people (id), -- null: the uppdragsansvarig of the län's team
    proposed_on text,                           -- when a contact person was proposed
    proposed_person_id integer references people (id), -- null: the uppdragsansvarig of the län's team
    proposal text not null default '',          -- why
    result text not null default '',
    closed_on text,
    search_text text not null,
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1
) strict;
create index transition_cases_by_county on transition_cases (county, reported_on desc);
create index transition_cases_by_status on transition_cases (status, reported_on desc);

-- The log of a case, line by line, within the phase it was written in.
create table transition_case_entries (
    id integer primary key,
    case_id integer not null references transition_cases (id),
    phase text not null check (phase in ('prepare', 'analyse', 'plan', 'carry_out', 'follow_up')),
    held_on text not null,
    text text not null,
    created_at text not null,
    created_by integer references people (id)
) strict;
create index transition_case_entries_by_case on transition_case_entries (case_id, held_on desc);

-- Partners: region, kommun, länsstyrelse, Arbetsförmedlingen and others.
create table transition_case_partners (
    id integer primary key,
    case_id integer not null references transition_cases (id),
    position integer not null,
    name text not null,
    organisation_id integer references organisations (id),
    role text not null default ''
) strict;
create index transition_case_partners_by_case on transition_case_partners (case_id, position);

-- "Om myndigheten anser det nödvändigt": the judgements tell of cases too, to those who may read the case.
create table judgements_with_cases (
    id integer primary key,
    question text not null check (question in ('invite_agencies', 'regional_brief', 'take_part', 'operational', 'financing', 'transition_contact')),
    dialogue_id integer references dialogues (id),
    action_id integer references actions (id),
    investment_id integer references investments (id),
    transition_case_id integer references transition_cases (id),
    seat text,                                  -- who shall take part
    answer text not null check (answer in ('needed', 'not_needed')),
    reason text not null default '',
    by_id integer references people (id),
    judged_at text not null,
    check ((dialogue_id is not null) + (action_id is not null) + (investment_id is not null) + (transition_case_id is not null) = 1)
) strict;
insert into judgements_with_cases (id, question, dialogue_id, action_id, investment_id, seat, answer, reason, by_id, judged_at)
select id, question, dialogue_id, action_id, investment_id, seat, answer, reason, by_id, judged_at from judgements;
drop table judgements;
alter table judgements_with_cases rename to judgements;
create index judgements_by_dialogue on judgements (dialogue_id, question, id) where dialogue_id is not null;
create index judgements_by_action on judgements (action_id, id) where action_id is not null;
create index judgements_by_investment on judgements (investment_id, id) where investment_id is not null;
create index judgements_by_case on judgements (transition_case_id, id) where transition_case_id is not null;
create trigger judgements_are_not_changed before update on judgements
begin select raise(abort, 'judgements are append-only'); end;
create trigger judgements_are_not_removed before delete on judgements
begin select raise(abort, 'judgements are append-only'); end;
