-- What this file is: 'demo' = '1' in a demo database; written once, never changed.
create table marks (
    name text primary key,
    value text not null
) strict;

-- Avdelningar. Closed by date, never removed.
create table departments (
    id integer primary key,
    name text not null,
    is_regioner integer not null default 0 check (is_regioner in (0, 1)),  -- its national briefs fall on the lead
    position integer not null,
    valid_from text not null,
    valid_to text,
    version integer not null default 1
) strict;

-- Enheter under an avdelning.
create table units (
    id integer primary key,
    department_id integer not null references departments (id),
    name text not null,
    remit text not null default '',
    valid_from text not null,
    valid_to text,
    version integer not null default 1
) strict;
create index units_by_department on units (department_id);

-- Team Norr, Team Mellan, Team Södra: across the agency, seven län each.
create table teams (
    id integer primary key,
    slug text not null unique,
    name text not null,
    position integer not null,
    valid_from text not null,
    valid_to text,
    version integer not null default 1
) strict;

-- The 21 län. The code is SCB's, with its leading zero.
create table counties (
    code text primary key,
    slug text not null unique,
    name text not null,            -- Norrbottens län
    short_name text not null,      -- Norrbotten
    letters text not null,         -- BD
    seat_town text not null,
    programme_area text not null,
    aliases text not null default '',
    position integer not null,     -- order of the source page, within the team
    version integer not null default 1
) strict, without rowid;

-- Which team a län belongs to, and when. Exactly one row holds on any day.
create table team_counties (
    id integer primary key,
    team_id integer not null references teams (id),
    county text not null references counties (code),
    valid_from text not null,
    valid_to text
) strict;
create index team_counties_by_county on team_counties (county, valid_from);
create index team_counties_by_team on team_counties (team_id, valid_from);

-- Regionalt utvecklingsansvarig aktör (RUA) per län, dated.
create table regional_actors (
    id integer primary key,
    county text not null references counties (code),
    name text not null,
    kind text not null check (kind in ('region', 'samverkansorgan', 'lansstyrelse', 'kommun')),
    valid_from text not null,
    valid_to text,
    version integer not null default 1
) strict;
create index regional_actors_by_county on regional_actors (county, valid_from);

-- Sakfrågor, each with the department and unit that answer for it.
create table issue_areas (
    id integer primary key,
    name text not null,
    department_id integer not null references departments (id),
    unit_id integer references units (id),
    valid_from text not null,
    valid_to text,
    version integer not null default 1
) strict;

-- Everyone who works in the agency, with or without an account.
create table people (
    id integer primary key,
    name text not null,
    title text not null default '',
    unit_id integer references units (id),     -- null only for the holders named by the source page
    created_at text not null,
    version integer not null default 1
) strict;

-- A person who can log in.
create table accounts (
    person_id integer primary key references people (id),
    email text not null,
    email_folded text not null unique,
    password_hash text,                        -- null until the one-time link is used
    created_at text not null,
    deactivated_at text,
    version integer not null default 1
) strict;

-- Chef, läsare and administratör: dated roles of the account, not seats.
create table account_roles (
    id integer primary key,
    person_id integer not null references accounts (person_id),
    role text not null check (role in ('manager', 'reader', 'administrator')),
    department_id integer references departments (id),
    valid_from text not null,
    valid_to text
) strict;
create index account_roles_by_person on account_roles (person_id);

-- The assignment ledger: person × function × area × from–to × ordinary, acting or deputy.
create table assignments (
    id integer primary key,
    person_id integer not null references people (id),
    function text not null check (function in ('lead', 'county_officer', 'issue_officer')),
    team_id integer references teams (id),
    county text references counties (code),
    department_id integer references departments (id),
    seat text not null generated always as (
        case function
            when 'lead' then 'lead/' || team_id
            when 'county_officer' then 'county/' || county
            else 'issue/' || team_id || '/' || department_id
        end
    ) stored,
    kind text not null check (kind in ('ordinary', 'acting', 'deputy')),
    is_primary integer not null default 1 check (is_primary in (0, 1)),   -- huvudansvarig
    valid_from text not null,
    valid_to text,
    removed_at text,                            -- entered by mistake; kept for the history
    version integer not null default 1,
    check (valid_to is null or valid_to >= valid_from),
    check (case function
        when 'lead' then team_id is not null and county is null and department_id is null
        when 'county_officer' then county is not null and team_id is null and department_id is null
        else team_id is not null and department_id is not null and county is null end)
) strict;
create index assignments_by_seat on assignments (seat, valid_from);
create index assignments_by_person on assignments (person_id, valid_from);

-- An ansvarig för sakfrågor may be narrowed to some län or some issue areas.
create table assignment_counties (
    assignment_id integer not null references assignments (id),
    county text not null references counties (code),
    primary key (assignment_id, county)
) strict, without rowid;
create table assignment_issue_areas (
    assignment_id integer not null references assignments (id),
    issue_area_id integer not null references issue_areas (id),
    primary key (assignment_id, issue_area_id)
) strict, without rowid;

-- Who is logged in where. Only the hash of the token is kept.
create table sessions (
    token_hash text primary key,
    handle text not null unique,               -- what its owner ends it by
    person_id integer not null references accounts (person_id),
    created_at text not null,
    last_seen_at text not null,
    ended_at text,                             -- kept a day, so that an unsaved text finds its owner
    device text not null default ''
) strict, without rowid;
create index sessions_by_person on sessions (person_id);

-- Failed logins, for slowing down. The keys are hashes of e-mail and address.
create table login_failures (
    id integer primary key,
    account_key text not null,
    address_key text not null,
    failed_at text not null
) strict;
create index login_failures_by_account on login_failures (account_key, failed_at);
create index login_failures_by_address on login_failures (address_key, failed_at);

-- One-time links with which a person sets a password: 72 hours, once.
create table one_time_links (
    token_hash text primary key,
    person_id integer not null references accounts (person_id),
    created_at text not null,
    expires_at text not null,
    used_at text
) strict, without rowid;
create index one_time_links_by_person on one_time_links (person_id);

-- A form that makes something carries a token, so that a double press makes one record.
create table form_tokens (
    token text primary key,
    person_id integer not null,
    made_url text not null,
    used_at text not null
) strict, without rowid;

-- What happened: who, when, to what. Never changed, never removed.
create table events (
    id integer primary key,
    at text not null,
    actor_id integer references people (id),   -- null: the system itself
    kind text not null,
    subject_kind text not null,
    subject_id text not null,
    parent_kind text,                          -- the record whose history also shows it
    parent_id text,
    version integer                            -- of the subject, after the event
) strict;
create index events_by_subject on events (subject_kind, subject_id, id);
create index events_by_parent on events (parent_kind, parent_id, id);

-- Values before and after, as JSON. Pseudonymising and gallring may blank them, nothing else.
create table event_values (
    event_id integer not null references events (id),
    field text not null,
    before text,
    after text,
    primary key (event_id, field)
) strict, without rowid;

create trigger events_are_not_changed before update on events
begin select raise(abort, 'events are append-only'); end;
create trigger events_are_not_removed before delete on events
begin select raise(abort, 'events are append-only'); end;
create trigger event_values_are_only_blanked before update on event_values
when new.event_id is not old.event_id or new.field is not old.field
    or (new.before is not null and new.before is not old.before)
    or (new.after is not null and new.after is not old.after)
begin select raise(abort, 'event values are append-only'); end;
create trigger event_values_are_not_removed before delete on event_values
begin select raise(abort, 'event values are append-only'); end;

-- Pages whose text an administrator changes ("Om arbetssättet"), a row per version.
create table content_versions (
    page text not null,
    version integer not null,
    title text not null,
    text text not null,
    valid_from text not null,
    owner_id integer references people (id),   -- innehållsansvarig
    primary key (page, version)
) strict, without rowid;
