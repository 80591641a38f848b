-- Settings that an administrator changes on a page.
create table settings (
    name text primary key,
    value text not null,
    version integer not null default 1
) strict, without rowid;
-- Whether a brief is approved by the department's chef before it holds.
insert into settings (name, value) values ('brief_review', 'on');

-- The sections a new brief begins with; edited by an administrator.
create table brief_template (
    id integer primary key,
    scope text not null check (scope in ('national', 'regional')),
    title text not null,
    help text not null default '',
    position integer not null,
    removed_at text,
    version integer not null default 1
) strict;
insert into brief_template (scope, title, help, position) values
    ('national', 'Läget', 'Vad vet vi om frågan i landet som helhet?', 1),
    ('national', 'Nationell inriktning', 'Vad vill regering och myndighet åstadkomma?', 2),
    ('national', 'Vad vi gör och kan erbjuda', 'Pågående uppdrag, stöd, utlysningar och nätverk.', 3),
    ('national', 'Att lyfta i dialogen', 'Frågor att ställa och vägval att pröva.', 4),
    ('regional', 'Läget i länet', 'Näringsliv, arbetsmarknad och demografi i korthet.', 1),
    ('regional', 'Regional utvecklingsstrategi och prioriteringar', 'Vad har regionen bestämt sig för?', 2),
    ('regional', 'Vad som har hänt sedan sist', 'Händelser, beslut, varsel och etableringar.', 3),
    ('regional', 'Skillnader inom länet', 'Vilka kommuner och delar av länet skiljer sig åt, och hur?', 4),
    ('regional', 'Att lyfta i dialogen', 'Frågor som är viktiga för just det här länet.', 5);

-- Underlag: a national one per issue area, a regional one per län; each a series of versions.
create table briefs (
    id integer primary key,
    scope text not null check (scope in ('national', 'regional')),
    issue_area_id integer references issue_areas (id),
    county text references counties (code),
    created_at text not null,
    check ((scope = 'national') = (issue_area_id is not null)),
    check ((scope = 'regional') = (county is not null))
) strict;
create unique index briefs_of_issue_areas on briefs (issue_area_id) where issue_area_id is not null;
create unique index briefs_of_counties on briefs (county) where county is not null;

-- A version of a brief. At most one is being written and at most one holds; what held before is Ersatt.
create table brief_versions (
    id integer primary key,
    brief_id integer not null references briefs (id),
    number integer not null,
    status text not null check (status in
        ('requested', 'drafting', 'in_review', 'approved', 'superseded', 'not_needed')),
    summary text not null default '',           -- det viktigaste i korthet: what the pack brings of it
    summary_shareable integer not null default 0 check (summary_shareable in (0, 1)),
    sources text not null default '',           -- källor och siffror
    valid_from text,
    valid_to text,
    reason text not null default '',            -- why it is not needed, or was sent back
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    updated_by integer references people (id),
    submitted_at text,
    submitted_by integer references people (id),
    approved_at text,
    approved_by integer references people (id),
    version integer not null default 1,
    unique (brief_id, number)
) strict;
create unique index open_brief_versions on brief_versions (brief_id)
    where status in ('requested', 'drafting', 'in_review');
create unique index approved_brief_versions on brief_versions (brief_id) where status = 'approved';
create index brief_versions_by_status on brief_versions (status);

-- The sections of a version, marked ready one by one. They are saved with their version's number of changes.
create table brief_sections (
    id integer primary key,
    brief_version_id integer not null references brief_versions (id),
    title text not null,
    help text not null default '',
    position integer not null,
    text text not null default '',
    ready integer not null default 0 check (ready in (0, 1)),
    shareable integer not null default 0 check (shareable in (0, 1))
) strict;
create index brief_sections_by_version on brief_sections (brief_version_id, position);

-- Files that belong to a brief. Only ever downloaded; the name is cleaned, the kind is told by the content.
create table attachments (
    id integer primary key,
    brief_id integer not null references briefs (id),
    name text not null,
    kind text not null,                         -- pdf, docx, xlsx, pptx, odt, ods, odp, png, jpeg
    bytes integer not null,
    sha256 text not null references attachment_contents (sha256),
    added_at text not null,
    added_by integer references people (id),
    removed_at text,
    version integer not null default 1
) strict;
create index attachments_by_brief on attachments (brief_id);
create table attachment_contents (
    sha256 text primary key,
    content blob not null
) strict;
