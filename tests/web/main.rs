//! Stories over real HTTP and a real database file, one file per noun.

mod answers;
mod conventions;
mod permissions;
mod requests;
mod sessions;
mod world;
