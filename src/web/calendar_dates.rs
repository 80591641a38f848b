//! The agency's fixed dates: the list an administrator keeps.

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::{Choice, Errors, Posted, meet};
use super::history::{self, HistoryPage, after_meeting};
use super::me::{Me, Shell};
use super::{flash, page, parse, text};
use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::calendar::days_between;
use crate::domain::calendar_date::{CalendarDate, Recurs};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::places::Team;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::calendar_dates::{self, Kept};
use crate::store::{events, places};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

const LIST: &str = "/admin/kalender";

/// The days belong together: moving one end is moving the whole.
const TOGETHER: &[&[&str]] = &[&["first_on", "last_on", "recurs"]];

fn permit(me: &Me) -> Result<Permit> {
    me.may(Act::Administer, &Place::anywhere())
}

#[derive(Template)]
#[template(path = "calendar_dates/index.html")]
struct IndexPage {
    shell: Shell,
    dates: Vec<(Kept, String)>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    format: String,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<ListQuery>,
) -> Result<Response> {
    permit(&me)?;
    let teams = places::teams(app.db.read(), app.clock.today()).await?;
    let named = |kept: Kept| {
        let team = team_name(&teams, kept.date.team_id);
        (kept, team)
    };
    let dates = calendar_dates::all(app.db.read()).await?;
    let dates: Vec<(Kept, String)> = dates.into_iter().map(named).collect();
    if let Some(format) = Format::of(&asked.format) {
        let name = file_name("fasta-datum", app.clock.today());
        return export::respond(table(dates), format, &name).await;
    }
    let template = IndexPage {
        shell: me.shell(),
        dates,
    };
    page(StatusCode::OK, &template)
}

fn table(dates: Vec<(Kept, String)>) -> Table {
    let columns = [
        ("Datum", Kind::Text),
        ("Första dag", Kind::Date),
        ("Sista dag", Kind::Date),
        ("Återkommer", Kind::Text),
        ("Gäller", Kind::Text),
    ];
    let cells = |(kept, team): (Kept, String)| -> Vec<Cell> {
        vec![
            kept.date.title.into(),
            kept.date.first_on.into(),
            kept.date.last_on.into(),
            kept.date.recurs.label().into(),
            team.into(),
        ]
    };
    Table::new("Fasta datum", &columns, dates.into_iter().map(cells))
}

fn team_name(teams: &[Team], id: Option<i64>) -> String {
    let team = teams.iter().find(|team| Some(team.id) == id);
    team.map_or("Hela myndigheten".into(), Team::label)
}

#[derive(Template)]
#[template(path = "calendar_dates/edit.html")]
struct FormPage {
    shell: Shell,
    /// None for a new one.
    id: Option<i64>,
    form: DateForm,
    errors: Errors,
    teams: Vec<Choice>,
    recurrences: Vec<Choice>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DateForm {
    title: String,
    team_id: String,
    recurs: String,
    first_on: String,
    last_on: String,
    version: i64,
    once: String,
}

impl From<&CalendarDate> for DateForm {
    fn from(date: &CalendarDate) -> Self {
        DateForm {
            title: date.title.clone(),
            team_id: date.team_id.map_or(String::new(), |id| id.to_string()),
            recurs: date.recurs.code().into(),
            first_on: text::iso(date.first_on),
            last_on: text::iso(date.last_on),
            ..DateForm::default()
        }
    }
}

impl DateForm {
    fn check(&self, teams: &[Team], errors: &mut Errors) -> Option<CalendarDate> {
        let title = errors.text("title", &self.title, 120, "Skriv vad datumet gäller.");
        let first_on = errors.date("first_on", &self.first_on);
        let last_on = match self.last_on.trim().is_empty() {
            true => first_on,
            false => errors.date("last_on", &self.last_on),
        };
        if let (Some(first), Some(last)) = (first_on, last_on) {
            match days_between(first, last) {
                ..0 => errors.add("last_on", parse::DATE_ORDER),
                0..=366 => {}
                _ => errors.add("last_on", "Perioden får vara högst ett år."),
            }
        }
        let recurs = self.recurs.parse().ok();
        let recurs = errors.need("recurs", recurs, "Välj om datumet återkommer.");
        let team = match self.team_id.trim() {
            "" => Some(None),
            id => teams
                .iter()
                .find(|team| team.id.to_string() == id)
                .map(|team| Some(team.id)),
        };
        let team = errors.need("team_id", team, "Välj ett team i listan.");
        Some(CalendarDate {
            title: title?,
            team_id: team?,
            recurs: recurs?,
            first_on: first_on?,
            last_on: last_on?,
        })
    }
}

fn draw(
    me: &Me,
    id: Option<i64>,
    form: DateForm,
    errors: Errors,
    teams: &[Team],
) -> Result<Response> {
    let recurrences = Recurs::ALL
        .iter()
        .map(|each| Choice::new(each.code(), each.label()));
    let template = FormPage {
        shell: me.shell_for(&errors),
        id,
        form,
        teams: teams
            .iter()
            .map(|team| Choice::new(team.id, team.label()))
            .collect(),
        recurrences: recurrences.collect(),
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn new(State(app): State<App>, me: Me) -> Result<Response> {
    permit(&me)?;
    let teams = places::teams(app.db.read(), app.clock.today()).await?;
    let form = DateForm {
        recurs: Recurs::Once.code().into(),
        once: Token::short(),
        ..DateForm::default()
    };
    draw(&me, None, form, Errors::default(), &teams)
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<DateForm>,
) -> Result<Response> {
    let permit = permit(&me)?;
    let teams = places::teams(app.db.read(), app.clock.today()).await?;
    let checked = form.check(&teams, &mut errors);
    let Some(date) = checked.filter(|_| errors.allow()) else {
        return draw(&me, None, form, errors, &teams);
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    calendar_dates::add(&mut tx, &date).await?;
    tx.made(&form.once, LIST).await?;
    tx.commit().await?;
    Ok(flash::see_with(LIST, "Datumet är tillagt."))
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    permit(&me)?;
    let kept = calendar_dates::find(app.db.read(), id).await?;
    let teams = places::teams(app.db.read(), app.clock.today()).await?;
    let form = DateForm {
        version: kept.version,
        ..DateForm::from(&kept.date)
    };
    draw(&me, Some(id), form, Errors::default(), &teams)
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<DateForm>,
) -> Result<Response> {
    let permit = permit(&me)?;
    calendar_dates::find(app.db.read(), id).await?;
    let teams = places::teams(app.db.read(), app.clock.today()).await?;
    form.check(&teams, &mut errors);
    if !errors.allow() {
        return draw(&me, Some(id), form, errors, &teams);
    }
    let mut tx = app.db.write(permit).await?;
    let now = calendar_dates::find(tx.conn(), id).await?;
    let subject = Subject::new(SubjectKind::CalendarDate, id);
    let seen = form.version;
    let met = meet(
        &mut tx,
        &subject,
        &now.date,
        now.version,
        form,
        seen,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(&app, met, "Någon annan har ändrat datumet medan du skrev. Din text finns kvar nedan – jämför och spara igen.", &mut errors).await?;
    if !errors.allow() {
        drop(tx);
        return draw(&me, Some(id), form, errors, &teams);
    }
    let Some(date) = form.check(&teams, &mut errors).filter(|_| errors.allow()) else {
        return draw(&me, Some(id), form, errors, &teams);
    };
    if date == now.date {
        return Ok(flash::see_with(LIST, "Inget var ändrat."));
    }
    calendar_dates::change(&mut tx, &now, &date).await?;
    tx.commit().await?;
    Ok(flash::see_with(LIST, "Datumet är ändrat."))
}

#[derive(Template)]
#[template(path = "calendar_dates/remove.html")]
struct RemovePage {
    shell: Shell,
    kept: Kept,
}

pub async fn ask_to_remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    permit(&me)?;
    let kept = calendar_dates::find(app.db.read(), id).await?;
    let template = RemovePage {
        shell: me.shell(),
        kept,
    };
    page(StatusCode::OK, &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    version: i64,
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, errors }: Posted<RemoveForm>,
) -> Result<Response> {
    let permit = permit(&me)?;
    if !errors.allow() {
        return ask_to_remove(State(app), me, Path(id)).await;
    }
    let mut tx = app.db.write(permit).await?;
    if calendar_dates::is_removed(tx.conn(), id).await? {
        return Ok(flash::see(LIST));
    }
    let now = calendar_dates::find(tx.conn(), id).await?;
    if now.version != form.version {
        return Err(Error::Stale);
    }
    calendar_dates::remove(&mut tx, id, form.version).await?;
    tx.commit().await?;
    let message = format!("{} är borttaget ur kalendern.", now.date.title);
    Ok(flash::see_with(LIST, &message))
}

pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    permit(&me)?;
    let kept = calendar_dates::find(app.db.read(), id).await?;
    let subject = Subject::new(SubjectKind::CalendarDate, id);
    let entries = events::history(app.db.read(), &subject).await?;
    let template = HistoryPage {
        shell: me.shell(),
        title: kept.date.title,
        crumbs: vec![Choice::new(LIST, "Fasta datum")],
        lines: history::lines(app.db.read(), entries).await?,
    };
    page(StatusCode::OK, &template)
}
