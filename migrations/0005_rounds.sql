-- Dialogomgångar: one a year, planned by a chef or team by team.
create table rounds (
    id integer primary key,
    year integer not null unique check (year between 1990 and 2100),
    created_at text not null
) strict;

-- Which round a dialogue was planned in; none when it was planned by itself.
alter table dialogues add column round_id integer references rounds (id);
create index dialogues_by_round on dialogues (round_id) where round_id is not null;

-- The agency's fixed dates, which the year wheel shows and the round planner keeps free.
create table calendar_dates (
    id integer primary key,
    title text not null,
    team_id integer references teams (id),     -- none for the whole agency
    recurs text not null check (recurs in ('once', 'yearly', 'weekly')),
    first_on text not null,
    last_on text not null,
    removed_at text,
    version integer not null default 1
) strict;

insert into calendar_dates (title, recurs, first_on, last_on) values
    ('Regionernas återrapportering', 'yearly', '2026-02-21', '2026-02-21'),
    ('Almedalsveckan', 'weekly', '2026-06-22', '2026-06-26'),
    ('Val till riksdag, region och kommun', 'once', '2026-09-13', '2026-09-13'),
    ('Budgetpropositionen lämnas', 'yearly', '2026-09-20', '2026-09-20'),
    ('Val till riksdag, region och kommun', 'once', '2030-09-08', '2030-09-08'),
    ('Regleringsbrev', 'yearly', '2026-12-01', '2026-12-31'),
    ('Villkorsbeslut till regionerna', 'yearly', '2026-12-01', '2026-12-31');
