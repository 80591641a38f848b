//! What was dealt with, what is parked and taken again, and what is taken off the list.

use super::home::Home;
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::agenda_item::{MOST, State as Stands};
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::agenda_items::{self, Shown, Spot};
use crate::web::dialogues::refused;
use crate::web::form::{Choice, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SettleForm {
    state: String,
    /// The ids of the items that were on the page, for what is done to all of them.
    seen: String,
    version: i64,
}

type Form = Posted<SettleForm>;

/// The item with the permit to it, wherever it stands in the län now.
async fn permitted(app: &App, me: &Me, home: &Home, aid: i64) -> Result<(Shown, Permit)> {
    let shown = agenda_items::shown_one(app.db.read(), aid).await?;
    if shown.item.county != home.county.code {
        return Err(Error::NotFound);
    }
    let permit = home.may_one(me, &shown)?;
    home.here(&shown.item)?;
    Ok((shown, permit))
}

/// The same as it is inside the transaction, which is as far as a button may reach.
async fn again(tx: &mut Write, home: &Home, shown: Shown, version: i64) -> Result<Shown> {
    let item = agenda_items::find(tx.conn(), shown.item.id).await?;
    if item.version != version {
        return Err(Error::Stale);
    }
    home.here(&item)?;
    Ok(Shown { item, ..shown })
}

/// One press: dealt with, or not.
pub async fn mark(
    State(app): State<App>,
    me: Me,
    Path((id, aid)): Path<(i64, i64)>,
    Posted { form, .. }: Form,
) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    let (shown, permit) = permitted(&app, &me, &home, aid).await?;
    if let Some(answer) = home.over(&me).or_else(|| too_early(&app, &me, &home)) {
        return answer;
    }
    let to = form.state.parse::<Stands>().ok();
    let to = to.filter(|to| matches!(to, Stands::Done | Stands::Open));
    let to = to
        .ok_or_else(|| Error::BadRequest("Svara om punkten är behandlad eller inte.".to_owned()))?;
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = home.over(&me) {
        return answer;
    }
    let now = agenda_items::find(tx.conn(), aid).await?;
    let url = format!("{}#punkt-{aid}", home.url());
    if now.state == to && now.dialogue_id == Some(id) {
        return Ok(flash::see(&url));
    }
    let shown = again(&mut tx, &home, shown, form.version).await?;
    if shown.item.state == Stands::Dropped
        || (shown.item.state, to) == (Stands::Carried, Stands::Open)
    {
        return Err(Error::Stale);
    }
    agenda_items::mark(&mut tx, &shown.item, to, home.was_held()).await?;
    tx.commit().await?;
    let words = match to {
        Stands::Done => "är behandlad",
        _ => "är inte behandlad",
    };
    let said = format!("{} {words}.", shown.item.point.title);
    Ok(flash::see_with(&url, &said))
}

/// Everything that is open and was on the page has been dealt with.
pub async fn mark_all(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Form,
) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    let permit = me.may(Act::RunDialogue, &home.county.place())?;
    if let Some(answer) = home.over(&me).or_else(|| too_early(&app, &me, &home)) {
        return answer;
    }
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = home.over(&me) {
        return answer;
    }
    let seen: Vec<i64> = form
        .seen
        .split(',')
        .filter_map(|id| id.parse().ok())
        .collect();
    match agenda_items::mark_all(&mut tx, home.spot(), &seen).await? {
        0 => Ok(flash::see_with(
            &home.url(),
            "Alla punkter var redan behandlade.",
        )),
        count => {
            tx.commit().await?;
            let words = super::carry::items(count);
            let said = format!("{words} markerades som behandlade.");
            Ok(flash::see_with(&home.url(), &said))
        }
    }
}

fn too_early(app: &App, me: &Me, home: &Home) -> Option<Result<Response>> {
    let subject = home.subject.as_ref()?;
    (!home.tells_what_was_done(app.clock.today())).then(|| {
        let day = super::the_day(subject.dialogue.plan.held_on);
        let sentence =
            format!("Det går att markera vad som är behandlat från dialogens dag, {day}.");
        refused(
            me,
            subject,
            "Punkten kan inte markeras än",
            sentence,
            vec![],
        )
    })
}

/// Off the agenda, into the län's parking.
pub async fn park(
    State(app): State<App>,
    me: Me,
    Path((id, aid)): Path<(i64, i64)>,
    Posted { form, .. }: Form,
) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    let (shown, permit) = permitted(&app, &me, &home, aid).await?;
    if let Some(answer) = home.over(&me).or_else(|| was_held(&me, &home)) {
        return answer;
    }
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = home.over(&me).or_else(|| was_held(&me, &home)) {
        return answer;
    }
    let shown = again(&mut tx, &home, shown, form.version).await?;
    if shown.item.state != Stands::Open {
        return Err(Error::Stale);
    }
    let parking = Spot {
        dialogue_id: None,
        ..home.spot()
    };
    if agenda_items::is_full(tx.conn(), parking).await? {
        return full(&me, &home);
    }
    agenda_items::park(&mut tx, &shown.item).await?;
    tx.commit().await?;
    let said = format!(
        "{} är parkerad för {}.",
        shown.item.point.title, home.county.short_name
    );
    Ok(flash::see_with(&home.url(), &said))
}

fn was_held(me: &Me, home: &Home) -> Option<Result<Response>> {
    let subject = home.subject.as_ref().filter(|_| home.was_held())?;
    let sentence = "Dialogen är genomförd. Markera punkten som inte behandlad, så följer den med till länets nästa dialog.";
    Some(refused(
        me,
        subject,
        "Punkten kan inte parkeras nu",
        sentence.to_owned(),
        vec![],
    ))
}

fn full(me: &Me, home: &Home) -> Result<Response> {
    let sentence = format!("Listan har redan {MOST} punkter. Ta bort någon först.");
    match &home.subject {
        Some(subject) => refused(
            me,
            subject,
            "Det finns inte plats för fler punkter",
            sentence,
            vec![],
        ),
        None => Err(Error::BadRequest(sentence)),
    }
}

/// From the parking to the agenda of the län's next dialogue.
pub async fn take(
    State(app): State<App>,
    me: Me,
    Path((slug, aid)): Path<(String, i64)>,
    Posted { form, .. }: Form,
) -> Result<Response> {
    let home = Home::parking(&app, &slug).await?;
    let (shown, permit) = permitted(&app, &me, &home, aid).await?;
    let mut tx = app.db.write(permit).await?;
    let shown = again(&mut tx, &home, shown, form.version).await?;
    let next = agenda_items::next_of(tx.conn(), &home.county.code, 0).await?;
    let (Some(next), Stands::Open) = (next, shown.item.state) else {
        let said = "Länet har ingen dialog att ta med punkten till. Planera en dialog först.";
        return Ok(flash::see_with(&home.url(), said));
    };
    let agenda = Spot {
        dialogue_id: Some(next.id),
        ..home.spot()
    };
    if agenda_items::is_full(tx.conn(), agenda).await? {
        let said = format!("Dagordningen har redan {MOST} punkter. Ta bort någon först.");
        return Ok(flash::see_with(&home.url(), &said));
    }
    agenda_items::take(&mut tx, &shown.item, next.id).await?;
    tx.commit().await?;
    let day = super::the_day(next.held_on);
    let said = format!("{} står nu på dagordningen {day}.", shown.item.point.title);
    Ok(flash::see_with(&home.url(), &said))
}

#[derive(Template)]
#[template(path = "agenda_items/remove.html")]
struct RemovePage {
    shell: Shell,
    crumbs: Vec<Choice>,
    question: String,
    lead: &'static str,
    version: i64,
    back: String,
}

pub async fn ask_to_remove(
    State(app): State<App>,
    me: Me,
    Path((id, aid)): Path<(i64, i64)>,
) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    ask(&app, &me, home, aid).await
}

pub async fn ask_to_remove_parked(
    State(app): State<App>,
    me: Me,
    Path((slug, aid)): Path<(String, i64)>,
) -> Result<Response> {
    let home = Home::parking(&app, &slug).await?;
    ask(&app, &me, home, aid).await
}

async fn ask(app: &App, me: &Me, home: Home, aid: i64) -> Result<Response> {
    let (shown, _) = permitted(app, me, &home, aid).await?;
    if let Some(answer) = home.over(me) {
        return answer;
    }
    let mut crumbs = home.crumbs();
    crumbs.push(Choice::new(home.url(), home.list_name()));
    let from = match &home.subject {
        Some(_) => "dagordningen",
        None => "parkeringen",
    };
    let template = RemovePage {
        shell: me.shell(),
        crumbs,
        question: format!("Ta bort ”{}” från {from}?", shown.item.point.title),
        lead: "Punkten följer inte med till någon annan dialog. Att den har funnits står kvar i historiken.",
        version: shown.item.version,
        back: format!("{}/{aid}", home.url()),
    };
    page(StatusCode::OK, &template)
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path((id, aid)): Path<(i64, i64)>,
    Posted { form, .. }: Form,
) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    take_off(&app, &me, home, aid, form).await
}

pub async fn remove_parked(
    State(app): State<App>,
    me: Me,
    Path((slug, aid)): Path<(String, i64)>,
    Posted { form, .. }: Form,
) -> Result<Response> {
    let home = Home::parking(&app, &slug).await?;
    take_off(&app, &me, home, aid, form).await
}

async fn take_off(app: &App, me: &Me, home: Home, aid: i64, form: SettleForm) -> Result<Response> {
    let (shown, permit) = permitted(app, me, &home, aid).await?;
    if let Some(answer) = home.over(me) {
        return answer;
    }
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = home.over(me) {
        return answer;
    }
    let now = agenda_items::find(tx.conn(), aid).await?;
    if now.state == Stands::Dropped {
        return Ok(flash::see(&home.url()));
    }
    let shown = again(&mut tx, &home, shown, form.version).await?;
    if shown.item.state == Stands::Carried {
        return Err(Error::Stale);
    }
    agenda_items::drop_item(&mut tx, &shown.item).await?;
    tx.commit().await?;
    let said = format!("{} är borttagen.", shown.item.point.title);
    Ok(flash::see_with(&home.url(), &said))
}
