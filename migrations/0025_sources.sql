-- Källor: RSS and Atom feeds that are fetched in the background.
create table sources (
    id integer primary key,
    name text not null,
    url text not null,
    search_text text not null default '',       -- name and address, folded
    level text not null check (level in ('national', 'regional')),
    county text references counties (code),     -- of a regional source
    interval_minutes integer not null default 360,
    etag text not null default '',
    last_modified text not null default '',
    fetched_at text,                            -- the last try
    fetched_ok_at text,                         -- the last try that went well
    result text not null default '',            -- the last try's result, a code of the domain; '' before the first
    result_detail text not null default '',     -- such as how many were new
    failures integer not null default 0,        -- in a row
    next_at text,                               -- when it is due
    closed_at text,
    created_at text not null,
    created_by integer references people (id),
    updated_at text not null,
    version integer not null default 1
) strict;
create index sources_due on sources (next_at) where closed_at is null;
create unique index sources_by_url on sources (url) where closed_at is null;
create index sources_of_county on sources (county) where county is not null;

-- The last few tries of a source, for its page; the older ones are taken away by the next.
create table source_tries (
    id integer primary key,
    source_id integer not null references sources (id),
    tried_at text not null,
    result text not null,
    detail text not null default ''
) strict;
create index source_tries_of_source on source_tries (source_id, id);

-- Inkorgen: what the sources have told. Title, link, day and at most 500 characters, never the article.
create table feed_items (
    id integer primary key,
    source_id integer not null references sources (id),
    item_key text not null,                     -- guid or id, else the link without utm_*, else a hash
    title text not null,
    url text not null default '',
    published_at text,
    dated integer not null default 1 check (dated in (0, 1)), -- 0: the feed gave no day
    summary text not null default '',
    search_text text not null default '',       -- title and summary, folded
    fetched_at text not null,
    hidden_at text,
    hidden_by integer references people (id),
    observation_id integer references observations (id), -- the note it became
    unique (source_id, item_key)
) strict;
create index feed_items_waiting on feed_items (source_id, published_at desc) where hidden_at is null and observation_id is null;
create index feed_items_newest on feed_items (published_at desc, id desc);
create index feed_items_of_note on feed_items (observation_id) where observation_id is not null;
