//! A record's Historik in Swedish sentences, and the same words for a conflict's values.

mod contacts;
mod meeting;

pub use meeting::{ClashRow, after_meeting, clash_rows};

use super::form::Choice;
use super::me::Shell;
use super::text;
use crate::domain::action::{Direction, Kind as ActionKind, Status};
use crate::domain::agenda_item::State as AgendaState;
use crate::domain::assessment::Part as AssessmentPart;
use crate::domain::brief::{Scope, Status as BriefStatus};
use crate::domain::brief_order::State as OrderState;
use crate::domain::calendar_date::Recurs;
use crate::domain::dialogue::{Form as DialogueForm, Phase};
use crate::domain::dialogue_issue::{Origin, State as IssueState};
use crate::domain::event::{Change, Subject};
use crate::domain::feed::FeedKind;
use crate::domain::feedback::Direction as FeedbackTo;
use crate::domain::handover::Status as HandoverStatus;
use crate::domain::investment::Status as InvestmentStatus;
use crate::domain::invitation::Reply;
use crate::domain::judgement::Question;
use crate::domain::milestone::{FallsOn, Outcome, State};
use crate::domain::minutes::Answer;
use crate::domain::need::Source;
use crate::domain::observation::Status as NoteStatus;
use crate::domain::offer::Kind as OfferKind;
use crate::domain::outcome::OutcomeKind;
use crate::domain::pack::PartKind;
use crate::domain::people::{Function, Kind, Role, Seat};
use crate::domain::places::ActorKind;
use crate::domain::position::{Part as PositionPart, Status as PositionStatus};
use crate::domain::setting::Number;
use crate::domain::source::Level;
use crate::domain::transition_case::{Kind as CaseKind, Source as CaseSource};
use crate::error::Result;
use crate::store::events::{self, Entry};
use crate::store::reader::Reader;
use askama::Template;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::Value;
use std::collections::HashMap;

/// How a field's value reads.
#[derive(Clone, Copy)]
enum Show {
    Text,
    Date,
    Time,
    Stamp,
    YesNo,
    Of(&'static str),
    Seat,
    Code(fn(&str) -> Option<&'static str>),
}

macro_rules! code {
    ($($codes:ty),+) => { Show::Code(|text| None$(.or_else(|| text.parse::<$codes>().ok().map(|each| each.label())))+) };
}

mod cases;

mod observations;

/// Every field that has a history: its name in every layer, its label, how its value reads.
#[rustfmt::skip]
const FIELDS: &[(&str, &str, Show)] = &[
    ("name", "Namn", Show::Text),
    ("short_name", "Kort namn", Show::Text),
    ("title", "Titel", Show::Text),
    ("email", "E-postadress", Show::Text),
    ("remit", "Verksamhetsområde", Show::Text),
    ("slug", "Adress", Show::Text),
    ("seat_town", "Residensstad", Show::Text),
    ("programme_area", "Programområde", Show::Text),
    ("aliases", "Andra namn", Show::Text),
    ("person_id", "Medarbetare", Show::Of("person")),
    ("owner_id", "Innehållsansvarig", Show::Of("person")),
    ("owner_person_id", "Ägare", Show::Of("person")),
    ("department_id", "Avdelning", Show::Of("department")),
    ("unit_id", "Enhet", Show::Of("unit")),
    ("team_id", "Team", Show::Of("team")),
    ("county", "Län", Show::Of("county")),
    ("counties", "Län", Show::Of("county")),
    ("issue_area_id", "Sakfråga", Show::Of("issue_area")),
    ("issue_areas", "Sakfrågor", Show::Of("issue_area")),
    ("seat", "Funktion", Show::Seat),
    ("owner_seat", "Ägare", Show::Seat),
    ("function", "Funktion", code!(Function)),
    ("kind", "Slag", code!(ActionKind, Kind, ActorKind, OfferKind, OutcomeKind, CaseKind)),
    ("feed_kind", "Kalender", code!(FeedKind)),
    ("role", "Roll", code!(Role)),
    ("roles", "Roller", code!(Role, Function)),
    ("is_primary", "Huvudansvarig", Show::YesNo),
    ("valid_from", "Gäller från", Show::Date),
    ("valid_to", "Gäller till och med", Show::Date),
    ("held_on", "Datum", Show::Date),
    ("starts_at", "Börjar", Show::Time),
    ("ends_at", "Slutar", Show::Time),
    ("form", "Form", code!(DialogueForm)),
    ("place", "Plats", Show::Text),
    ("link", "Länk", Show::Text),
    ("purpose", "Syfte", Show::Text),
    ("diary_no", "Diarienummer", Show::Text),
    ("notes", "Anteckningar", Show::Text),
    ("phase", "Fas", code!(Phase)),
    ("cancel_reason", "Skäl", Show::Text),
    ("due_on", "Klart senast", Show::Date),
    ("state", "Läge", code!(Outcome, State, AgendaState, OrderState, IssueState)),
    ("answer", "Bedömning", Show::Code(|text| match text { "needed" => Some("behövs"), "not_needed" => Some("behövs inte"), _ => None })),
    ("reason", "Skäl", Show::Text),
    ("organisation", "Organisation", Show::Text),
    ("in_planning", "Medverkar i planering", Show::YesNo),
    ("in_dialogue", "Medverkar i dialogen", Show::YesNo),
    ("attended", "Deltog", Show::Code(|text| match text { "yes" => Some("ja"), "no" => Some("nej"), _ => None })),
    ("dialogue_id", "Dialog", Show::Of("dialogue")),
    ("status", "Status", code!(Status, BriefStatus, PositionStatus, HandoverStatus, InvestmentStatus, NoteStatus)),
    ("description", "Beskrivning", Show::Text),
    ("result", "Resultat", Show::Text),
    ("stop_reason", "Skäl", Show::Text),
    ("effect", "Effekt", Show::Text),
    ("direction", "Vem har lovat", code!(Direction)),
    ("serves_conditions", "Tjänar regionens förutsättningar", Show::YesNo),
    ("serves_ability", "Tjänar regionens förmåga", Show::YesNo),
    ("relevant", "Bedömd som relevant", Show::YesNo),
    ("relevance", "Skäl till bedömningen", Show::Text),
    ("region_text", "Det här säger vi till regionen", Show::Text),
    ("planned_on", "Avstämning", Show::Date),
    ("every_months", "Återkommer, antal månader", Show::Text),
    ("done_on", "Avstämd", Show::Date),
    ("region_part", "RUA:s del", Show::Text),
    ("our_role", "Vår roll", Show::Text),
    ("our_kronor", "Vår del i kronor", Show::Text),
    ("partners", "Parter", Show::Text),
    ("kronor", "Parternas kronor", Show::Text),
    ("shares", "Parternas delar", Show::Text),
    ("starts_on", "Börjar", Show::Date),
    ("ends_on", "Slutar", Show::Date),
    ("decision", "Beslutets beteckning", Show::Text),
    ("decided_on", "Beslutat", Show::Date),
    ("followed_on", "Datum", Show::Date),
    ("text", "Text", Show::Text),
    ("offset_days", "Dagar från dialogen", Show::Text),
    ("falls_on", "Faller på", code!(FallsOn)),
    ("per_department", "En per avdelning", Show::YesNo),
    ("judgement", "Bedömning", Show::YesNo),
    ("recurs", "Återkommer", code!(Recurs)),
    ("first_on", "Första dag", Show::Date),
    ("last_on", "Sista dag", Show::Date),
    ("year", "År", Show::Text),
    ("scope", "Omfattning", code!(Scope)),
    ("number", "Version", Show::Code(|_| None)),
    ("summary", "Det viktigaste i korthet", Show::Text),
    ("summary_shareable", "Sammanfattningen får delas", Show::YesNo),
    ("sources", "Källor och siffror", Show::Text),
    ("help", "Hjälptext", Show::Text),
    ("position", "Plats", Show::Text),
    ("brief_review", "Granskning av underlag", Show::YesNo),
    ("about", "Sakfråga eller län", Show::Text),
    ("national_line", "Den nationella linjen", Show::Text),
    ("meaning", "Vad det betyder", Show::Text),
    ("offer", "Vad vi kan erbjuda", Show::Text),
    ("ask", "Vad vi ber om", Show::Text),
    ("not_promised", "Vad vi inte lovar", Show::Text),
    ("shareable", "Får delas med regionen", Show::Code(shared)),
    ("brief_version_id", "Vilar på", Show::Of("brief_version")),
    ("briefs", "Vilar på underlagen", Show::Of("brief_version")),
    ("offers", "Erbjudanden", Show::Of("offer")),
    ("view", "Bedömning", Show::Text),
    ("develop", "Vad som behöver utvecklas", Show::Text),
    ("why", "Motivering", Show::Text),
    ("ready", "Klar", Show::YesNo),
    ("municipality", "Kommun", Show::Of("municipality")),
    ("source", "Källa", code!(Source, CaseSource)),
    ("raised_on", "Datum", Show::Date),
    ("closed_on", "Avslutat", Show::Date),
    ("close_reason", "Skäl", Show::Text),
    ("introduction", "Inledning", Show::Text),
    ("whom_to_ask", "Vem ni kan fråga", Show::Text),
    ("sent_on", "Skickad", Show::Date),
    ("recipient", "Mottagare", Show::Text),
    ("region_comment", "Regionens kommentar", Show::Text),
    ("commented_on", "Kommenterad", Show::Date),
    ("minutes", "Längd i minuter", Show::Text),
    ("presenter", "Föredrar", Show::Text),
    ("action_id", "Insats som punkten följer upp", Show::Of("action")),
    ("note", "Intern anteckning", Show::Text),
    ("standing", "Står på varje dagordning", Show::YesNo),
    ("type_id", "Dialogtyp", Show::Of("dialogue_type")),
    ("items", "Punkter", Show::Text),
    ("left_out", "Milstolpar som utgår", Show::Of("milestone_key")),
    ("agency_id", "Myndighet", Show::Of("national_agency")),
    ("contact", "Kontakt", Show::Text),
    ("sent_on", "Skickad", Show::Date),
    ("reply", "Svar", code!(Reply)),
    ("feedback", "Återkoppling till myndigheten", Show::Text),
    ("parts", "Delarnas ordning", code!(PartKind)),
    ("parts_left_out", "Utelämnade delar", code!(PartKind)),
    ("parts_shared", "Delar som får delas", code!(PartKind)),
    ("removed_at", "Borttagen", Show::Stamp),
    ("settled_at", "Klar", Show::Stamp),
    ("introduction", "Inledning", Show::Text),
    ("introduction_shareable", "Inledningen får delas", Show::YesNo),
    ("closing", "Avslutning", Show::Text),
    ("closing_shareable", "Avslutningen får delas", Show::YesNo),
    ("reviewers", "Justerare", Show::Text),
    ("review_answer", "Svar", code!(Answer)),
    ("comment", "Synpunkt", Show::Text),
    ("settled", "Vad som är gjort", Show::Text),
    ("minutes_number", "Nummer", Show::Text),
    ("edition", "Utgåva", Show::Text),
    ("recipients", "Mottagare", Show::Text),
    ("worked", "Det fungerade bra", Show::Text),
    ("change", "Det gör vi annorlunda", Show::Text),
    ("origin", "Vems förslag", code!(Origin)),
    ("question", "Fråga", code!(Question)),
    ("asked_again_at", "Begärt igen", Show::Stamp),
    ("agenda_item_id", "Punkt på dagordningen", Show::Of("agenda_item")),
    ("made_action_id", "Blev insats", Show::Of("action")),
    ("made_handover_id", "Blev överlämning", Show::Of("handover")),
    ("made_item_id", "Blev parkerad punkt", Show::Of("agenda_item")),
    ("begun_at", "Började", Show::Stamp),
    ("contact_by", "Kontakt senast", Show::Date),
    ("direction", "Riktning", code!(FeedbackTo)),
    ("given_on", "Datum", Show::Date),
    ("receiver", "Mottagare", Show::Text),
    ("report_id", "Rapport", Show::Text),
    ("provision", "Tillämplig bestämmelse", Show::Text),
    ("authority", "Myndighet som markerade", Show::Text),
    ("marked_on", "Markerad", Show::Date),
    ("lapses_on", "Prövas på nytt senast", Show::Date),
    ("unit", "Enhet", Show::Text),
    ("additive", "Länen summerar till Riket", Show::YesNo),
    ("shown", "Visas på länens sidor", Show::YesNo),
    ("file_name", "Fil", Show::Text),
    ("periods", "Perioder", Show::Text),
    ("figures_added", "Nya siffror", Show::Text),
    ("figures_changed", "Ändrade siffror", Show::Text),
    ("figures_removed", "Siffror som försvann", Show::Text),
    ("figures", "Siffror", Show::Text),
    ("url", "Adress", Show::Text),
    ("level", "Nivå", code!(Level)),
    ("interval_minutes", "Hämtas, antal minuter emellan", Show::Text),
    ("new_items", "Nya poster", Show::Text),
];

/// Which texts may leave the house, or whether the one text may.
fn shared(text: &str) -> Option<&'static str> {
    match text {
        "true" | "1" | "ja" => Some("ja"),
        "false" | "0" | "nej" => Some("nej"),
        _ => {
            let position = text.parse::<PositionPart>().ok().map(PositionPart::label);
            position.or_else(|| {
                text.parse::<AssessmentPart>()
                    .ok()
                    .map(AssessmentPart::label)
            })
        }
    }
}

/// The label of a field, the same on its form, in its history and on the conflict page.
pub fn label(field: &str) -> &'static str {
    let number = field.parse().map(Number::label);
    known(field).map_or(number.unwrap_or("Uppgift"), |(_, label, _)| label)
}

/// The field by its name, without the number of the section or the län it is for.
fn known(field: &str) -> Option<&'static (&'static str, &'static str, Show)> {
    let field = field.trim_end_matches(|each: char| each.is_ascii_digit() || each == '_');
    let mut all = FIELDS
        .iter()
        .chain(cases::FIELDS)
        .chain(contacts::FIELDS)
        .chain(observations::FIELDS);
    all.find(|(name, ..)| *name == field)
}

/// Whether a person types the field's value, and would recognise it; not one that she picks.
pub fn is_typed(field: &str) -> bool {
    known(field).is_none_or(|(.., show)| matches!(show, Show::Text | Show::Date | Show::Time))
}

/// Names of what the values refer to.
pub struct Names(HashMap<(String, String), String>);

impl Names {
    pub async fn load(db: &Reader) -> Result<Names> {
        Ok(Names(events::names(db).await?))
    }

    fn of(&self, kind: &str, id: &str) -> String {
        self.0
            .get(&(kind.to_owned(), id.to_owned()))
            .cloned()
            .unwrap_or_else(|| id.to_owned())
    }

    pub fn seat(&self, seat: &Seat) -> String {
        let function = text::first_upper(seat.function().label());
        match seat {
            Seat::Lead(team) => format!("{function} för {}", self.of("team", &team.to_string())),
            Seat::County(county) => format!("{function} för {}", self.of("county", county)),
            Seat::Issue(team, department) => format!(
                "{function}, {}, {}",
                self.of("department", &department.to_string()),
                self.of("team", &team.to_string())
            ),
        }
    }

    /// A field's value as a person reads it; "–" for nothing.
    pub fn value(&self, field: &str, value: &Value) -> String {
        let show = known(field).map_or(Show::Text, |(.., show)| *show);
        let words: Vec<String> = match value {
            Value::Array(items) => items
                .iter()
                .map(|item| self.word(show, &plain(item)))
                .collect(),
            other => vec![self.word(show, &plain(other))],
        };
        let joined = words
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        if joined.is_empty() {
            "–".to_owned()
        } else {
            joined
        }
    }

    fn word(&self, show: Show, raw: &str) -> String {
        let read = match show {
            _ if raw.is_empty() => None,
            Show::Text => None,
            Show::Date => raw.parse::<Date>().ok().map(text::long_date),
            Show::Time => raw.parse::<Time>().ok().map(text::clock),
            Show::Stamp => raw.parse::<Timestamp>().ok().map(text::stamp),
            Show::YesNo => Some(
                if matches!(raw, "true" | "1" | "ja") {
                    "ja"
                } else {
                    "nej"
                }
                .to_owned(),
            ),
            Show::Of(kind) => Some(self.of(kind, raw)),
            Show::Seat => raw.parse::<Seat>().ok().map(|seat| self.seat(&seat)),
            Show::Code(label) => label(raw).map(str::to_owned),
        };
        read.unwrap_or_else(|| raw.to_owned())
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One line of a history: who did what, when, and each value before and after.
pub struct Line {
    pub when: String,
    pub datetime: String,
    pub who: String,
    pub what: &'static str,
    pub subject: Subject,
    /// Which of the record's parts it was about, when the page knows its name.
    pub of: String,
    pub changes: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "history.html")]
pub struct HistoryPage {
    pub shell: Shell,
    /// "Dialogen med Norrbotten 3 december 2026"
    pub title: String,
    /// Links that lead back: (address, label).
    pub crumbs: Vec<Choice>,
    pub lines: Vec<Line>,
}

pub async fn lines(db: &Reader, entries: Vec<Entry>) -> Result<Vec<Line>> {
    lines_titled(db, entries, |_, label| label.to_owned()).await
}

/// The lines of a record whose parts have titles of their own: `titled` gets a field and its label.
pub async fn lines_titled(
    db: &Reader,
    entries: Vec<Entry>,
    titled: impl Fn(&str, &str) -> String,
) -> Result<Vec<Line>> {
    let names = Names::load(db).await?;
    let sentence = |change: &Change| {
        (
            titled(&change.field, label(&change.field)),
            names.value(&change.field, &change.before),
            names.value(&change.field, &change.after),
        )
    };
    let line = |entry: Entry| Line {
        when: text::stamp(entry.at),
        datetime: entry.at.to_string(),
        who: entry.actor.unwrap_or_else(|| "Systemet".to_owned()),
        what: entry.kind.label(),
        subject: entry.subject,
        of: String::new(),
        changes: entry.changes.iter().map(sentence).collect(),
    };
    Ok(entries.into_iter().map(line).collect())
}
