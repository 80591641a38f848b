-- Sekretessmarkering: a record that only some may read. It is a warning, never a decision: secrecy is
-- tried each time somebody asks for the document. A record without a row here is open inside the agency.
create table secrecy_markings (
    kind text not null,                         -- the subject kind of the record
    record_id integer not null,
    provision text not null,                    -- tillämplig bestämmelse, such as "30 kap. 23 § OSL"
    authority text not null,                    -- the agency that marked it
    marked_on text not null,
    marked_by integer references people (id),
    lapses_on text,                             -- when to try anew whether it is still needed
    version integer not null default 1,
    primary key (kind, record_id)
) strict, without rowid;

-- Who may read a marked record, as the ledger tells them on the day: 'chef', 'lead' (any
-- uppdragsansvarig), 'county:25' (who holds a seat in that län's team), 'department:3' (ansvarig för
-- sakfrågor of it) or 'person:17' (named on it). Written anew when the record's places change.
create table secrecy_scopes (
    kind text not null,
    record_id integer not null,
    scope text not null,
    primary key (kind, record_id, scope)
) strict, without rowid;
create index secrecy_scopes_by_scope on secrecy_scopes (scope, kind, record_id);

-- Everyone who has opened a marked record.
create table secrecy_openings (
    id integer primary key,
    kind text not null,
    record_id integer not null,
    person_id integer not null references people (id),
    opened_at text not null
) strict;
create index secrecy_openings_by_record on secrecy_openings (kind, record_id, id);

-- What everything beside a brief's own pages knows of briefs: a marked one is as if there were none, so
-- that what rests on it tells nothing of it.
create view open_briefs as
select * from briefs b
where not exists (select 1 from secrecy_markings m where m.kind = 'brief' and m.record_id = b.id);
