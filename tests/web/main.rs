//! Stories over real HTTP and a real database file, one file per noun.

mod about;
mod accounts;
mod conventions;
mod permission_table;
mod permissions;
mod registers;
mod sessions;
mod world;
