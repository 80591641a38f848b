-- What has been written since the search index was last made right: a save notes it here and is done; the
-- next search, or a moment of rest, makes the documents (store/search/queue).
create table search_queue (
    kind text not null,                         -- a subject kind; 'tag' (search_tags) or 'everything'
    record text not null,
    primary key (kind, record)
) strict, without rowid;
