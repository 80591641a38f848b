-- Indikatorer: series of figures per län, with their source.
create table indicators (
    id integer primary key,
    code text not null unique,                  -- such as "varsel" or "n03937"
    name text not null,
    unit text not null default '',
    source text not null,                       -- as it is shown: "Källa: Kolada"
    source_kind text not null check (source_kind in ('layoffs', 'jsonstat', 'kolada', 'csv')),
    additive integer not null default 0 check (additive in (0, 1)), -- the län sum up to Riket
    position integer not null default 0,
    shown integer not null default 1 check (shown in (0, 1)),      -- on the län page
    search_text text not null default '',       -- folded, for the list's filter
    first_period text,                          -- of its figures; kept by every import
    last_period text,
    county_count integer not null default 0,
    created_at text not null,
    updated_at text not null,
    version integer not null default 1
) strict;
create index indicators_in_order on indicators (position, id);

-- One figure: a län (or '00', Riket) in a period: 2026, 2026-10 or 2026K3. Null is missing, which is not zero.
create table figures (
    indicator_id integer not null references indicators (id),
    county text not null,                       -- länskod or '00'
    period text not null,
    value real,
    primary key (indicator_id, county, period)
) strict, without rowid;

-- Each import: from where, by whom, and what it changed.
create table figure_imports (
    id integer primary key,
    indicator_id integer not null references indicators (id),
    format text not null,
    file_name text not null,
    first_period text not null,
    last_period text not null,
    imported_at text not null,
    imported_by integer references people (id),
    added integer not null,
    changed integer not null,
    removed integer not null,
    same integer not null
) strict;
create index figure_imports_by_indicator on figure_imports (indicator_id, id desc);

-- How the columns of a kind of file were read last time: the next one is read likewise.
create table figure_mappings (
    fingerprint text primary key,               -- of the headings
    mapping text not null,                      -- JSON
    updated_at text not null
) strict, without rowid;

-- A file between its preview and its import: the person's own, for a day.
create table figure_uploads (
    id integer primary key autoincrement,       -- an address is never another file's
    person_id integer not null references people (id),
    file_name text not null,
    content blob not null,
    uploaded_at text not null
) strict;
create index figure_uploads_by_person on figure_uploads (person_id, id desc);
