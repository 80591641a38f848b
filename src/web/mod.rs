//! Pages and forms, one module per noun. `routes` is the map of every URL, `layers` what lies around them.

pub mod about;
pub mod account;
pub mod accounts;
pub mod actions;
pub mod agenda_items;
pub mod assessments;
pub mod assets;
pub mod assignments;
pub mod attachments;
pub mod brief_orders;
pub mod briefs;
pub mod calendar_dates;
mod contact_log;
mod contacts;
pub mod counties;
pub mod decisions;
pub mod demo;
pub mod dialogue_issues;
pub mod dialogue_types;
pub mod dialogues;
pub mod docx;
pub mod errors;
pub mod export;
pub mod feedback;
pub mod feeds;
pub mod figures;
pub mod flash;
pub mod form;
pub mod handovers;
pub mod history;
pub mod holders;
pub mod ical;
pub mod inbox;
pub mod investments;
pub mod invitations;
pub mod issue_areas;
pub mod judgements;
mod layers;
pub mod lessons;
pub mod list;
pub mod map;
pub mod markdown;
pub mod me;
pub mod milestones;
pub mod minutes;
mod municipalities;
pub mod needs;
pub mod networks;
pub mod observations;
pub mod offers;
pub mod organisation;
mod organisations;
pub mod outcomes;
pub mod overview;
pub mod packs;
pub mod parse;
pub mod participants;
pub mod patterns;
pub mod positions;
pub mod preview;
pub mod region_reports;
pub mod registers;
pub mod request;
pub mod rounds;
mod routes;
pub mod saved_views;
pub mod search;
pub mod seats;
pub mod secrecy;
pub mod serve;
pub mod session;
pub mod settings;
pub mod since;
pub mod sources;
pub mod start;
pub mod teams;
pub mod text;
pub mod transition_cases;
pub mod wheel;

use crate::App;
use crate::error::Result;
use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
pub use layers::dressed;

/// The whole application: routes, then the layers from the inside out.
pub fn app(app: App) -> Router {
    let routes = if app.config.demo {
        routes::all().merge(routes::of_demo())
    } else {
        routes::all()
    };
    dressed(routes, app)
}

/// A page with its status; the one place where templates become answers.
pub fn page(status: StatusCode, template: &impl Template) -> Result<Response> {
    Ok((status, Html(template.render()?)).into_response())
}
