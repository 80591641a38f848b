//! Filling a seat, and correcting a mistake.

use super::form::{Setting, TermsForm};
use super::{CLASH, Shown, subject};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::assignment::{Obstacle, Terms, obstacle};
use crate::domain::event::EventKind;
use crate::domain::people::{Assignment, Function, Kind};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::{Write, assignments};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::seats::{self, PerDay, Seats};
use crate::web::{flash, page, parse, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

/// Fields that count as one when two people meet.
const TOGETHER: &[&[&str]] = &[&["valid_from", "valid_to"], &["kind", "is_primary"]];

#[derive(Template)]
#[template(path = "assignments/choose.html")]
struct ChoosePage {
    shell: Shell,
    seats: Vec<Choice>,
    errors: Errors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    funktion: String,
    plats: String,
    fran: String,
}

/// The form for the seat in the address; without one, the choice of a seat.
pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    me.may(Act::Assign, &Place::anywhere())?;
    let setting = match seats::read(&asked.funktion, &asked.plats) {
        Some(seat) => Setting::load(&app, seat).await?,
        None => None,
    };
    let Some(setting) = setting else {
        return choose(&app, &me, Errors::default()).await;
    };
    let exclusive = |row: &Assignment| row.kind == Kind::Ordinary && row.is_primary;
    let held = setting.seats.holders.all_at(&setting.seat).any(exclusive);
    let from = parse::date(&asked.fran).unwrap_or(app.clock.today());
    let form = TermsForm {
        seat: setting.seat.to_string(),
        kind: if held {
            String::new()
        } else {
            Kind::Ordinary.to_string()
        },
        is_primary: if held { "" } else { "ja" }.to_owned(),
        valid_from: text::iso(from),
        once: Token::short(),
        ..TermsForm::default()
    };
    setting.draw(&me, form, Errors::default(), None)
}

async fn choose(app: &App, me: &Me, errors: Errors) -> Result<Response> {
    let per = PerDay::read("", app.clock.today());
    let seats = Seats::load(app.db.read(), &per).await?;
    let template = ChoosePage {
        shell: me.shell_for(&errors),
        seats: seats.holders.choices(),
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<TermsForm>,
) -> Result<Response> {
    let permit = me.may(Act::Assign, &Place::anywhere())?;
    let setting = match form.seat.parse() {
        Ok(seat) => Setting::load(&app, seat).await?,
        Err(_) => None,
    };
    let Some(setting) = setting else {
        errors.add("funktion", "Välj en funktion.");
        return choose(&app, &me, errors).await;
    };
    let terms = form.check(&setting, &mut errors).filter(|_| errors.allow());
    let Some(terms) = terms else {
        return setting.draw(&me, form, errors, None);
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    refuse_doubles(&mut tx, &setting, 0, &terms, &mut errors).await?;
    if !errors.allow() {
        return setting.draw(&me, form, errors, None);
    }
    let id = assignments::create(&mut tx, &setting.seat, &terms).await?;
    let url = seats::url(id);
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, &made(&setting, &terms)))
}

/// "Anna Lind är länsansvarig för Dalarna från 1 december 2026 och tills vidare."
fn made(setting: &Setting, terms: &Terms) -> String {
    let row = terms.as_row(0, &setting.seat);
    let what = seats::in_words(&setting.seats.holders, &row);
    let name = setting.name_of(terms.person_id);
    format!("{name} är {what} {}.", seats::span_words(&terms.span()))
}

/// Looked up in the transaction that writes, so that of two who save at once one gets the sentence.
async fn refuse_doubles(
    tx: &mut Write,
    setting: &Setting,
    id: i64,
    terms: &Terms,
    errors: &mut Errors,
) -> Result<()> {
    let others = assignments::of_seat(tx.conn(), &setting.seat).await?;
    let row = terms.as_row(id, &setting.seat);
    if let Some(found) = obstacle(&row, &others) {
        errors.add("person_id", in_the_way(setting, found));
    }
    Ok(())
}

fn in_the_way(setting: &Setting, found: Obstacle<'_>) -> String {
    let (other, way_out) = match found {
        Obstacle::Held(other) => (
            other,
            "Välj andra datum, tf. eller ersättare, eller avsluta det uppdraget först.",
        ),
        Obstacle::Twice(other) => (other, "Välj andra datum, eller rätta det uppdraget."),
    };
    let what = seats::in_words(&setting.seats.holders, other);
    let primary = match (found, setting.seat.function()) {
        (Obstacle::Held(_), Function::CountyOfficer | Function::IssueOfficer) => "huvudansvarig ",
        _ => "",
    };
    let (name, dates) = (&other.person_name, seats::span_words(&other.span));
    format!("{name} är redan {primary}{what}, {dates}. {way_out}")
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let shown = Shown::load(&app, id).await?;
    me.may(Act::Assign, &Place::anywhere())?;
    let setting = Setting::of(&app, &shown.row).await?;
    let form = TermsForm {
        version: shown.row.version,
        ..TermsForm::from(&Terms::of(&shown.row))
    };
    setting.draw(&me, form, Errors::default(), Some(&shown))
}

pub async fn correct(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<TermsForm>,
) -> Result<Response> {
    let shown = Shown::load(&app, id).await?;
    let permit = me.may(Act::Assign, &Place::anywhere())?;
    let setting = Setting::of(&app, &shown.row).await?;
    let terms = form.check(&setting, &mut errors).filter(|_| errors.allow());
    let Some(terms) = terms else {
        return setting.draw(&me, form, errors, Some(&shown));
    };
    let seen = form.version;
    let mut tx = app.db.write(permit).await?;
    let current = assignments::find(tx.conn(), id).await?;
    let before = Terms::of(&current);
    let mine = form.tidied(&terms);
    let met = meet(
        &mut tx,
        &subject(id),
        &before,
        current.version,
        mine,
        seen,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(&app, met, CLASH, &mut errors).await?;
    let Some(terms) = form.check(&setting, &mut errors) else {
        return setting.draw(&me, form, errors, Some(&shown));
    };
    if terms == before {
        return Ok(flash::see_with(&shown.url(), "Inget var ändrat."));
    }
    refuse_doubles(&mut tx, &setting, id, &terms, &mut errors).await?;
    if !errors.allow() {
        return setting.draw(&me, form, errors, Some(&shown));
    }
    assignments::change(&mut tx, &current, &terms, EventKind::AssignmentChanged).await?;
    tx.commit().await?;
    Ok(flash::see_with(&shown.url(), "Uppdraget är rättat."))
}
