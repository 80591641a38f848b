//! Stories over real HTTP and a real database file, one file per noun.

mod action_list;
mod actions;
mod arrange;
mod conventions;
mod counties;
mod demo;
mod permissions;
mod sessions;
mod start;
mod world;
