//! An item: added, shown with where it comes from and has gone, and changed.

use super::about::{About, about};
use super::form::{ItemForm, Lists, MET, check};
use super::home::Home;
use crate::App;
use crate::domain::agenda_item::{MOST, Point, State as Stands};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::observation::UsedIn;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::agenda_items::{self, Shown};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::observations::card::Card;
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "agenda_items/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: ItemForm,
    lists: Lists,
    crumbs: Vec<Choice>,
    name: String,
    /// Where the form is sent; the title of the item, empty for a new one.
    url: String,
    title: String,
    back: String,
    back_name: &'static str,
    may: bool,
    item: Option<About>,
    /// None of a new one.
    notes: Option<Card>,
}

impl FormPage {
    fn is_new(&self) -> bool {
        self.title.is_empty()
    }
}

pub async fn new(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    empty(&app, &me, home).await
}

pub async fn new_parked(
    State(app): State<App>,
    me: Me,
    Path(slug): Path<String>,
) -> Result<Response> {
    let home = Home::parking(&app, &slug).await?;
    empty(&app, &me, home).await
}

async fn empty(app: &App, me: &Me, home: Home) -> Result<Response> {
    home.may_add(me)?;
    if let Some(answer) = home.over(me) {
        return answer;
    }
    let form = ItemForm {
        once: Token::short(),
        ..ItemForm::default()
    };
    form_page(app, me, &home, None, form, Errors::default()).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    posted: Posted<ItemForm>,
) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    add(&app, &me, home, posted).await
}

pub async fn create_parked(
    State(app): State<App>,
    me: Me,
    Path(slug): Path<String>,
    posted: Posted<ItemForm>,
) -> Result<Response> {
    let home = Home::parking(&app, &slug).await?;
    add(&app, &me, home, posted).await
}

async fn add(app: &App, me: &Me, home: Home, posted: Posted<ItemForm>) -> Result<Response> {
    let Posted { form, mut errors } = posted;
    let permit = home.may_with(me, &form.issue_area_id)?;
    if let Some(answer) = home.over(me) {
        return answer;
    }
    let lists = Lists::load(app, me, &home, None).await?;
    let point = check(&form, &lists, &mut errors);
    let (Some(point), true) = (point, errors.allow()) else {
        return form_page(app, me, &home, None, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = home.over(me) {
        return answer;
    }
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    if agenda_items::is_full(tx.conn(), home.spot()).await? {
        drop(tx);
        let said = format!("Listan har redan {MOST} punkter. Ta bort någon först.");
        errors.add("", said);
        return form_page(app, me, &home, None, form, errors).await;
    }
    // What is written down once the dialogue has been held is what was brought up there.
    let state = if home.was_held() {
        Stands::Done
    } else {
        Stands::Open
    };
    let id = agenda_items::add(&mut tx, home.spot(), &point, state).await?;
    let url = format!("{}#punkt-{id}", home.url());
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url,
        &format!("{} är tillagd.", point.title),
    ))
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path((id, aid)): Path<(i64, i64)>,
) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    shown(&app, &me, home, aid).await
}

pub async fn show_parked(
    State(app): State<App>,
    me: Me,
    Path((slug, aid)): Path<(String, i64)>,
) -> Result<Response> {
    let home = Home::parking(&app, &slug).await?;
    shown(&app, &me, home, aid).await
}

async fn shown(app: &App, me: &Me, home: Home, aid: i64) -> Result<Response> {
    let found = agenda_items::shown_one(app.db.read(), aid).await?;
    if found.item.county != home.county.code {
        return Err(Error::NotFound);
    }
    if home.here(&found.item).is_err() {
        return Ok(flash::see(&address(&home, &found)));
    }
    let form = ItemForm {
        version: found.item.version,
        ..ItemForm::from(&found.item.point)
    };
    form_page(app, me, &home, Some(found), form, Errors::default()).await
}

/// Where an item of the län stands now.
fn address(home: &Home, shown: &Shown) -> String {
    let item = &shown.item;
    match item.dialogue_id {
        Some(dialogue) => format!("/dialoger/{dialogue}/dagordning/{}", item.id),
        None => format!("{}/parkering/{}", home.county.url(), item.id),
    }
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, aid)): Path<(i64, i64)>,
    posted: Posted<ItemForm>,
) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    change(&app, &me, home, aid, posted).await
}

pub async fn update_parked(
    State(app): State<App>,
    me: Me,
    Path((slug, aid)): Path<(String, i64)>,
    posted: Posted<ItemForm>,
) -> Result<Response> {
    let home = Home::parking(&app, &slug).await?;
    change(&app, &me, home, aid, posted).await
}

/// The item is the same wherever in the län it has been moved meanwhile, so nothing written is lost.
async fn change(
    app: &App,
    me: &Me,
    home: Home,
    aid: i64,
    posted: Posted<ItemForm>,
) -> Result<Response> {
    let Posted { form, mut errors } = posted;
    let before = agenda_items::shown_one(app.db.read(), aid).await?;
    if before.item.county != home.county.code {
        return Err(Error::NotFound);
    }
    let home = home.of_item(app, before.item.dialogue_id).await?;
    home.may_one(me, &before)?;
    let kept = before.item.point.issue_area_id.map(|id| id.to_string());
    let permit = match kept.as_deref() == Some(form.issue_area_id.as_str()) {
        true => home.may_one(me, &before)?,
        false => home.may_with(me, &form.issue_area_id)?,
    };
    if let Some(answer) = home.over(me) {
        return answer;
    }
    let lists = Lists::load(app, me, &home, Some(&before.item.point)).await?;
    let point = check(&form, &lists, &mut errors);
    let (Some(point), true) = (point, errors.allow()) else {
        return form_page(app, me, &home, Some(before), form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = agenda_items::shown_one(&mut *tx.conn(), aid).await?;
    let home = home.of_item(app, now.item.dialogue_id).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = home.over(me) {
        return answer;
    }
    home.may_one(me, &now)?;
    if matches!(now.item.state, Stands::Carried | Stands::Dropped) {
        drop(tx);
        return gone(app, me, &home, now, form, errors).await;
    }
    let seen = form.version;
    let mine = ItemForm {
        version: seen,
        ..ItemForm::from(&point)
    };
    let about = Subject::new(SubjectKind::AgendaItem, aid);
    let (current, version) = (&now.item.point, now.item.version);
    let met = meet(&mut tx, &about, current, version, mine, seen, &[]).await?;
    let form = after_meeting(app, met, MET, &mut errors).await?;
    let point = check(&form, &lists_of(lists, current), &mut errors);
    let (Some(point), true) = (point, errors.allow()) else {
        drop(tx);
        return form_page(app, me, &home, Some(now), form, errors).await;
    };
    let back = back_to(&home, &now);
    if point == now.item.point {
        return Ok(flash::see_with(&back, "Inget var ändrat."));
    }
    agenda_items::change(&mut tx, &now.item, &point).await?;
    tx.commit().await?;
    Ok(flash::see_with(&back, &saved(&home, &now)))
}

/// The lists with what the item has by now, when someone else has chosen it.
fn lists_of(mut lists: Lists, point: &Point) -> Lists {
    for (list, id) in [
        (&mut lists.areas, point.issue_area_id),
        (&mut lists.actions, point.action_id),
    ] {
        if let Some(id) = id.filter(|id| !list.iter().any(|each| each.value == id.to_string())) {
            list.push(Choice::new(id, "Som tidigare"));
        }
    }
    lists
}

/// The list that the item stands on now.
fn back_to(home: &Home, now: &Shown) -> String {
    let own = address(home, now);
    let list = own.rsplit_once('/').map_or("", |(list, _)| list);
    format!("{list}#punkt-{}", now.item.id)
}

fn saved(home: &Home, now: &Shown) -> String {
    match home.here(&now.item).is_ok() {
        true => "Punkten är sparad.".to_owned(),
        false => match now.item.dialogue_id {
            None => {
                "Punkten är sparad. Den har parkerats medan du skrev och ligger nu här.".to_owned()
            }
            Some(_) => {
                "Punkten är sparad. Den har tagits med till dialogen medan du skrev.".to_owned()
            }
        },
    }
}

/// It was taken off the list, or went on, while someone wrote: the text comes back as a new item's.
async fn gone(
    app: &App,
    me: &Me,
    home: &Home,
    now: Shown,
    form: ItemForm,
    mut errors: Errors,
) -> Result<Response> {
    let said = match now.item.state {
        Stands::Carried => {
            "Punkten har följt med till nästa dialog medan du skrev. Din text finns kvar nedan – lägg till den som en ny punkt om den behövs här."
        }
        _ => {
            "Någon annan har tagit bort punkten medan du skrev. Din text finns kvar nedan – lägg till den som en ny punkt om den behövs."
        }
    };
    errors.add("", said);
    let form = ItemForm {
        once: Token::short(),
        version: 0,
        ..form
    };
    let mut answer = form_page(app, me, home, None, form, errors).await?;
    *answer.status_mut() = StatusCode::CONFLICT;
    Ok(answer)
}

async fn form_page(
    app: &App,
    me: &Me,
    home: &Home,
    of: Option<Shown>,
    form: ItemForm,
    errors: Errors,
) -> Result<Response> {
    let may = match &of {
        Some(shown) => {
            let living = !matches!(shown.item.state, Stands::Carried | Stands::Dropped);
            living && !home.is_over() && home.may_one(me, shown).is_ok()
        }
        None => true,
    };
    let kept = of.as_ref().map(|shown| shown.item.point.clone());
    let mut crumbs = home.crumbs();
    crumbs.push(Choice::new(home.url(), home.list_name()));
    let item = match of {
        Some(shown) => Some(about(app, home, shown).await?),
        None => None,
    };
    let id = item.as_ref().map(|about| about.shown.item.id);
    let notes = match &item {
        Some(about) => Some(notes(app, me, &about.shown, may).await?),
        None => None,
    };
    let template = FormPage {
        notes,
        shell: me.shell_for(&errors),
        lists: Lists::load(app, me, home, kept.as_ref()).await?,
        name: home.name(),
        url: id.map_or(format!("{}/ny", home.url()), |id| {
            format!("{}/{id}", home.url())
        }),
        title: kept.map_or(String::new(), |point| point.title),
        back: home.url(),
        back_name: home.list_name(),
        crumbs,
        may,
        item,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

async fn notes(app: &App, me: &Me, shown: &Shown, may: bool) -> Result<Card> {
    let (item, county) = (&shown.item, [shown.item.county.clone()]);
    let areas: Vec<i64> = item.point.issue_area_id.into_iter().collect();
    let used_in = (UsedIn::AgendaItem, item.id);
    Card::load(app, me, used_in, (&county, &areas), may).await
}
