//! The real binary: what it survives, how it stops, what it refuses, and what its commands say.

mod commands;
mod durability;
mod faults;
mod files;
mod logs;
mod memory;
mod service;
mod stopping;
