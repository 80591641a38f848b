//! The hand-over list of an assignment, and moving what its holder owns by name.

use super::Shown;
use super::knows::Knows;
use super::leaves::Leaves;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::error::Result;
use crate::store::assignments;
use crate::store::workload::{self, Owner};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, parse, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

/// As the form names the seat itself among the persons.
const TO_SEAT: &str = "funktionen";

/// More than one form can hold.
const MOST: usize = workload::MOST;

#[derive(Template)]
#[template(path = "assignments/handover.html")]
struct HandoverPage {
    shell: Shell,
    shown: Shown,
    leaves: Leaves,
    knows: Knows,
    may: bool,
    owners: Vec<Choice>,
    form: MoveForm,
    errors: Errors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    datum: String,
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let shown = Shown::load(&app, id).await?;
    let form = MoveForm {
        datum: asked.datum,
        ..MoveForm::default()
    };
    draw(&app, &me, shown, form, Errors::default()).await
}

async fn draw(
    app: &App,
    me: &Me,
    shown: Shown,
    mut form: MoveForm,
    errors: Errors,
) -> Result<Response> {
    let day = last_day(app, &shown, &form.datum);
    form.datum = text::iso(day);
    let may = me.can(Act::Assign, &Place::anywhere()) && !shown.removed;
    let mut owners = Vec::new();
    if may {
        let seat = text::first_upper(&shown.seat_title());
        owners.push(Choice::new(TO_SEAT, format!("Funktionen: {seat}")));
        let people = assignments::candidates(app.db.read()).await?;
        let others = people
            .iter()
            .filter(|each| each.person_id != shown.row.person_id);
        owners.extend(
            others.map(|each| Choice::new(each.person_id, &each.name).hint(&each.unit_name)),
        );
    }
    let mut leaves = Leaves::load(app, &shown, day).await?;
    for row in &mut leaves.by_name {
        let id = row.action.unwrap_or_default().to_string();
        row.chosen = form.actions.contains(&id);
    }
    let template = HandoverPage {
        knows: Knows::load(app, me, &shown, day).await?,
        shell: me.shell_for(&errors),
        leaves,
        shown,
        may,
        owners,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

fn last_day(app: &App, shown: &Shown, asked: &str) -> Date {
    let today = app.clock.today().max(shown.row.span.from);
    parse::date(asked).unwrap_or(shown.row.span.to.unwrap_or(today))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    pub actions: Vec<String>,
    pub owner: String,
    pub datum: String,
}

impl MoveForm {
    fn check(
        &self,
        shown: &Shown,
        people: &[i64],
        errors: &mut Errors,
    ) -> Option<(Vec<i64>, Owner)> {
        let mut ids: Vec<i64> = self
            .actions
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        ids.sort();
        ids.dedup();
        ids.truncate(MOST);
        let chosen = Some(ids).filter(|ids| !ids.is_empty());
        let chosen = errors.need("actions", chosen, "Välj minst en insats att flytta.");
        let person = |id: i64| {
            let known = people.contains(&id) && id != shown.row.person_id;
            known.then_some(Owner::Person(id))
        };
        let owner = match self.owner.as_str() {
            TO_SEAT => Some(Owner::Seat(shown.row.seat.clone())),
            other => other.parse().ok().and_then(person),
        };
        let owner = errors.need("owner", owner, "Välj vem insatserna ska flyttas till.");
        Some((chosen?, owner?))
    }
}

pub async fn hand_over(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<MoveForm>,
) -> Result<Response> {
    let shown = Shown::load(&app, id).await?;
    let permit = me.may(Act::Assign, &Place::anywhere())?;
    let people = assignments::candidates(app.db.read()).await?;
    let people: Vec<i64> = people.iter().map(|each| each.person_id).collect();
    let checked = form
        .check(&shown, &people, &mut errors)
        .filter(|_| errors.allow());
    let Some((actions, owner)) = checked else {
        return draw(&app, &me, shown, form, errors).await;
    };
    let day = last_day(&app, &shown, &form.datum);
    let url = format!("{}/overlamning?datum={day}", shown.url());
    let mut tx = app.db.write(permit).await?;
    let mut moved = 0;
    for action in actions {
        moved +=
            i64::from(workload::hand_over(&mut tx, action, shown.row.person_id, &owner).await?);
    }
    if moved == 0 {
        return Ok(flash::see_with(
            &url,
            "Insatserna var redan flyttade eller avslutade.",
        ));
    }
    tx.commit().await?;
    let counted = text::first_upper(&text::counted(
        moved,
        "insats är flyttad",
        "insatser är flyttade",
    ));
    Ok(flash::see_with(&url, &format!("{counted}.")))
}
