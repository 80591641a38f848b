//! The end of an assignment: with a last day, or taken out because it was a mistake.

use super::leaves::Leaves;
use super::{CLASH, Shown, subject};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::assignment::{Obstacle, Terms, obstacle};
use crate::domain::event::EventKind;
use crate::error::{Error, Result};
use crate::store::assignments;
use crate::web::form::{Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, parse, seats, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndForm {
    pub valid_to: String,
    pub version: i64,
}

impl From<&Terms> for EndForm {
    fn from(terms: &Terms) -> Self {
        EndForm {
            valid_to: terms.valid_to.map(text::iso).unwrap_or_default(),
            version: 0,
        }
    }
}

impl EndForm {
    fn check(&self, row: &Terms, errors: &mut Errors) -> Option<Date> {
        let last = errors.date("valid_to", &self.valid_to)?;
        let in_order = Some(last).filter(|last| *last >= row.valid_from);
        errors.need("valid_to", in_order, parse::DATE_ORDER)
    }
}

#[derive(Template)]
#[template(path = "assignments/end.html")]
struct EndPage {
    shell: Shell,
    shown: Shown,
    leaves: Leaves,
    form: EndForm,
    errors: Errors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    valid_to: String,
}

pub async fn end_form(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let shown = Shown::load(&app, id).await?;
    me.may(Act::Assign, &Place::anywhere())?;
    let mut errors = Errors::default();
    let typed = match asked.valid_to.is_empty() {
        true => text::iso(default_day(&app, &shown)),
        false => asked.valid_to,
    };
    let form = EndForm {
        valid_to: typed,
        version: shown.row.version,
    };
    form.check(&Terms::of(&shown.row), &mut errors);
    end_page(&app, &me, shown, form, errors).await
}

/// The last day it has, else today, but never before the first.
fn default_day(app: &App, shown: &Shown) -> Date {
    let today = app.clock.today().max(shown.row.span.from);
    shown.row.span.to.unwrap_or(today)
}

async fn end_page(
    app: &App,
    me: &Me,
    shown: Shown,
    form: EndForm,
    errors: Errors,
) -> Result<Response> {
    let asked = parse::date(&form.valid_to).filter(|day| *day >= shown.row.span.from);
    let day = asked.unwrap_or(default_day(app, &shown));
    let template = EndPage {
        shell: me.shell_for(&errors),
        leaves: Leaves::load(app, &shown, day).await?,
        shown,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn end(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<EndForm>,
) -> Result<Response> {
    let shown = Shown::load(&app, id).await?;
    let permit = me.may(Act::Assign, &Place::anywhere())?;
    let last = form
        .check(&Terms::of(&shown.row), &mut errors)
        .filter(|_| errors.allow());
    let Some(last) = last else {
        return end_page(&app, &me, shown, form, errors).await;
    };
    let seen = form.version;
    let mine = EndForm {
        valid_to: text::iso(last),
        ..form
    };
    let mut tx = app.db.write(permit).await?;
    let current = assignments::find(tx.conn(), id).await?;
    let before = Terms::of(&current);
    let met = meet(
        &mut tx,
        &subject(id),
        &before,
        current.version,
        mine,
        seen,
        &[],
    )
    .await?;
    let form = after_meeting(&app, met, CLASH, &mut errors).await?;
    let last = form.check(&before, &mut errors);
    let terms = Terms {
        valid_to: last,
        ..before.clone()
    };
    let others = assignments::of_seat(tx.conn(), &current.seat).await?;
    if let Some(found) = obstacle(&terms.as_row(id, &current.seat), &others) {
        errors.add("valid_to", overlaps(found));
    }
    if !errors.allow() {
        return end_page(&app, &me, shown, form, errors).await;
    }
    if terms == before {
        return Ok(flash::see_with(&shown.url(), "Inget var ändrat."));
    }
    assignments::change(&mut tx, &current, &terms, EventKind::AssignmentEnded).await?;
    tx.commit().await?;
    Ok(flash::see_with(&shown.url(), &ended(&shown, last)))
}

fn ended(shown: &Shown, last: Option<Date>) -> String {
    let day = last.map(text::long_date).unwrap_or_default();
    format!("{}: uppdraget gäller till och med {day}.", shown.title())
}

/// A later last day can run into the next holder.
fn overlaps(found: Obstacle<'_>) -> String {
    let (Obstacle::Held(other) | Obstacle::Twice(other)) = found;
    let (name, dates) = (&other.person_name, seats::span_words(&other.span));
    format!("{name} har funktionen {dates}. Välj ett tidigare slutdatum.")
}

#[derive(Template)]
#[template(path = "assignments/remove.html")]
struct RemovePage {
    shell: Shell,
    shown: Shown,
}

pub async fn remove_form(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let shown = Shown::load(&app, id).await?;
    me.may(Act::Assign, &Place::anywhere())?;
    let template = RemovePage {
        shell: me.shell(),
        shown,
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
    Posted { form, .. }: Posted<RemoveForm>,
) -> Result<Response> {
    let shown = Shown::load_even_removed(&app, id).await?;
    let permit = me.may(Act::Assign, &Place::anywhere())?;
    let mut tx = app.db.write(permit).await?;
    let (current, removed) = assignments::find_even_removed(tx.conn(), id).await?;
    if removed.is_some() {
        return Ok(flash::see(&shown.url()));
    }
    if current.version != form.version {
        return Err(Error::Stale);
    }
    assignments::remove(&mut tx, &current, form.version).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &shown.url(),
        "Uppdraget är borttaget. Det finns kvar i historiken.",
    ))
}
