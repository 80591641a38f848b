-- National agencies that can be invited; the list is an administrator's. Closed by date, never removed.
create table national_agencies (
    id integer primary key,
    name text not null,
    valid_from text not null,
    valid_to text,
    version integer not null default 1
) strict;
insert into national_agencies (name, valid_from)
select column1, '2018-01-01' from (values
    ('Arbetsförmedlingen'), ('Boverket'), ('Energimyndigheten'), ('Jordbruksverket'), ('Kulturrådet'),
    ('Myndigheten för ungdoms- och civilsamhällesfrågor (MUCF)'), ('Myndigheten för yrkeshögskolan'),
    ('Naturvårdsverket'), ('Post- och telestyrelsen'), ('Riksantikvarieämbetet'), ('Skogsstyrelsen'),
    ('Svenska ESF-rådet'), ('Sveriges geologiska undersökning (SGU)'), ('Tillväxtanalys'), ('Trafikverket'), ('Vinnova'));

-- Another agency invited to a dialogue: why, about what, what it answered, whether it came.
create table invitations (
    id integer primary key,
    dialogue_id integer not null references dialogues (id),
    agency_id integer not null references national_agencies (id),
    issue_area_id integer references issue_areas (id),
    contact text not null default '',           -- whom it is sent to
    reason text not null default '',
    sent_on text,
    answer text not null default 'none' check (answer in ('none', 'yes', 'no')),
    attended text not null default '' check (attended in ('', 'yes', 'no')),
    feedback text not null default '',          -- what we told it afterwards
    removed_at text,
    version integer not null default 1
) strict;
create unique index living_invitations on invitations (dialogue_id, agency_id) where removed_at is null;
create index invitations_by_agency on invitations (agency_id);
