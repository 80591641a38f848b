-- Organisationer outside the agency: RUA, kommuner, myndigheter, nätverk and others.
create table organisations (
    id integer primary key,
    kind text not null check (kind in ('regional_actor', 'municipality', 'agency', 'network', 'company', 'other')),
    name text not null,
    name_key text not null,                     -- folded, for duplicates and look-ups
    level text not null check (level in ('national', 'regional', 'local')),
    county text references counties (code),
    municipality text references municipalities (code),
    regional_actor_id integer references regional_actors (id),
    national_agency_id integer references national_agencies (id),
    url text not null default '',
    notes text not null default '',
    merged_into integer references organisations (id),
    removed_at text,
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1
) strict;
create index organisations_by_county on organisations (county) where removed_at is null;
create index organisations_by_name on organisations (name_key) where removed_at is null;

-- Kontaktpersoner outside the agency. Personal data: each has a purpose, a source and a day of review.
create table contacts (
    id integer primary key,
    name text not null,
    name_key text not null,
    email text not null default '',
    phone text not null default '',
    purpose text not null,                      -- ändamål
    source text not null,                       -- where the data came from
    review_on text not null,                    -- when to try anew whether it is needed
    notes text not null default '',
    merged_into integer references contacts (id),
    pseudonymised_at text,
    removed_at text,
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1
) strict;
create index contacts_by_name on contacts (name_key) where removed_at is null;
create index contacts_by_email on contacts (email) where email <> '' and removed_at is null;
create index contacts_by_review on contacts (review_on) where removed_at is null;

-- Dated roles: a contact at an organisation. "Left the post" is an end date; history stays.
create table contact_roles (
    id integer primary key,
    contact_id integer not null references contacts (id),
    organisation_id integer not null references organisations (id),
    title text not null default '',
    valid_from text,
    valid_to text,                              -- the last day in the post
    created_at text not null,
    version integer not null default 1
) strict;
create index contact_roles_by_contact on contact_roles (contact_id);
create index contact_roles_by_organisation on contact_roles (organisation_id);

-- Kontaktlogg, and tjänsteanteckningar.
create table contact_entries (
    id integer primary key,
    county text references counties (code),
    organisation_id integer references organisations (id),
    unit_id integer references units (id),      -- ours
    held_on text not null,
    channel text not null check (channel in ('phone', 'mail', 'meeting', 'video', 'visit', 'other')),
    subject text not null,
    text text not null default '',
    official integer not null default 0 check (official in (0, 1)), -- tjänsteanteckning
    signed_at text,                             -- a signed one is not changed any more
    follow_up text not null default '',
    follow_up_on text,
    followed_up_at text,
    issue_area_id integer references issue_areas (id),
    search_text text not null,
    removed_at text,
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1
) strict;
create index contact_entries_by_county on contact_entries (county, held_on desc) where removed_at is null;
create index contact_entries_by_organisation on contact_entries (organisation_id, held_on desc) where removed_at is null;
create index contact_entries_to_follow_up on contact_entries (follow_up_on) where follow_up_on is not null and followed_up_at is null and removed_at is null;

create table contact_entry_people (
    entry_id integer not null references contact_entries (id),
    contact_id integer not null references contacts (id),
    primary key (entry_id, contact_id)
) strict, without rowid;
create index contact_entry_people_by_contact on contact_entry_people (contact_id, entry_id);

-- Who of ours took part, beside the one who wrote it.
create table contact_entry_colleagues (
    entry_id integer not null references contact_entries (id),
    person_id integer not null references people (id),
    primary key (entry_id, person_id)
) strict, without rowid;

-- The days that may pass between contacts with a län's RUA; without a row the setting holds.
create table contact_cadences (
    county text primary key references counties (code),
    days integer not null,
    updated_at text not null,
    version integer not null default 1
) strict, without rowid;

alter table participants add column contact_id integer references contacts (id);
create index participants_by_contact on participants (contact_id) where contact_id is not null;

-- The RUA of each län and the national agencies of the administration's registers are organisations here,
-- now and whenever one is added; a new name in the register is a new name here.
create trigger regional_actors_are_organisations after insert on regional_actors begin
    insert into organisations (kind, name, name_key, level, county, created_at, updated_at)
    select 'regional_actor', new.name, lower(replace(replace(replace(replace(replace(replace(replace(new.name,'Å','a'),'Ä','a'),'Ö','o'),'å','a'),'ä','a'),'ö','o'),'é','e')), 'regional', new.county, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
    where not exists (select 1 from organisations where kind = 'regional_actor' and county = new.county
                      and name = new.name and removed_at is null);
    update organisations set regional_actor_id = new.id
    where kind = 'regional_actor' and county = new.county and name = new.name and removed_at is null;
end;
create trigger regional_actors_rename_organisations after update of name on regional_actors when new.name <> old.name begin
    update organisations set name = new.name, name_key = lower(replace(replace(replace(replace(replace(replace(replace(new.name,'Å','a'),'Ä','a'),'Ö','o'),'å','a'),'ä','a'),'ö','o'),'é','e')), version = version + 1
    where regional_actor_id = new.id and name = old.name;
end;
create trigger national_agencies_are_organisations after insert on national_agencies begin
    insert into organisations (kind, name, name_key, level, national_agency_id, created_at, updated_at)
    select 'agency', new.name, lower(replace(replace(replace(replace(replace(replace(replace(new.name,'Å','a'),'Ä','a'),'Ö','o'),'å','a'),'ä','a'),'ö','o'),'é','e')), 'national', new.id, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
end;
create trigger national_agencies_rename_organisations after update of name on national_agencies when new.name <> old.name begin
    update organisations set name = new.name, name_key = lower(replace(replace(replace(replace(replace(replace(replace(new.name,'Å','a'),'Ä','a'),'Ö','o'),'å','a'),'ä','a'),'ö','o'),'é','e')), version = version + 1
    where national_agency_id = new.id and name = old.name;
end;

insert into organisations (kind, name, name_key, level, county, regional_actor_id, created_at, updated_at)
select 'regional_actor', name, lower(replace(replace(replace(replace(replace(replace(replace(name,'Å','a'),'Ä','a'),'Ö','o'),'å','a'),'ä','a'),'ö','o'),'é','e')), 'regional', county, max(id), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
from regional_actors group by county, name order by county, max(id);
insert into organisations (kind, name, name_key, level, national_agency_id, created_at, updated_at)
select 'agency', name, lower(replace(replace(replace(replace(replace(replace(replace(name,'Å','a'),'Ä','a'),'Ö','o'),'å','a'),'ä','a'),'ö','o'),'é','e')), 'national', id, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now') from national_agencies order by id;
