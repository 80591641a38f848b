//! The registers under /admin: the start page, the lists and their Historik.

pub mod briefs;
pub mod close;
pub mod counties;
pub mod edit;
pub mod template;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::history::{HistoryPage, lines};
use super::list::query;
use super::me::{Me, Shell};
use super::{form::Choice, page};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::Subject;
use crate::domain::registers::{Register, Stored};
use crate::error::{Error, Result};
use crate::store::{
    Page, accounts, brief_template, calendar_dates, dialogue_types, events, milestone_template,
    registers,
};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// The register an address names.
fn named(text: &str) -> Result<Register> {
    text.parse().map_err(|_| Error::NotFound)
}

/// A link on the start page of the administration.
struct Link {
    href: String,
    label: &'static str,
    count: i64,
    about: &'static str,
}

#[derive(Template)]
#[template(path = "registers/start.html")]
struct StartPage {
    shell: Shell,
    links: Vec<Link>,
}

pub async fn start(State(app): State<App>, me: Me) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let today = app.clock.today();
    let counts = registers::counts(app.db.read(), today).await?;
    let register = |register: Register| Link {
        href: format!("/admin/{register}"),
        label: register.label(),
        count: counts.get(register.code()).copied().unwrap_or_default(),
        about: about(register),
    };
    let mut links = vec![
        Link {
            href: "/admin/konton".into(),
            label: "Konton och medarbetare",
            count: accounts::count(app.db.read()).await?,
            about: "Vem som kan logga in, roller, engångslänkar och sessioner.",
        },
        Link {
            href: "/admin/lan".into(),
            label: "Län",
            count: 21,
            about: "Namn, residensstad och programområde, och vilket team länet hör till.",
        },
    ];
    links.extend(Register::ALL.iter().map(|each| register(*each)));
    links.push(Link {
        href: "/admin/milstolpar".into(),
        label: "Milstolpar",
        count: milestone_template::all(app.db.read(), false).await?.len() as i64,
        about: "Mallen som en dialogs milstolpar räknas fram ur.",
    });
    links.push(Link {
        href: "/admin/dialogtyper".into(),
        label: "Dialogtyper",
        count: dialogue_types::all(app.db.read(), false).await?.len() as i64,
        about: "Dagordning, medverkande och milstolpar som en ny dialog börjar med.",
    });
    links.push(Link {
        href: "/admin/kalender".into(),
        label: "Fasta datum",
        count: calendar_dates::all(app.db.read()).await?.len() as i64,
        about: "Årshjulets datum, som dialogomgången tar hänsyn till.",
    });
    links.push(Link {
        href: "/admin/underlagsmall".into(),
        label: "Mall för underlag",
        count: brief_template::count(app.db.read()).await?,
        about: "Avsnitten som ett nytt underlag börjar med, nationellt och regionalt.",
    });
    links.push(Link {
        href: "/admin/installningar".into(),
        label: "Inställningar",
        count: 1,
        about: "Vem som fastställer underlag, och gränserna för varsel, kontakter, vita fläckar, inkorg och överlämningar.",
    });
    page(
        StatusCode::OK,
        &StartPage {
            shell: me.shell(),
            links,
        },
    )
}

fn about(register: Register) -> &'static str {
    match register {
        Register::Departments => "Myndighetens avdelningar. Var och en berörs av dialogerna.",
        Register::Units => "Enheterna under varje avdelning och deras verksamhetsområden.",
        Register::Teams => "Teamen, som ansvarar för sju län vardera.",
        Register::Actors => "Regionalt utvecklingsansvarig aktör (RUA) i varje län, med datum.",
        Register::NationalAgencies => "Myndigheter som kan bjudas in till dialogerna.",
        Register::IssueAreas => "Sakfrågorna, var och en med avdelning och enhet.",
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    visa: String,
    sida: String,
    format: String,
}

#[derive(Template)]
#[template(path = "registers/list.html")]
struct ListPage {
    shell: Shell,
    register: Register,
    about: &'static str,
    ended: bool,
    query: String,
    found: Page<Stored>,
    today: jiff::civil::Date,
}

pub async fn list(
    State(app): State<App>,
    me: Me,
    Path(register): Path<String>,
    Query(asked): Query<ListQuery>,
) -> Result<Response> {
    let register = named(&register)?;
    me.may(Act::Administer, &Place::anywhere())?;
    let (ended, today) = (asked.visa == "avslutade", app.clock.today());
    let format = Format::of(&asked.format);
    let part = Format::part(format, &asked.sida);
    let found = registers::list(app.db.read(), register, ended, today, part).await?;
    if let Some(format) = format {
        let table = table(register, found.rows);
        return export::respond(table, format, &file_name(register.code(), today)).await;
    }
    let template = ListPage {
        shell: me.shell(),
        register,
        about: about(register),
        ended,
        query: query(&[("visa", if ended { "avslutade" } else { "" })]),
        found,
        today,
    };
    page(StatusCode::OK, &template)
}

/// With the columns that the register has on its page.
fn table(register: Register, rows: Vec<Stored>) -> Table {
    let beside = [
        ("county", "Län"),
        ("unit_id", "Avdelning och enhet"),
        ("department_id", "Avdelning"),
    ];
    let beside = beside.iter().find(|(field, _)| register.has(field));
    let text = |label: &'static str| (label, Kind::Text);
    let mut columns: Vec<_> = beside.map(|(_, label)| text(label)).into_iter().collect();
    columns.push(text("Namn"));
    columns.extend(register.has("kind").then(|| text("Slag")));
    columns.extend(register.has("remit").then(|| text("Verksamhetsområde")));
    columns.extend([("Gäller från", Kind::Date), ("Till och med", Kind::Date)]);
    let cells = |row: Stored| -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        cells.extend(beside.is_some().then(|| row.beside.into()));
        cells.push(row.entry.name.into());
        if register.has("kind") {
            cells.push(row.entry.kind.map(|kind| kind.label()).into());
        }
        cells.extend(register.has("remit").then(|| row.entry.remit.into()));
        cells.extend([row.entry.valid_from.into(), row.entry.valid_to.into()]);
        cells
    };
    Table::new(register.label(), &columns, rows.into_iter().map(cells))
}

pub async fn history(
    State(app): State<App>,
    me: Me,
    Path((register, id)): Path<(String, i64)>,
) -> Result<Response> {
    let register = named(&register)?;
    me.may(Act::Administer, &Place::anywhere())?;
    let stored = registers::find(app.db.read(), register, id).await?;
    let back = Choice::new(format!("/admin/{register}"), register.label());
    history_page(
        &app,
        &me,
        Subject::new(register.subject(), id),
        stored.entry.name,
        back,
    )
    .await
}

/// The Historik of anything under /admin.
pub async fn history_page(
    app: &App,
    me: &Me,
    subject: Subject,
    title: String,
    back: Choice,
) -> Result<Response> {
    let entries = events::history(app.db.read(), &subject).await?;
    let template = HistoryPage {
        shell: me.shell(),
        title,
        crumbs: vec![Choice::new("/admin", "Administration"), back],
        lines: lines(app.db.read(), entries).await?,
    };
    page(StatusCode::OK, &template)
}
