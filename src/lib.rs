//! Regiondialog: planera, förbered, genomför och följ upp strategiska regiondialoger.
//!
//! The map of the code; the same noun names the file in every layer:
//!
//! - `domain`: what the agency does. Pure types and rules; no SQL, no HTTP.
//! - `import`: files with figures, from bytes to `domain::figures`. No SQL, no HTTP.
//! - `store`: SQL, one file per noun. Reads take a pool, writes take a [`store::Write`].
//! - `web`: pages and forms, one file per noun. `web/routes` has the map of every URL.
//! - `fetch`: feeds of news, asked for over HTTP; the only thing that goes out. Uses the store.
//! - `config`, `clock`, `error`, `secrets`: small things anyone may use.
//!
//! `main ──▶ web ──▶ fetch ──▶ store ──▶ domain`, never the other way; `tests/web/conventions.rs` holds it.

pub mod clock;
pub mod commands;
pub mod config;
pub mod domain;
pub mod error;
pub mod fetch;
pub mod import;
pub mod secrets;
pub mod store;
pub mod web;

use std::sync::Arc;

/// Everything a handler needs; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub db: store::Db,
    pub clock: clock::Clock,
    pub config: Arc<config::Config>,
    pub passwords: Arc<secrets::Passwords>,
    /// What links that are handed over begin with: the public address, else the one listened on.
    pub base_url: String,
}
