//! The 21 län: what they are called, and the team each belongs to, from when.

use super::edit::CLASH;
use super::history_page;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::places::{County, CountyDetails, Membership, uneven};
use crate::error::{Error, Result};
use crate::store::{places, team_counties};
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Template)]
#[template(path = "registers/counties.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<(County, Option<String>)>,
    warnings: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    format: String,
}

pub async fn list(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<ListQuery>,
) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let today = app.clock.today();
    let coming = team_counties::coming(app.db.read(), today).await?;
    let moves = |county: &County| {
        let (_, team, from) = coming.iter().find(|(code, ..)| *code == county.code)?;
        Some(format!("Team {team} från {from}"))
    };
    let counties = places::counties(app.db.read(), today).await?;
    let rows: Vec<(County, Option<String>)> = counties
        .into_iter()
        .map(|county| (county.clone(), moves(&county)))
        .collect();
    if let Some(format) = Format::of(&asked.format) {
        return export::respond(table(rows), format, &file_name("lan", today)).await;
    }
    let template = ListPage {
        shell: me.shell(),
        rows,
        warnings: warnings(&app, &coming).await?,
    };
    page(StatusCode::OK, &template)
}

fn table(rows: Vec<(County, Option<String>)>) -> Table {
    let columns = [
        "Kod",
        "Län",
        "Officiellt namn",
        "Residensstad",
        "Programområde",
        "Team",
        "På väg till",
    ];
    let cells = |(county, moves): (County, Option<String>)| -> Vec<Cell> {
        vec![
            county.code.into(),
            county.short_name.into(),
            county.name.into(),
            county.seat_town.into(),
            county.programme_area.into(),
            county.team_name.into(),
            moves.into(),
        ]
    };
    let columns = columns.map(|label| (label, Kind::Text));
    Table::new("Län", &columns, rows.into_iter().map(cells))
}

/// What is uneven today, and from each day on which a län is going to move.
async fn warnings(app: &App, coming: &[(String, String, Date)]) -> Result<Vec<String>> {
    let today = app.clock.today();
    let mut warnings = Vec::new();
    let now = team_counties::sizes(app.db.read(), today).await?;
    warnings.extend(uneven(&now, "har").map(|told| format!("{told}.")));
    let mut days: Vec<Date> = coming.iter().map(|(.., from)| *from).collect();
    days.dedup();
    for day in days.into_iter().take(5) {
        let then = team_counties::sizes(app.db.read(), day).await?;
        let told = uneven(&then, "får");
        warnings.extend(told.map(|told| format!("Från {}: {told}.", text::long_date(day))));
    }
    Ok(warnings)
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DetailsForm {
    name: String,
    seat_town: String,
    programme_area: String,
    aliases: String,
    version: i64,
}

impl From<&CountyDetails> for DetailsForm {
    fn from(details: &CountyDetails) -> Self {
        DetailsForm {
            name: details.name.clone(),
            seat_town: details.seat_town.clone(),
            programme_area: details.programme_area.clone(),
            aliases: details.aliases.clone(),
            version: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "registers/county.html")]
struct DetailsPage {
    shell: Shell,
    county: County,
    form: DetailsForm,
    errors: Errors,
}

fn details_page(me: &Me, county: County, form: DetailsForm, errors: Errors) -> Result<Response> {
    let shell = me.shell_for(&errors);
    page(
        errors.status(),
        &DetailsPage {
            shell,
            county,
            form,
            errors,
        },
    )
}

fn read(form: &DetailsForm, errors: &mut Errors) -> Option<CountyDetails> {
    let name = errors.text("name", &form.name, 100, "Skriv länets officiella namn.");
    let seat_town = errors.text("seat_town", &form.seat_town, 100, "Skriv residensstaden.");
    let area = errors.text(
        "programme_area",
        &form.programme_area,
        100,
        "Skriv programområdet.",
    );
    let aliases = errors.optional_text("aliases", &form.aliases, 300);
    Some(CountyDetails {
        name: name?,
        seat_town: seat_town?,
        programme_area: area?,
        aliases: aliases?,
    })
}

pub async fn edit(State(app): State<App>, me: Me, Path(slug): Path<String>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let county = places::county_by_slug(app.db.read(), &slug, app.clock.today()).await?;
    let form = DetailsForm {
        version: county.version,
        ..DetailsForm::from(&county.details())
    };
    details_page(&me, county, form, Errors::default())
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(slug): Path<String>,
    Posted { form, mut errors }: Posted<DetailsForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let today = app.clock.today();
    let county = places::county_by_slug(app.db.read(), &slug, today).await?;
    read(&form, &mut errors);
    if !errors.allow() {
        return details_page(&me, county, form, errors);
    }
    let mut tx = app.db.write(permit).await?;
    let current = places::county_by_slug(tx.conn(), &slug, today).await?;
    let subject = Subject::new(SubjectKind::County, &current.code);
    let seen = form.version;
    let met = meet(
        &mut tx,
        &subject,
        &current.details(),
        current.version,
        form,
        seen,
        &[],
    )
    .await?;
    let form = after_meeting(&app, met, CLASH, &mut errors).await?;
    if !errors.allow() {
        drop(tx);
        return details_page(&me, county, form, errors);
    }
    let Some(details) = read(&form, &mut errors) else {
        return details_page(&me, county, form, errors);
    };
    if details == current.details() {
        return Ok(flash::see_with("/admin/lan", "Inget var ändrat."));
    }
    if let Err((field, message)) = team_counties::change(&mut tx, &current, &details).await? {
        errors.add(field, message);
        return details_page(&me, county, form, errors);
    }
    tx.commit().await?;
    Ok(flash::see_with(
        "/admin/lan",
        &format!("Sparat: {}.", details.name),
    ))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    team_id: String,
    valid_from: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "registers/move.html")]
struct MovePage {
    shell: Shell,
    county: County,
    teams: Vec<Choice>,
    memberships: Vec<Membership>,
    coming: bool,
    today: Date,
    form: MoveForm,
    errors: Errors,
}

async fn move_page(
    app: &App,
    me: &Me,
    county: County,
    form: MoveForm,
    errors: Errors,
) -> Result<Response> {
    let today = app.clock.today();
    let memberships = team_counties::of_county(app.db.read(), &county.code).await?;
    let latest = memberships.first();
    let teams = places::teams(app.db.read(), today).await?;
    let others = teams
        .iter()
        .filter(|team| latest.is_none_or(|row| row.team_id != team.id));
    let template = MovePage {
        shell: me.shell_for(&errors),
        teams: others
            .map(|team| Choice::new(team.id, team.label()))
            .collect(),
        coming: latest.is_some_and(|row| row.span.from > today),
        county,
        memberships,
        today,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn team(State(app): State<App>, me: Me, Path(slug): Path<String>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let county = places::county_by_slug(app.db.read(), &slug, app.clock.today()).await?;
    let form = MoveForm {
        version: county.version,
        ..MoveForm::default()
    };
    move_page(&app, &me, county, form, Errors::default()).await
}

pub async fn move_to(
    State(app): State<App>,
    me: Me,
    Path(slug): Path<String>,
    Posted { form, mut errors }: Posted<MoveForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let today = app.clock.today();
    let county = places::county_by_slug(app.db.read(), &slug, today).await?;
    let team = errors.need("team_id", form.team_id.parse().ok(), "Välj ett team.");
    let from = errors.date("valid_from", &form.valid_from);
    let (true, Some(team), Some(from)) = (errors.allow(), team, from) else {
        return move_page(&app, &me, county, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let current = places::county_by_slug(tx.conn(), &slug, today).await?;
    if current.version != form.version {
        return Err(Error::Stale);
    }
    if let Err((field, message)) = team_counties::move_to(&mut tx, &current, team, from).await? {
        drop(tx);
        errors.add(field, message);
        return move_page(&app, &me, county, form, errors).await;
    }
    let sizes = team_counties::sizes(tx.conn(), from).await?;
    tx.commit().await?;
    let then = text::long_date(from);
    let warning = uneven(&sizes, "får").map_or(String::new(), |told| format!(" {told}."));
    let said = format!("{} byter team {then}.{warning}", county.short_name);
    Ok(flash::see_with("/admin/lan", &said))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    version: i64,
}

pub async fn withdraw(
    State(app): State<App>,
    me: Me,
    Path(slug): Path<String>,
    Posted { form, .. }: Posted<WithdrawForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let today = app.clock.today();
    let mut tx = app.db.write(permit).await?;
    let county = places::county_by_slug(tx.conn(), &slug, today).await?;
    let said = format!(
        "{} stannar i {}.",
        county.short_name,
        format_args!("Team {}", county.team_name)
    );
    if county.version == form.version && team_counties::withdraw(&mut tx, &county).await? {
        tx.commit().await?;
        return Ok(flash::see_with("/admin/lan", &said));
    }
    match team_counties::of_county(tx.conn(), &county.code)
        .await?
        .first()
    {
        Some(latest) if latest.span.from > today => Err(Error::Stale),
        _ => Ok(flash::see("/admin/lan")),
    }
}

pub async fn history(State(app): State<App>, me: Me, Path(slug): Path<String>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let county = places::county_by_slug(app.db.read(), &slug, app.clock.today()).await?;
    let subject = Subject::new(SubjectKind::County, &county.code);
    history_page(
        &app,
        &me,
        subject,
        county.name,
        Choice::new("/admin/lan", "Län"),
    )
    .await
}
