//! Stories over real HTTP and a real database file, one file per noun.

mod conventions;
mod counties;
mod demo;
mod permissions;
mod sessions;
mod world;
