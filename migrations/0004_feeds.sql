-- Secret addresses by which a calendar program reads without logging in. Only the hash is kept.
-- A person has at most one living address of each calendar; it stops with her account.
create table feeds (
    token_hash text primary key,
    person_id integer not null references accounts (person_id),
    kind text not null check (kind in ('personal', 'team')),
    team_id integer references teams (id),
    created_at text not null,
    replaced_at text,                           -- renewed or ended
    check ((kind = 'team') = (team_id is not null))
) strict, without rowid;
create unique index living_feeds on feeds (person_id, kind, coalesce(team_id, 0)) where replaced_at is null;
