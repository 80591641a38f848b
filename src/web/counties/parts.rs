//! The other tabs of a län: every dialogue, every insats, and its Historik.

use super::{Asked, Found, Head, file, find, head, place};
use crate::App;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::people::{Kind, Seat};
use crate::domain::places::DateSpan;
use crate::error::Result;
use crate::store::counties::{self, ActionRow, DialogueRow};
use crate::store::{assignments, events};
use crate::web::actions::words;
use crate::web::dialogues::tone;
use crate::web::export::{self, Format, file_name};
use crate::web::history::{Line, lines};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "counties/dialogues.html")]
struct DialoguesPage {
    shell: Shell,
    head: Head,
    rows: Vec<Dialogue>,
    number: i64,
    pages: i64,
    found: String,
}

struct Dialogue {
    row: DialogueRow,
    url: String,
    tone: &'static str,
    place: String,
}

pub async fn dialogues(
    State(app): State<App>,
    me: Me,
    Path(asked_for): Path<String>,
    OriginalUri(uri): OriginalUri,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let county = match find(&app, &asked_for, &uri).await? {
        Found::Here(county) => *county,
        Found::Elsewhere(redirect) => return Ok(redirect),
    };
    let today = app.clock.today();
    let format = Format::of(&asked.format);
    let part = Format::part(format, &asked.sida);
    let found = counties::dialogues(app.db.read(), &county.code, part).await?;
    if let Some(format) = format {
        let name = file_name(&format!("dialoger-{}", county.slug), today);
        return export::respond(file::dialogues(&county, found.rows), format, &name).await;
    }
    let holders = Holders::load(app.db.read(), today).await?;
    let row = |row: DialogueRow| Dialogue {
        url: format!("/dialoger/{}", row.id),
        tone: tone(row.phase),
        place: place(row.form, &row.place),
        row,
    };
    let counted = text::counted(found.total, "dialog", "dialoger");
    let template = DialoguesPage {
        shell: me.shell(),
        head: head(&app, &me, county, &holders, "dialoger").await?,
        pages: found.pages(),
        rows: found.rows.into_iter().map(row).collect(),
        number: part.number(),
        found: counted,
    };
    page(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "counties/actions.html")]
struct ActionsPage {
    shell: Shell,
    head: Head,
    rows: Vec<Action>,
    number: i64,
    pages: i64,
    found: String,
}

struct Action {
    row: ActionRow,
    url: String,
    tone: &'static str,
    owner: String,
    late: Option<String>,
    others: String,
}

pub async fn actions(
    State(app): State<App>,
    me: Me,
    Path(asked_for): Path<String>,
    OriginalUri(uri): OriginalUri,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let county = match find(&app, &asked_for, &uri).await? {
        Found::Here(county) => *county,
        Found::Elsewhere(redirect) => return Ok(redirect),
    };
    let today = app.clock.today();
    let format = Format::of(&asked.format);
    let part = Format::part(format, &asked.sida);
    let found = counties::actions(app.db.read(), &county.code, part).await?;
    let holders = Holders::load(app.db.read(), today).await?;
    if let Some(format) = format {
        let name = file_name(&format!("insatser-{}", county.slug), today);
        let table = file::actions(&county, found.rows, &holders, today);
        return export::respond(table, format, &name).await;
    }
    let counted = text::counted(found.total, "insats", "insatser");
    let template = ActionsPage {
        shell: me.shell(),
        head: head(&app, &me, county, &holders, "insatser").await?,
        pages: found.pages(),
        rows: found
            .rows
            .into_iter()
            .map(|row| action(row, &holders, today))
            .collect(),
        number: part.number(),
        found: counted,
    };
    page(StatusCode::OK, &template)
}

fn action(row: ActionRow, holders: &Holders, today: Date) -> Action {
    let late = row
        .status
        .is_open()
        .then(|| text::late_short(row.due_on, today));
    Action {
        url: format!("/insatser/{}", row.id),
        tone: words::tone(row.status),
        owner: match &row.owner_seat {
            Some(seat) => holders.of(seat).line(),
            None => row.owner_name.clone(),
        },
        late: late.flatten(),
        others: match row.others {
            0 => String::new(),
            others => format!("och {others} län till"),
        },
        row,
    }
}

#[derive(Template)]
#[template(path = "counties/history.html")]
struct HistoryPage {
    shell: Shell,
    head: Head,
    officers: Vec<Dated>,
    teams: Vec<Dated>,
    lines: Vec<Line>,
}

struct Dated {
    name: String,
    note: &'static str,
    dates: String,
}

pub async fn history(
    State(app): State<App>,
    me: Me,
    Path(asked_for): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let county = match find(&app, &asked_for, &uri).await? {
        Found::Here(county) => *county,
        Found::Elsewhere(redirect) => return Ok(redirect),
    };
    let seat = Seat::County(county.code.clone());
    let officers = assignments::of_seat(app.db.read(), &seat).await?;
    let teams = counties::teams(app.db.read(), &county.code).await?;
    let subject = Subject::new(SubjectKind::County, &county.code);
    let entries = events::history(app.db.read(), &subject).await?;
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let officer = |row: crate::domain::people::Assignment| Dated {
        dates: dates(&row.span),
        note: note(row.kind, row.is_primary),
        name: row.person_name,
    };
    let team = |(name, span): (String, DateSpan)| Dated {
        name: format!("Team {name}"),
        note: "",
        dates: dates(&span),
    };
    let template = HistoryPage {
        shell: me.shell(),
        head: head(&app, &me, county, &holders, "historik").await?,
        officers: officers.into_iter().map(officer).collect(),
        teams: teams.into_iter().map(team).collect(),
        lines: lines(app.db.read(), entries).await?,
    };
    page(StatusCode::OK, &template)
}

fn note(kind: Kind, is_primary: bool) -> &'static str {
    match (kind, is_primary) {
        (Kind::Acting, _) => "tillförordnad",
        (Kind::Deputy, _) => "ersättare",
        (Kind::Ordinary, true) => "",
        (Kind::Ordinary, false) => "utöver huvudansvarig",
    }
}

/// "sedan 1 januari 2019", or both dates.
pub(super) fn dates(span: &DateSpan) -> String {
    let from = text::long_date(span.from);
    match span.to {
        Some(to) => format!("{from}–{}", text::long_date(to)),
        None => format!("sedan {from}"),
    }
}
