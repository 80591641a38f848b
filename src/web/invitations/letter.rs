//! Inbjudan: the letter to copy into a mail, and the file for the calendar. Nothing is sent from here.

use super::text_of::{self, Letter};
use crate::App;
use crate::domain::dialogue::Phase;
use crate::domain::people::Seat;
use crate::error::{Error, Result};
use crate::store::{agenda_items, feeds, invitations, participants, places};
use crate::web::dialogues::Subject;
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::ical::{CONTENT_TYPE, Calendar, Delivery, Event, Status, When};
use crate::web::me::{Me, Shell};
use crate::web::{export, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The invitation of the agency it is for; empty for the region's.
    till: String,
}

#[derive(Template)]
#[template(path = "invitations/letter.html")]
struct LetterPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    back: String,
    /// The letters there are: the region's and each agency's.
    letters: Vec<Choice>,
    till: String,
    subject: String,
    letter: String,
    called_off: bool,
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let all = invitations::of_dialogue(app.db.read(), id).await?;
    let to = match asked.till.is_empty() {
        true => None,
        false => {
            let found = all.iter().find(|each| each.id.to_string() == asked.till);
            let found = found.ok_or(Error::NotFound)?;
            Some((found.agency.clone(), found.asking.reason.clone()))
        }
    };
    let letter = letter(&app, &subject, to).await?;
    let region = Choice::new("", &letter.actor);
    let agencies = all.iter().map(|each| Choice::new(each.id, &each.agency));
    let template = LetterPage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        name: subject.name(),
        back: subject.dialogue.url(),
        letters: std::iter::once(region).chain(agencies).collect(),
        till: asked.till,
        subject: letter.subject(),
        letter: letter.write(),
        called_off: subject.dialogue.phase == Phase::Cancelled,
    };
    page(StatusCode::OK, &template)
}

async fn letter(app: &App, subject: &Subject, to: Option<(String, String)>) -> Result<Letter> {
    let (db, plan) = (app.db.read(), &subject.dialogue.plan);
    let mut actors = places::regional_actor_names(db, plan.held_on).await?;
    let actor = actors.remove(&subject.county.code);
    let actor = actor.unwrap_or_else(|| subject.county.name.clone());
    let all = agenda_items::of_dialogue(db, subject.dialogue.id).await?;
    let members = participants::of_dialogue(db, subject.dialogue.id).await?;
    let agency = app.config.agency.clone();
    let holders = Holders::load(db, app.clock.today()).await?;
    let lead = holders.of(&Seat::Lead(subject.county.team_id));
    let mut signed = Vec::new();
    if !lead.vacant() {
        signed.push(lead.name);
        signed.push("Uppdragsansvarig".to_owned());
    }
    signed.push(agency.clone());
    Ok(Letter {
        when: text_of::when(plan),
        places: text_of::places(plan),
        purpose: plan.purpose.clone(),
        lines: text_of::lines(plan, &all),
        people: text_of::people(&members, &agency, &actor),
        agency,
        actor,
        to,
        signed,
    })
}

/// The dialogue for a calendar outside the house: no address of ours, and nothing that is not in the letter.
pub async fn file(State(app): State<App>, _me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let meeting = feeds::one_meeting(app.db.read(), id).await?;
    let letter = letter(&app, &subject, None).await?;
    let cancelled = meeting.phase == Phase::Cancelled;
    let called_off = if cancelled { "Inställd: " } else { "" };
    let at = |time| When::At(meeting.held_on.to_datetime(time));
    let title = format!(
        "{called_off}Regiondialog {} och {}",
        letter.actor, letter.agency
    );
    let event = Event {
        ends: Some(at(meeting.ends_at)),
        location: letter.places.join(", "),
        description: letter.short(),
        status: match meeting.phase {
            Phase::Cancelled => Status::Cancelled,
            Phase::Planning => Status::Tentative,
            _ => Status::Confirmed,
        },
        sequence: meeting.version,
        alarms: vec![24 * 60, 60],
        ..Event::new(
            format!("inbjudan-{id}"),
            at(meeting.starts_at),
            title,
            meeting.changed_at,
        )
    };
    let calendar = Calendar {
        name: String::new(),
        delivery: Delivery::Download,
        events: vec![event],
    };
    let name = format!("inbjudan-{}-{}.ics", meeting.county_slug, meeting.held_on);
    Ok(export::attachment(
        &name,
        CONTENT_TYPE,
        calendar.write().into_bytes(),
    ))
}
