//! Stories over real HTTP and a real database file, one file per noun.

mod conventions;
mod dialogues;
mod milestones;
mod participants;
mod permissions;
mod sessions;
mod world;
