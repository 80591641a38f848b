//! From sources to an account: one function a section.

use super::{
    Account, Contact, LedTo, Line, Outward, Promise, Raised, Section, SectionKind, Sources,
};
use crate::domain::action::Direction;
use crate::domain::action::Status;
use crate::domain::handover::Status as HandoverStatus;
use crate::domain::outcome::OutcomeKind;
use crate::domain::pack::{Said, Words};
use crate::domain::since::{Handover, Investment};
use crate::domain::wording::long_date;
use jiff::civil::Date;

/// A report as it would leave the house now.
#[derive(Clone, Debug)]
pub struct Built {
    pub account: Account,
    /// How many rows stay because they are not marked as shareable.
    pub held_back: usize,
    /// Those that go, but say nothing of how it goes.
    pub lacking: Vec<Lacking>,
}

/// Something of which the region is told that it exists and nothing more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    pub title: String,
    pub href: String,
}

/// `earlier` is the last report of the same dialogue, and the day it was sent.
pub fn build(from: &Sources, earlier: Option<(&Account, Date)>) -> Built {
    let mut sieve = Sieve::default();
    let sections = [
        (SectionKind::Raised, sieve.lines(&from.raised, raised)),
        (SectionKind::Ours, sieve.promises(from, Direction::ToRegion)),
        (
            SectionKind::Theirs,
            sieve.promises(from, Direction::FromRegion),
        ),
        (SectionKind::Third, sieve.promises(from, Direction::Third)),
        (
            SectionKind::Handovers,
            sieve.lines(&from.handovers, handover),
        ),
        (
            SectionKind::Investments,
            sieve.lines(&from.investments, investment),
        ),
    ];
    let filled = sections.into_iter().filter(|(_, lines)| !lines.is_empty());
    let account = Account {
        title: open("Vad hände med det ni sade"),
        about: open(&format!(
            "{}. Dialogen med {} {}.",
            from.actor,
            from.agency,
            long_date(from.held_on)
        )),
        introduction: open(&introduction(from, earlier.map(|(_, day)| day))),
        sections: filled
            .map(|(kind, lines)| Section { kind, lines })
            .collect(),
        whom_to_ask: open(&whom_to_ask(from)),
        since: None,
    };
    Built {
        account: account.after(earlier),
        held_back: sieve.held_back,
        lacking: lacking(from),
    }
}

/// What is written for the region, and words of our own.
fn open(words: &str) -> Outward {
    Outward::of(&Said::open(words)).unwrap_or_default()
}

fn introduction(from: &Sources, since: Option<Date>) -> String {
    if !from.introduction.is_empty() {
        return from.introduction.clone();
    }
    let held_on = long_date(from.held_on);
    match since {
        Some(day) => format!(
            "Här är vad som har hänt med det ni tog upp i dialogen {held_on}. Det som är nytt sedan vår förra rapport {} är markerat.",
            long_date(day)
        ),
        None => format!(
            "Tack för dialogen {held_on}. Här är vad som har hänt med det ni tog upp och med det vi lovade varandra."
        ),
    }
}

fn whom_to_ask(from: &Sources) -> String {
    if !from.whom_to_ask.is_empty() {
        return from.whom_to_ask.clone();
    }
    let line = |each: &Contact| format!("- {}, {}", each.name, each.function);
    let lines: Vec<String> = from.contacts.iter().map(line).collect();
    lines.join("\n")
}

/// Counts what is held back while the lines are made.
#[derive(Default)]
struct Sieve {
    held_back: usize,
}

impl Sieve {
    fn lines<T>(&mut self, all: &[T], line: impl Fn(&T) -> Option<Line>) -> Vec<Line> {
        let lines: Vec<Line> = all.iter().filter_map(line).collect();
        self.held_back += all.len() - lines.len();
        lines
    }

    fn promises(&mut self, from: &Sources, direction: Direction) -> Vec<Line> {
        let all = from.promises.iter();
        let all: Vec<&Promise> = all.filter(|each| each.direction == direction).collect();
        self.lines(&all, |each| promise(each))
    }
}

/// A line of something; none when its first text may not leave the house. The other texts are names and
/// words of our own, and what is written for the region.
fn line(key: String, what: &Said, about: &str, stands: String, told: &str) -> Option<Line> {
    let what = Outward::of(what)?;
    let line = Line {
        key,
        what,
        about: open(about),
        stands: open(&stands),
        told: open(told),
        news: None,
    };
    (!line.what.is_blank()).then_some(line)
}

fn raised(each: &Raised) -> Option<Line> {
    let kind = match each.kind {
        OutcomeKind::Priority => "Prioritering",
        OutcomeKind::Choice => "Vägval",
        _ => "Önskemål",
    };
    let about = match each.issue_area.is_empty() {
        true => kind.to_owned(),
        false => format!("{kind}, {}", each.issue_area),
    };
    let text = Said::marked(&each.text, each.shareable);
    line(
        format!("utfall/{}", each.id),
        &text,
        &about,
        led_to(&each.led_to),
        "",
    )
}

/// What came of a line, as far as the region may know.
fn led_to(led: &LedTo) -> String {
    match led {
        LedTo::Action(status, true) => {
            format!("Blev en insats: {}", status.label().to_lowercase())
        }
        LedTo::Handover(handover) if handover.shareable => {
            format!(
                "Överlämnad till {}: {}",
                handover.unit,
                contact(handover).to_lowercase()
            )
        }
        LedTo::Parked => "Tas upp i en kommande dialog".to_owned(),
        _ => "Noterat".to_owned(),
    }
}

fn promise(each: &Promise) -> Option<Line> {
    let names = [each.agency.as_str(), each.issue_area.as_str()];
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let title = Said::marked(&each.title, each.shareable);
    line(
        format!("insats/{}", each.id),
        &title,
        &names.join(", "),
        status(each.status, each.due_on),
        &each.region_text,
    )
}

/// "Pågår, klart senast 31 december 2026"
fn status(status: Status, due_on: Date) -> String {
    match status.is_open() {
        true => format!("{}, klart senast {}", status.label(), long_date(due_on)),
        false => status.label().to_owned(),
    }
}

fn handover(each: &Handover) -> Option<Line> {
    let question = Said::marked(&each.question, each.shareable);
    line(
        format!("overlamning/{}", each.id),
        &question,
        &each.unit,
        contact(each),
        "",
    )
}

/// Whether the unit has been in touch; how it is sent about within the house is ours.
fn contact(each: &Handover) -> String {
    match (each.first_contact_on, each.status) {
        (Some(day), _) => format!("Kontakt tagen {}", long_date(day)),
        (None, HandoverStatus::ContactMade) => "Kontakt tagen".to_owned(),
        (None, HandoverStatus::Closed) => "Avslutad".to_owned(),
        _ => format!("Kontakt tas senast {}", long_date(each.contact_by)),
    }
}

fn investment(each: &Investment) -> Option<Line> {
    let title = Said::marked(&each.title, each.shareable);
    line(
        format!("satsning/{}", each.id),
        &title,
        "",
        each.state.label().to_owned(),
        &each.region_text,
    )
}

fn lacking(from: &Sources) -> Vec<Lacking> {
    let promises = from.promises.iter();
    let promises = promises
        .filter(|each| each.shareable && each.region_text.is_empty())
        .map(|each| Lacking {
            title: each.title.clone(),
            href: format!("/insatser/{}", each.id),
        });
    let investments = from.investments.iter();
    let investments = investments
        .filter(|each| each.shareable && each.region_text.is_empty())
        .map(|each| Lacking {
            title: each.title.clone(),
            href: format!("/satsningar/{}", each.id),
        });
    promises.chain(investments).collect()
}
