//! Stories over real HTTP and a real database file, one file per noun.

mod assignments;
mod conventions;
mod permissions;
mod sessions;
mod teams;
mod world;
