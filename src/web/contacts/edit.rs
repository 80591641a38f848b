//! A new contact, and a changed one.

use super::form::{ContactForm, check_card};
use super::{Loaded, load, load_in, may_keep};
use crate::App;
use crate::contact_here;
use crate::domain::access::Act;
use crate::domain::contact::{Card, Contact, Post, USUAL_PURPOSE};
use crate::domain::event::{Subject, SubjectKind};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::contacts::{self, Like};
use crate::store::organisations::{self, Choosable};
use crate::web::errors::refusal;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::secrecy::sight;
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Span;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat kontakten medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const LIKE: &str = "Det finns redan en liknande kontakt. Är det samma person, öppna den i stället. Annars kryssar du i rutan och sparar igen.";

#[derive(Template)]
#[template(path = "contacts/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: ContactForm,
    contact: Option<Contact>,
    organisations: Vec<Choice>,
    like: Vec<Like>,
    back: String,
}

/// The organisations as choices, with what tells like names apart.
pub fn organisation_choices(all: &[Choosable]) -> Vec<Choice> {
    let choice = |each: &Choosable| {
        let hint = match each.county_name.is_empty() {
            true => each.kind.label().to_owned(),
            false => format!("{}, {}", each.kind.label(), each.county_name),
        };
        Choice::new(each.id, &each.name).hint(hint)
    };
    all.iter().map(choice).collect()
}

/// Those at which she may keep contacts.
async fn open_to(app: &App, me: &Me) -> Result<Vec<Choosable>> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let all = organisations::choosable(app.db.read(), None).await?;
    let mine = |each: &Choosable| {
        let codes: Vec<String> = each.county.iter().cloned().collect();
        may_keep(me, &holders, Act::KeepContacts, &codes).is_ok()
    };
    Ok(all.into_iter().filter(mine).collect())
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    organisation: String,
    lan: String,
}

pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    me.may_somewhere(Act::KeepContacts)?;
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let mut organisation = asked.organisation;
    if let Some(code) = holders.county_asked(&asked.lan) {
        let actor = organisations::actor_of(db, &code).await?;
        organisation = actor.map_or(organisation, |id| id.to_string());
    }
    let form = ContactForm {
        organisation_id: organisation,
        data_purpose: USUAL_PURPOSE.to_owned(),
        review_on: today.saturating_add(Span::new().years(1)).to_string(),
        once: Token::short(),
        ..ContactForm::default()
    };
    form_page(&app, &me, None, form, Errors::default(), vec![], None).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<ContactForm>,
) -> Result<Response> {
    me.may_somewhere(Act::KeepContacts)?;
    let card = check_card(&form, &mut errors);
    let post = check_post(&app, &form, &mut errors).await?;
    let (Some(card), Some((post, codes)), true) = (card, post, errors.allow()) else {
        return form_page(&app, &me, None, form, errors, vec![], None).await;
    };
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let permit = match may_keep(&me, &holders, Act::KeepContacts, &codes) {
        Err(Error::Denied(denied)) => {
            errors.add("", refusal(&app, &denied).await);
            let status = Some(StatusCode::FORBIDDEN);
            return form_page(&app, &me, None, form, errors, vec![], status).await;
        }
        other => other?,
    };
    let seen = sight(&app, &me).await?;
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let names = (card.name.as_str(), card.email.as_str());
    let at = [post.organisation_id];
    let like = contacts::like(tx.conn(), names, &at, 0, &seen).await?;
    if !like.is_empty() && form.anyway.is_empty() {
        drop(tx);
        errors.add("anyway", LIKE);
        return form_page(&app, &me, None, form, errors, like, None).await;
    }
    let id = contacts::add(&mut tx, &card).await?;
    contacts::add_post(&mut tx, id, &post).await?;
    let url = crate::domain::contact::url(id);
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Kontakten är tillagd."))
}

/// The post a new contact begins with, and the län it lies in.
async fn check_post(
    app: &App,
    form: &ContactForm,
    errors: &mut Errors,
) -> Result<Option<(Post, Vec<String>)>> {
    let title = errors.optional_text("post_title", &form.post_title, 120);
    let from = errors.optional_date("valid_from", &form.valid_from);
    let organisation = chosen(app, &form.organisation_id).await?;
    let organisation = errors.need("organisation_id", organisation, "Välj en organisation.");
    let (Some(post_title), Some((organisation_id, codes))) = (title, organisation) else {
        return Ok(None);
    };
    let post = Post {
        organisation_id,
        post_title,
        valid_from: from,
        valid_to: None,
    };
    Ok(Some((post, codes)))
}

/// An organisation by what a form says, and its län.
pub async fn chosen(app: &App, asked: &str) -> Result<Option<(i64, Vec<String>)>> {
    let Ok(id) = asked.parse::<i64>() else {
        return Ok(None);
    };
    match organisations::find(app.db.read(), id).await {
        Ok(found) if found.merged_into.is_none() => {
            Ok(Some((id, found.details.county.into_iter().collect())))
        }
        Ok(_) | Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    crate::web::secrecy::opened(&app, &me, &super::subject(id)).await?;
    loaded.may(&me)?;
    if loaded.contact.pseudonymised {
        return Ok(gone(&loaded));
    }
    let form = ContactForm {
        version: loaded.contact.version,
        ..ContactForm::from(&loaded.contact.card)
    };
    let contact = Some(loaded.contact);
    form_page(&app, &me, contact, form, Errors::default(), vec![], None).await
}

/// Back to the page of one who is pseudonymised.
pub fn gone(loaded: &Loaded) -> Response {
    flash::see_with(
        &loaded.contact.url(),
        "Kontakten är pseudonymiserad och ändras inte mer.",
    )
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<ContactForm>,
) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    let permit = loaded.may(&me)?;
    if loaded.contact.pseudonymised {
        return Ok(gone(&loaded));
    }
    let card = check_card(&form, &mut errors);
    let (Some(card), true) = (card, errors.allow()) else {
        let contact = Some(loaded.contact);
        return form_page(&app, &me, contact, form, errors, vec![], None).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = load_in(&mut tx, &app, &me, &loaded).await?.contact;
    if now.pseudonymised {
        return Err(Error::Stale);
    }
    let about = Subject::new(SubjectKind::Contact, id);
    let (seen, mine) = (form.version, mine(&form, &card));
    let met = meet(&mut tx, &about, &now.card, now.version, mine, seen, &[]).await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let card = check_card(&form, &mut errors);
    let (Some(card), true) = (card, errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, Some(now), form, errors, vec![], None).await;
    };
    if card == now.card {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    contacts::change(&mut tx, &now, &card).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Kontakten är ändrad."))
}

fn mine(form: &ContactForm, card: &Card) -> ContactForm {
    ContactForm {
        version: form.version,
        ..ContactForm::from(card)
    }
}

async fn form_page(
    app: &App,
    me: &Me,
    contact: Option<Contact>,
    form: ContactForm,
    errors: Errors,
    like: Vec<Like>,
    status: Option<StatusCode>,
) -> Result<Response> {
    let organisations = match contact {
        Some(_) => vec![],
        None => organisation_choices(&open_to(app, me).await?),
    };
    let template = FormPage {
        shell: me.shell_for(&errors),
        back: contact
            .as_ref()
            .map_or("/kontakter".to_owned(), Contact::url),
        organisations,
        contact,
        form,
        like,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}
