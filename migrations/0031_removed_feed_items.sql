-- Posts that have been taken out of the inbox: what is needed for not taking them in as new again.
create table removed_feed_items (
    source_id integer not null references sources (id),
    item_key text not null,                     -- as of feed_items
    removed_at text not null,
    primary key (source_id, item_key)
) strict, without rowid;
