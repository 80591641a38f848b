//! Stories over real HTTP and a real database file, one file per noun.

mod calendar_dates;
mod conventions;
mod dialogues;
mod migrations;
mod milestones;
mod participants;
mod permissions;
mod rounds;
mod sessions;
mod wheel;
mod world;
