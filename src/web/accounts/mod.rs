//! Konton och medarbetare: who there is, who can log in, and with which roles.

pub mod access;
pub mod edit;
pub mod roles;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::list::{Order, query};
use super::me::{Me, Shell};
use super::page;
use super::registers::history_page;
use super::text::first_upper;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::people::{DatedRole, Role};
use crate::error::Result;
use crate::store::accounts::{self, Row, Stored, Wanted};
use crate::store::{Page, sessions};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const STATES: [(&str, &str); 3] = [
    ("open", "Öppet konto"),
    ("closed", "Avstängt konto"),
    ("none", "Saknar konto"),
];

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    roll: String,
    konto: String,
    sortera: String,
    sida: String,
    format: String,
}

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct ListPage {
    shell: Shell,
    q: String,
    role: String,
    state: String,
    roles: Vec<Choice>,
    states: Vec<Choice>,
    order: Order,
    query: String,
    sorted_query: String,
    found: Page<Row>,
}

fn role_choices() -> Vec<Choice> {
    let choice = |role: &Role| Choice::new(role, first_upper(role.label()));
    Role::ALL.iter().map(choice).collect()
}

/// "chef, läsare"
fn role_words(codes: &str) -> String {
    let roles = codes
        .split(',')
        .filter_map(|code| code.parse::<Role>().ok());
    roles.map(Role::label).collect::<Vec<_>>().join(", ")
}

fn state_words(state: &str) -> &'static str {
    let known = STATES.iter().find(|(code, _)| *code == state);
    known.map_or("", |(_, label)| label)
}

pub async fn list(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<ListQuery>,
) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let order = Order::read(&asked.sortera, &["namn", "enhet", "epost"], "namn");
    let format = Format::of(&asked.format);
    let wanted = Wanted {
        text: asked.q.clone(),
        role: asked
            .roll
            .parse::<Role>()
            .map_or(String::new(), |role| role.to_string()),
        state: STATES
            .iter()
            .find(|(code, _)| *code == asked.konto)
            .map_or("", |(code, _)| code)
            .to_owned(),
        order: order.key.clone(),
        descending: order.descending,
        part: Format::part(format, &asked.sida),
    };
    let filter = [
        ("q", asked.q.as_str()),
        ("roll", &wanted.role),
        ("konto", &wanted.state),
    ];
    let today = app.clock.today();
    let found = accounts::list(app.db.read(), &wanted, today).await?;
    if let Some(format) = format {
        return export::respond(table(found.rows), format, &file_name("konton", today)).await;
    }
    let sorted = order.value();
    let template = ListPage {
        shell: me.shell(),
        query: query(&filter),
        sorted_query: query(&[
            filter[0],
            filter[1],
            filter[2],
            ("sortera", if sorted == "namn" { "" } else { &sorted }),
        ]),
        found,
        roles: role_choices(),
        states: STATES
            .iter()
            .map(|(code, label)| Choice::new(code, label))
            .collect(),
        q: asked.q,
        role: wanted.role,
        state: wanted.state,
        order,
    };
    page(StatusCode::OK, &template)
}

fn table(rows: Vec<Row>) -> Table {
    let columns = ["Namn", "Titel", "Enhet", "E-postadress", "Roller", "Konto"];
    let columns = columns.map(|label| (label, Kind::Text));
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.name.into(),
            row.title.into(),
            row.unit.into(),
            row.email.into(),
            role_words(&row.roles).into(),
            state_words(&row.state).into(),
        ]
    };
    Table::new("Konton", &columns, rows.into_iter().map(cells))
}

#[derive(Template)]
#[template(path = "accounts/show.html")]
struct ShowPage {
    shell: Shell,
    person: Stored,
    roles: Vec<DatedRole>,
    today: Date,
    own: bool,
    link_hours: i64,
}

/// How a role stands on a day: the word and its colour.
fn standing(role: &DatedRole, today: &Date) -> (&'static str, &'static str) {
    let span = &role.span;
    match span.to {
        Some(to) if to < span.from => ("Återtagen", "struck"),
        Some(to) if to < *today => ("Avslutad", ""),
        _ if span.from > *today => ("Kommande", "pine"),
        _ => ("Gäller", "green"),
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let template = ShowPage {
        shell: me.shell(),
        person: accounts::find(app.db.read(), id).await?,
        roles: accounts::roles(app.db.read(), id).await?,
        today: app.clock.today(),
        own: id == me.id(),
        link_hours: sessions::LINK_HOURS,
    };
    page(StatusCode::OK, &template)
}

pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let person = accounts::find(app.db.read(), id).await?;
    let back = Choice::new(format!("/admin/konton/{id}"), &person.colleague.name);
    let subject = Subject::new(SubjectKind::Account, id);
    history_page(&app, &me, subject, person.colleague.name.clone(), back).await
}
