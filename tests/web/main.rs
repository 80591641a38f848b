//! Stories over real HTTP and a real database file, one file per noun.

mod about;
mod accounts;
mod action_list;
mod actions;
mod answers;
mod arrange;
mod assignments;
mod calendar_dates;
mod conventions;
mod counties;
mod demo;
mod dialogues;
mod feeds;
mod migrations;
mod milestones;
mod participants;
mod permission_table;
mod permissions;
mod registers;
mod requests;
mod rounds;
mod sessions;
mod start;
mod teams;
mod wheel;
mod world;
