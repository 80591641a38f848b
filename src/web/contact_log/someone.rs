//! Someone a contact was had with who is not in the register yet: added from the form it is written in, so
//! that nobody has to leave it.

use super::check::EntryForm;
use crate::App;
use crate::domain::access::Act;
use crate::domain::contact::{Card, Note, Post, USUAL_PURPOSE};
use crate::error::{Error, Result};
use crate::store::contacts::{self, Like};
use crate::store::{Write, organisations};
use crate::web::contacts::may_keep;
use crate::web::errors::refusal;
use crate::web::form::Errors;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::secrecy::sight;
use crate::web::text;
use jiff::Span;
use jiff::civil::Date;

/// What is kept of her, which her own page then adds to; her post is at the organisation of the form.
pub struct Someone {
    card: Card,
    post: Post,
}

/// None when nobody is written in, or something is wrong with what is.
pub fn check(form: &EntryForm, today: Date, errors: &mut Errors) -> Option<Someone> {
    if !form.has_someone() {
        return None;
    }
    let name = errors.text("new_name", &form.new_name, 120, "Skriv ett namn.");
    let title = errors.optional_text("new_title", &form.new_title, 120);
    let organisation = form.organisation_id.parse().ok();
    let where_at = "Välj organisationen som den nya kontakten finns hos.";
    let organisation = errors.need("organisation_id", organisation, where_at);
    Some(Someone {
        card: card(name?, form, today),
        post: Post {
            organisation_id: organisation?,
            post_title: title?,
            valid_from: None,
            valid_to: None,
        },
    })
}

fn card(name: String, form: &EntryForm, today: Date) -> Card {
    let day = crate::web::parse::date(&form.held_on).unwrap_or(today);
    Card {
        name,
        email: String::new(),
        phone: String::new(),
        data_purpose: USUAL_PURPOSE.to_owned(),
        data_source: format!("Kontakt med oss {}", text::long_date(day)),
        review_on: today.saturating_add(Span::new().years(1)),
        notes: String::new(),
    }
}

/// Adds her in the same write as what is logged, and to whom it was with; with a mistake nothing is added.
pub async fn add(
    tx: &mut Write,
    (app, me, holders): (&App, &Me, &Holders),
    (someone, form): (Option<&Someone>, &EntryForm),
    note: &mut Note,
    errors: &mut Errors,
) -> Result<()> {
    let Some(Someone { card, post }) = someone else {
        return Ok(());
    };
    let organisation = match organisations::find(tx.conn(), post.organisation_id).await {
        Ok(found) if found.merged_into.is_none() => found,
        Ok(_) | Err(Error::NotFound) => {
            errors.add("organisation_id", "Välj en organisation i listan.");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let codes: Vec<String> = organisation.details.county.into_iter().collect();
    match may_keep(me, holders, Act::KeepContacts, &codes) {
        Err(Error::Denied(denied)) => {
            errors.add("new_name", refusal(app, &denied).await);
            return Ok(());
        }
        permit => permit?,
    };
    let seen = sight(app, me).await?;
    let (names, at) = ((card.name.as_str(), ""), [post.organisation_id]);
    let like = contacts::like(tx.conn(), names, &at, 0, &seen).await?;
    if !like.is_empty() && form.anyway.is_empty() {
        errors.add("anyway", said(&like));
        return Ok(());
    }
    let id = contacts::add(tx, card).await?;
    contacts::add_post(tx, id, post).await?;
    note.people.push(id);
    note.people.sort();
    Ok(())
}

fn said(like: &[Like]) -> String {
    let name = |each: &Like| match each.post.is_empty() {
        true => each.name.clone(),
        false => format!("{} ({})", each.name, each.post),
    };
    let all = text::join_and(&like.iter().map(name).collect::<Vec<_>>());
    format!(
        "Det finns redan en liknande kontakt: {all}. Är det samma person, kryssa i kontakten under Med vem och ta bort namnet här. Annars kryssa i Det är en annan person och spara igen."
    )
}
