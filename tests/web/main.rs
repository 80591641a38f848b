//! Stories over real HTTP and a real database file, one file per noun.

mod conventions;
mod feeds;
mod migrations;
mod permissions;
mod sessions;
mod world;
