-- What more an insats is: of which kind, who promised whom, what it serves, what it led to, and what the region may read.
alter table actions add column kind text not null default 'followup' check (kind in ('followup', 'operational'));
alter table actions add column direction text not null default 'to_region' check (direction in ('to_region', 'from_region', 'third'));
alter table actions add column agency_id integer references national_agencies (id);  -- who promised, when it is another agency
alter table actions add column serves_conditions integer not null default 0 check (serves_conditions in (0, 1));
alter table actions add column serves_ability integer not null default 0 check (serves_ability in (0, 1));
alter table actions add column relevant integer check (relevant in (0, 1));  -- an operativ insats: the judgement; null for others
alter table actions add column relevance text not null default '';     -- why it is judged so
alter table actions add column effect text not null default '';
alter table actions add column shareable integer not null default 0 check (shareable in (0, 1));
alter table actions add column region_text text not null default '';   -- what we say to the region of how it goes; the rest is internal
alter table actions add column receipt text not null default '' check (receipt in ('', 'asked', 'accepted', 'declined'));
alter table actions add column given_by integer references people (id);  -- who gave it to a unit or a function
alter table actions add column given_seat text;                          -- the function that is asked; else the unit is
create index actions_asked_of_units on actions (unit_id, due_on) where receipt = 'asked' and given_seat is null;
create index actions_asked_of_seats on actions (given_seat, due_on) where receipt = 'asked' and given_seat is not null;
create index actions_declined on actions (due_on) where receipt = 'declined';

-- What a unit or a function answered that was given an insats. Only added to.
create table action_receipts (
    id integer primary key,
    action_id integer not null references actions (id),
    answer text not null check (answer in ('asked', 'accepted', 'redirected', 'declined', 'withdrawn')),
    reason text not null default '',
    unit_id integer not null references units (id),        -- the unit it lay on before
    to_unit_id integer references units (id),              -- the unit it went to
    to_seat text,                                          -- or the function
    by_id integer references people (id),
    created_at text not null
) strict;
create index action_receipts_by_action on action_receipts (action_id);

-- Avstämningar before the due date.
create table action_checkins (
    id integer primary key,
    action_id integer not null references actions (id),
    planned_on text not null,
    series_from text not null,                             -- the first day of those that recur: the others are counted from it
    every_months integer check (every_months between 1 and 12),  -- the next is made when this one is done
    done_on text,
    comment text not null default '',
    done_by integer references people (id),
    removed_at text,
    version integer not null default 1
) strict;
create index action_checkins_by_action on action_checkins (action_id, planned_on) where removed_at is null;
create index waiting_action_checkins on action_checkins (planned_on) where done_on is null and removed_at is null;

-- Strategiska satsningar: the strategic record of what is financed together; the money itself is in the finance system.
create table investments (
    id integer primary key,
    title text not null,
    dialogue_id integer references dialogues (id),
    issue_area_id integer references issue_areas (id),
    unit_id integer not null references units (id),
    status text not null check (status in ('idea', 'prepared', 'decided', 'ongoing', 'reported', 'rejected')),
    description text not null default '',
    relevant integer check (relevant in (0, 1)),           -- the judgement; null before it is made
    relevance text not null default '',
    region_part text not null default '',                  -- the RUA's part in it
    our_role text not null default '',
    our_kronor integer check (our_kronor >= 0),            -- our share in whole kronor; null while it is not settled
    decision text not null default '',                     -- reference of the decision
    decided_on text,
    decided_by integer references people (id),
    starts_on text,
    ends_on text,
    result text not null default '',
    shareable integer not null default 0 check (shareable in (0, 1)),
    region_text text not null default '',
    search_text text not null,
    created_at text not null,
    updated_at text not null,
    version integer not null default 1
) strict;
create index investments_by_status on investments (status, id);
create index investments_by_dialogue on investments (dialogue_id) where dialogue_id is not null;
create index investments_by_area on investments (issue_area_id) where issue_area_id is not null;
create table investment_counties (
    investment_id integer not null references investments (id),
    county text not null references counties (code),
    primary key (investment_id, county)
) strict, without rowid;
create index investment_counties_by_county on investment_counties (county, investment_id);
-- What each of the other partners pays, in whole kronor; null while a share is not settled.
create table investment_shares (
    id integer primary key,
    investment_id integer not null references investments (id),
    partner text not null,
    kronor integer check (kronor >= 0),
    position integer not null
) strict;
create index investment_shares_by_investment on investment_shares (investment_id, position);

-- "Där vi anser det relevant" is judged of insatser and satsningar too, which need no dialogue.
create table judgements_of_all (
    id integer primary key,
    question text not null check (question in ('invite_agencies', 'regional_brief', 'take_part', 'operational', 'financing')),
    dialogue_id integer references dialogues (id),
    action_id integer references actions (id),
    investment_id integer references investments (id),
    seat text,                                  -- who shall take part
    answer text not null check (answer in ('needed', 'not_needed')),
    reason text not null default '',
    by_id integer references people (id),
    judged_at text not null,
    check ((dialogue_id is not null) + (action_id is not null) + (investment_id is not null) = 1)
) strict;
insert into judgements_of_all (id, question, dialogue_id, seat, answer, reason, by_id, judged_at)
select id, question, dialogue_id, seat, answer, reason, by_id, judged_at from judgements;
drop table judgements;
alter table judgements_of_all rename to judgements;
create index judgements_by_dialogue on judgements (dialogue_id, question, id) where dialogue_id is not null;
create index judgements_by_action on judgements (action_id, id) where action_id is not null;
create index judgements_by_investment on judgements (investment_id, id) where investment_id is not null;
create trigger judgements_are_not_changed before update on judgements
begin select raise(abort, 'judgements are append-only'); end;
create trigger judgements_are_not_removed before delete on judgements
begin select raise(abort, 'judgements are append-only'); end;
