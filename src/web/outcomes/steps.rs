//! The presses while a dialogue is held: an item begins, the next one follows, a line is parked.

use super::at;
use super::edit::load;
use crate::App;
use crate::domain::access::Permit;
use crate::domain::agenda_item::{MOST, State as Stands};
use crate::domain::dialogue::Phase;
use crate::domain::outcome::{Shut, parked, shut};
use crate::error::{Error, Result};
use crate::store::agenda_items::{self, Shown, Spot};
use crate::store::{Write, outcomes};
use crate::web::agenda_items::home::Home;
use crate::web::dialogues::refused;
use crate::web::flash;
use crate::web::form::Posted;
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    version: i64,
}

/// An item of this very dialogue, with the right to it.
async fn item(app: &App, me: &Me, id: i64, aid: i64) -> Result<(Home, Shown, Permit)> {
    let home = Home::of_dialogue(app, id).await?;
    let shown = agenda_items::shown_one(app.db.read(), aid).await?;
    if shown.item.county != home.county.code {
        return Err(Error::NotFound);
    }
    let permit = home.may_one(me, &shown)?;
    home.here(&shown.item)?;
    Ok((home, shown, permit))
}

/// The item's clock goes only while the dialogue is held.
fn not_now(me: &Me, home: &Home) -> Option<Result<Response>> {
    let subject = home.subject.as_ref()?;
    (subject.dialogue.phase != Phase::Holding).then(|| {
        let phase = subject.dialogue.phase.label();
        let sentence = format!("Dialogen är i fasen {phase}. Tiden räknas under genomförandet.");
        refused(me, subject, "Punkten kan inte börja nu", sentence, vec![])
    })
}

pub async fn begin(
    State(app): State<App>,
    me: Me,
    Path((id, aid)): Path<(i64, i64)>,
    _: Posted<StepForm>,
) -> Result<Response> {
    let (home, _, permit) = item(&app, &me, id, aid).await?;
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = not_now(&me, &home) {
        return answer;
    }
    let now = agenda_items::find(tx.conn(), aid).await?;
    home.here(&now)?;
    let url = format!("{}#punkten", at(id, Some(aid)));
    if now.begun_at.is_some() || now.state == Stands::Dropped {
        return Ok(flash::see(&url));
    }
    agenda_items::begin(&mut tx, &now).await?;
    tx.commit().await?;
    Ok(flash::see(&url))
}

/// Dealt with; and on to the next one, whose clock begins.
pub async fn go_on(
    State(app): State<App>,
    me: Me,
    Path((id, aid)): Path<(i64, i64)>,
    _: Posted<StepForm>,
) -> Result<Response> {
    let (home, _, permit) = item(&app, &me, id, aid).await?;
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = not_now(&me, &home) {
        return answer;
    }
    let all = agenda_items::of_dialogue(tx.conn(), id).await?;
    let place = all.iter().position(|each| each.item.id == aid);
    let place = place.ok_or(Error::Stale)?;
    let now = &all[place].item;
    let mut written = false;
    if now.state == Stands::Open {
        agenda_items::mark(&mut tx, now, Stands::Done, false).await?;
        written = true;
    }
    let next = all.get(place + 1);
    written |= begin_next(&mut tx, &me, &home, next).await?;
    if written {
        tx.commit().await?;
    }
    let said = format!("{} är behandlad.", all[place].item.point.title);
    let to = next.map(|each| each.item.id);
    Ok(flash::see_with(&format!("{}#punkten", at(id, to)), &said))
}

/// Where she has the right to it too.
async fn begin_next(tx: &mut Write, me: &Me, home: &Home, next: Option<&Shown>) -> Result<bool> {
    let fresh = |each: &&Shown| each.item.begun_at.is_none() && each.item.state == Stands::Open;
    match next.filter(fresh) {
        Some(each) if home.may_one(me, each).is_ok() => {
            agenda_items::begin(tx, &each.item).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// A line becomes an item in the län's parking; also after the minutes are locked.
pub async fn park(
    State(app): State<App>,
    me: Me,
    Path((id, oid)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<StepForm>,
) -> Result<Response> {
    let (home, shown) = load(&app, id, oid).await?;
    let permit = home.may(&me, shown.area_id, shown.department_id)?;
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = over(&me, &home) {
        return answer;
    }
    let now = outcomes::find_shown(tx.conn(), oid).await?;
    home.may(&me, now.area_id, now.department_id)?;
    let line = &now.outcome.line;
    let url = format!("{}#utfall-{oid}", at(id, line.agenda_item_id));
    if now.outcome.became.is_some() {
        return Ok(flash::see_with(&url, "Raden har redan blivit något annat."));
    }
    if now.outcome.version != form.version {
        return Err(Error::Stale);
    }
    let parking = Spot {
        dialogue_id: None,
        ..home.spot()
    };
    if agenda_items::is_full(tx.conn(), parking).await? {
        let said = format!("Länets parkering har redan {MOST} punkter. Ta bort någon först.");
        return Ok(flash::see_with(&url, &said));
    }
    let about = [&now.item, &now.area]
        .into_iter()
        .find(|each| !each.is_empty());
    let mut point = parked(line, about.map_or("", |each| each.as_str()));
    point.issue_area_id = now.area_id;
    outcomes::park(&mut tx, &now.outcome, &home.county.code, &point).await?;
    tx.commit().await?;
    let said = format!("Raden är parkerad för {}.", home.county.short_name);
    Ok(flash::see_with(&url, &said))
}

fn over(me: &Me, home: &Home) -> Option<Result<Response>> {
    let subject = home.subject.as_ref()?;
    let shut: Shut = shut(subject.dialogue.phase, false)?;
    let sentence = super::words(shut).to_owned();
    Some(refused(
        me,
        subject,
        "Raden kan inte parkeras",
        sentence,
        vec![],
    ))
}
