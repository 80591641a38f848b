//! The minutes as the dialogue's own page and the start page tell of them.

use super::tone;
use crate::domain::access::Act;
use crate::domain::dialogue::Dialogue;
use crate::domain::minutes::{Status, Step, number_words};
use crate::domain::places::County;
use crate::error::Result;
use crate::store::lessons;
use crate::store::minutes::{self, Standing};
use crate::store::reader::Reader;
use crate::web::me::Me;
use crate::web::text;

/// Where the minutes stand, and the right next step.
pub struct Card {
    pub url: String,
    pub label: &'static str,
    pub tone: &'static str,
    pub words: String,
    /// Where the next step is taken, and its button.
    pub next: Option<(String, &'static str)>,
    /// The evaluation of the dialogue, from the day it has been held.
    pub evaluation: Option<Evaluated>,
}

pub struct Evaluated {
    pub url: String,
    pub words: &'static str,
}

/// None before the dialogue is held.
pub async fn card(
    db: &Reader,
    me: &Me,
    dialogue: &Dialogue,
    county: &County,
) -> Result<Option<Card>> {
    if !Step::Write.is_open(Status::Draft, dialogue.phase) {
        return Ok(None);
    }
    let stands = minutes::standing(db, dialogue.id).await?;
    let url = format!("{}/minnesanteckningar", dialogue.url());
    let runs = me.can(Act::RunDialogue, &county.place());
    let held = Step::Lock.is_open(Status::Draft, dialogue.phase);
    let evaluation = match held {
        true => Some(evaluated(db, dialogue).await?),
        false => None,
    };
    Ok(Some(Card {
        label: stands.status.label(),
        tone: tone(stands.status),
        words: words(&stands),
        next: runs.then(|| next(&stands, &url, held)).flatten(),
        evaluation,
        url,
    }))
}

async fn evaluated(db: &Reader, dialogue: &Dialogue) -> Result<Evaluated> {
    let (evaluation, _) = lessons::evaluation(db, dialogue.id).await?;
    Ok(Evaluated {
        url: format!("{}/utvardering", dialogue.url()),
        words: match evaluation.is_blank() {
            true => "Utvärdera dialogen",
            false => "Utvärderingen av dialogen",
        },
    })
}

fn words(stands: &Standing) -> String {
    let day = |at| text::long_date(text::to_stockholm_date(at));
    match (stands.status, stands.number) {
        (Status::Final, Some(number)) => {
            let locked = stands
                .locked_at
                .map_or(String::new(), |at| format!(", låsta {}", day(at)));
            format!("{}{locked}.", number_words(number, stands.edition))
        }
        (Status::Review, _) => {
            let answered = format!("{} av {} har svarat.", stands.answered, stands.asked);
            match stands.unsettled {
                0 => answered,
                1 => format!("{answered} 1 synpunkt väntar på dig som skriver."),
                count => format!("{answered} {count} synpunkter väntar på dig som skriver."),
            }
        }
        (_, Some(number)) => format!("{} är öppnade igen.", number_words(number, stands.edition)),
        _ => "De byggs av dagordningen, utfallen och närvaron.".to_owned(),
    }
}

fn next(stands: &Standing, url: &str, held: bool) -> Option<(String, &'static str)> {
    let everyone = stands.answered == stands.asked && stands.unsettled == 0;
    Some(match stands.status {
        Status::Draft => (format!("{url}/justering"), "Skicka på justering"),
        Status::Review if everyone && held => (format!("{url}/klara"), "Lås minnesanteckningarna"),
        Status::Review => (format!("{url}#justering"), "Se justeringen"),
        Status::Final => (format!("{url}/text"), "Text att skicka"),
    })
}

/// Minutes that wait for her to adjust them, on the start page.
pub struct Duty {
    pub url: String,
    pub title: String,
}

pub async fn duties(db: &Reader, me: &Me) -> Result<Vec<Duty>> {
    let waiting = minutes::waiting_for(db, me.id()).await?;
    let duty = |each: &minutes::Waiting| Duty {
        url: format!("/dialoger/{}/minnesanteckningar", each.dialogue_id),
        title: format!(
            "Justera minnesanteckningarna från dialogen med {} {}",
            each.county, each.held_on
        ),
    };
    Ok(waiting.iter().map(duty).collect())
}
