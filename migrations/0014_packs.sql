-- Samlat dialogunderlag: which parts, in which order, what is left out and what may be shared, as JSON.
create table packs (
    dialogue_id integer primary key references dialogues (id),
    parts text not null default '[]',
    updated_at text not null,
    version integer not null default 1
) strict;

-- What we went in with, exactly and for good.
create table pack_freezes (
    dialogue_id integer primary key references dialogues (id),
    content text not null,
    digest text not null,                       -- SHA-256 of the content: what later changes are told by
    frozen_at text not null,
    frozen_by integer references people (id)
) strict;
create trigger pack_freezes_are_not_changed before update on pack_freezes
begin select raise(abort, 'a frozen pack is kept as it is'); end;
create trigger pack_freezes_are_not_removed before delete on pack_freezes
begin select raise(abort, 'a frozen pack is kept as it is'); end;
