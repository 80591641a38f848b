//! Stories over real HTTP and a real database file, one file per noun.

mod action_list;
mod actions;
mod arrange;
mod conventions;
mod counties;
mod demo;
mod dialogues;
mod milestones;
mod participants;
mod permissions;
mod sessions;
mod start;
mod world;
