-- Sökning: a document per record, kept right in the write that changes the record (store/search). All of
-- it can be made anew from the records: the mark 'search' tells by which version of the index and the
-- stemmer it was made.
create table search_documents (
    id integer primary key,
    kind text not null,                         -- the subject kind of the record
    record text not null,
    url text not null,
    title text not null,
    status text not null default '',            -- a code of the record's kind
    is_open integer check (is_open in (0, 1)),  -- null: neither open nor closed
    ends_on text,                               -- open until this day
    due_on text,                                -- late after this day, while it is open
    day text,                                   -- the day it is about
    counties text not null default '[]',        -- codes, as JSON
    digest integer not null,                    -- of all that is indexed, so that what is the same is left alone
    unique (kind, record)
) strict;
create index search_documents_by_day on search_documents (day desc, id);

-- What a document is found by beside its words: 'c:25' a län, 'p:3' and 's:lead/1' whose it is, 'd:45' and
-- others the records it tells of, so that it is made anew when they change.
create table search_tags (
    tag text not null,
    document_id integer not null references search_documents (id) on delete cascade,
    primary key (tag, document_id)
) strict, without rowid;
create index search_tags_by_document on search_tags (document_id);

-- The text that a hit is shown with, and the other words it is found by.
create table search_texts (
    document_id integer primary key references search_documents (id) on delete cascade,
    text text not null,
    meta text not null
) strict;

-- The words, and their stems with and without accents.
create virtual table search_words using fts5 (
    title, text, meta, title_stems, text_stems,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3 4'
);

-- Every long word there is, also without accents: what compounds are found by that hold a part.
create table search_terms (
    id integer primary key,
    term text not null unique,
    folded text not null
) strict;
create virtual table search_parts using fts5 (
    folded, content = 'search_terms', content_rowid = 'id', tokenize = 'trigram', columnsize = 0, detail = full
);
create trigger search_terms_added after insert on search_terms
begin insert into search_parts (rowid, folded) values (new.id, new.folded); end;
create trigger search_terms_removed after delete on search_terms
begin insert into search_parts (search_parts, rowid, folded) values ('delete', old.id, old.folded); end;
