//! What the agency must tell about the service, and the permission table.

use crate::App;
use crate::domain::access::{Act, COLUMNS, EVERYONE, RULES, Reach};
use crate::error::Result;
use crate::web::me::{Me, Shell, Visit};
use crate::web::page;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "about/accessibility.html")]
struct AccessibilityPage {
    shell: Shell,
    agency: String,
    contact: String,
}

pub async fn accessibility(State(app): State<App>, visit: Visit) -> Result<Response> {
    let template = AccessibilityPage {
        shell: visit.shell(),
        agency: app.config.agency.clone(),
        contact: app.config.contact_email.clone(),
    };
    page(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "about/privacy.html")]
struct PrivacyPage {
    shell: Shell,
    agency: String,
    contact: String,
    idle_minutes: i64,
    hours: i64,
}

pub async fn privacy(State(app): State<App>, visit: Visit) -> Result<Response> {
    let template = PrivacyPage {
        shell: visit.shell(),
        agency: app.config.agency.clone(),
        contact: app.config.contact_email.clone(),
        idle_minutes: app.config.session_idle_minutes,
        hours: app.config.session_hours,
    };
    page(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "about/permissions.html")]
struct PermissionsPage {
    shell: Shell,
    columns: [&'static str; 5],
    rules: &'static [(Act, [Reach; 5])],
    everyone: &'static [Act],
}

pub async fn permissions(me: Me) -> Result<Response> {
    let template = PermissionsPage {
        shell: me.shell(),
        columns: COLUMNS,
        rules: RULES,
        everyone: EVERYONE,
    };
    page(StatusCode::OK, &template)
}

/// A reach in the words of its column: a chef has a department and no team.
fn words(reach: &Reach, column: usize) -> &'static str {
    match (reach, COLUMNS[column]) {
        (Reach::OwnTeamAndDepartment, "Chef") => "den egna avdelningen",
        (reach, _) => reach.label(),
    }
}
