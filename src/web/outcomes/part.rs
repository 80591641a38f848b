//! A line as pages show it: what it says, what it has become, and what can be done with it.

use crate::domain::access::{Act, Place};
use crate::domain::action::Status;
use crate::domain::agenda_item::State as Stands;
use crate::domain::handover::Status as Handed;
use crate::domain::outcome::{Became, OutcomeKind, Shut};
use crate::store::outcomes::Shown;
use crate::web::agenda_items::home::Home;
use crate::web::me::Me;
use crate::web::{actions, text};
use askama::Template;

/// What a line was made into, in words, its colour, and where it is.
pub struct Tag {
    pub label: String,
    pub tone: &'static str,
    pub url: String,
}

#[derive(Template)]
#[template(path = "outcomes/_line.html")]
pub struct LineRow {
    pub id: i64,
    pub kind: &'static str,
    pub kind_tone: &'static str,
    pub text: String,
    pub shareable: bool,
    /// "Anna Lind kl. 10.42"
    pub who: String,
    pub became: Option<Tag>,
    pub url: String,
    pub version: i64,
    /// Whether it can be changed, and what it can be made into.
    pub may_change: bool,
    pub may_park: bool,
    pub to_action: Option<String>,
    pub to_handover: Option<String>,
    pub to_need: Option<String>,
}

/// What a person may do with the lines of a dialogue.
pub struct Rights<'a> {
    me: &'a Me,
    home: &'a Home,
    shut: Option<Shut>,
}

impl Rights<'_> {
    pub fn of<'a>(me: &'a Me, home: &'a Home, shut: Option<Shut>) -> Rights<'a> {
        Rights { me, home, shut }
    }

    /// Also after the minutes are locked a line can become something.
    fn goes_on(&self) -> bool {
        matches!(self.shut, None | Some(Shut::Locked))
    }

    fn place(&self, shown: &Shown) -> Place {
        Place {
            department: shown.department_id,
            issue_area: shown.area_id,
            ..self.home.county.place()
        }
    }

    fn can(&self, act: Act, shown: &Shown) -> bool {
        self.goes_on() && self.me.can(act, &self.place(shown))
    }
}

pub fn rows(lines: Vec<Shown>, rights: &Rights) -> Vec<LineRow> {
    lines.into_iter().map(|each| row(each, rights)).collect()
}

pub fn row(shown: Shown, rights: &Rights) -> LineRow {
    let outcome = &shown.outcome;
    let (dialogue, id) = (outcome.dialogue_id, outcome.id);
    let free = outcome.became.is_none();
    let may = rights
        .home
        .may(rights.me, shown.area_id, shown.department_id)
        .is_ok();
    let link = |act, url: String| (free && rights.can(act, &shown)).then_some(url);
    LineRow {
        to_action: link(
            Act::CreateAction,
            format!("/insatser/ny?dialog={dialogue}&utfall={id}"),
        ),
        to_handover: link(
            Act::CreateHandover,
            format!("/overlamningar/ny?utfall={id}"),
        ),
        to_need: link(Act::KeepNeeds, format!("/behov/nytt?utfall={id}"))
            .filter(|_| outcome.line.kind == OutcomeKind::Wish),
        may_park: free && may && rights.goes_on(),
        may_change: may && rights.shut.is_none(),
        kind: outcome.line.kind.label(),
        kind_tone: tone(outcome.line.kind),
        text: outcome.line.text.clone(),
        shareable: outcome.line.shareable,
        who: who(&shown),
        became: became(&shown, &rights.home.county.url()),
        url: format!("/dialoger/{dialogue}/utfall/{id}"),
        version: outcome.version,
        id,
    }
}

fn who(shown: &Shown) -> String {
    let at = text::clock(text::to_stockholm(shown.written_at).time());
    match shown.writer.is_empty() {
        true => format!("kl. {at}"),
        false => format!("{} kl. {at}", shown.writer),
    }
}

/// The colour of a kind's tag.
pub fn tone(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Information => "",
        OutcomeKind::Decision => "solid",
        OutcomeKind::Action => "green",
        OutcomeKind::Wish => "amber",
        OutcomeKind::Priority | OutcomeKind::Choice => "pine",
    }
}

/// "Insats: Pågår"
pub fn became(shown: &Shown, county: &str) -> Option<Tag> {
    let code = shown.stands.as_deref().unwrap_or_default();
    Some(match shown.outcome.became? {
        Became::Action(id) => {
            let status = code.parse::<Status>().ok();
            Tag {
                label: format!("Insats: {}", status.map_or("", Status::label)),
                tone: status.map_or("", actions::words::tone),
                url: format!("/insatser/{id}"),
            }
        }
        Became::Handover(id) => {
            let status = code.parse::<Handed>().ok();
            Tag {
                label: format!("Överlämning: {}", status.map_or("", Handed::label)),
                tone: status.map_or("", handed_over),
                url: format!("/overlamningar/{id}"),
            }
        }
        Became::ParkedItem(id) => Tag {
            label: parked(code).to_owned(),
            tone: "amber",
            url: format!("{county}/parkering/{id}"),
        },
    })
}

fn handed_over(status: Handed) -> &'static str {
    match status {
        Handed::Sent => "",
        Handed::Accepted | Handed::ContactMade => "pine",
        Handed::Closed => "green",
        Handed::Returned => "amber",
    }
}

fn parked(code: &str) -> &'static str {
    match code.parse::<Stands>() {
        Ok(Stands::Done) => "Parkerad, sedan behandlad",
        Ok(Stands::Carried) => "Parkerad, följer med",
        Ok(Stands::Dropped) => "Parkerad, sedan borttagen",
        _ => "Parkerad",
    }
}
