//! What has happened in a län, in the words of its timeline.

use crate::domain::county::Happening;
use crate::domain::{feedback, network, transition_case};
use crate::store::counties::Entry;
use crate::store::observations;
use crate::web::text;
use jiff::civil::Date;

pub struct Row {
    pub day: Date,
    pub shown: String,
    pub tag: &'static str,
    pub tone: &'static str,
    pub title: String,
    /// Empty when there is nothing to open.
    pub url: String,
    pub meta: String,
}

pub fn rows(entries: &[Entry]) -> Vec<Row> {
    entries.iter().map(row).collect()
}

fn row(entry: &Entry) -> Row {
    let written = entry.at.map(text::to_stockholm_date);
    let day = entry.day.or(written).unwrap_or_default();
    let (tag, tone) = tag(entry.what);
    Row {
        shown: text::short_date(day),
        day,
        tag,
        tone,
        title: title(entry),
        url: match entry.what {
            Happening::OfficerBegan | Happening::OfficerEnded | Happening::ActorBegan => {
                String::new()
            }
            Happening::CaseReported => transition_case::url(entry.id),
            Happening::NetworkMet => network::url(entry.id),
            Happening::Observed => observations::url(entry.id),
            Happening::Contact => crate::domain::contact::entry_url(entry.id),
            _ if tag == "Återkoppling" => feedback::url(entry.id),
            _ if tag == "Insats" || tag == "Resultat" || tag == "Uppföljning" => {
                format!("/insatser/{}", entry.id)
            }
            _ => format!("/dialoger/{}", entry.id),
        },
        meta: meta(entry),
    }
}

fn tag(what: Happening) -> (&'static str, &'static str) {
    use Happening::*;
    match what {
        Planned | Moved => ("Dialog", "pine"),
        Held => ("Dialog", "solid"),
        Cancelled => ("Dialog", "struck"),
        ActionMade | ActionStopped => ("Insats", ""),
        ActionFollowedUp => ("Uppföljning", "amber"),
        ActionDone => ("Resultat", "green"),
        FeedbackTeam | FeedbackDepartment | FeedbackRegion => ("Återkoppling", "green"),
        CaseReported => ("Varsel", "amber"),
        NetworkMet => ("Nätverk", ""),
        Observed => ("Omvärld", "pine"),
        OfficerBegan | OfficerEnded | ActorBegan => ("Organisation", ""),
        Contact => ("Kontakt", ""),
    }
}

fn title(entry: &Entry) -> String {
    use Happening::*;
    let day = entry.held_on.map_or(String::new(), text::long_date);
    let word = entry.what.label();
    match entry.what {
        Planned => format!("Dialog {day} {word}"),
        Moved => format!("Dialogen {word} till {day}"),
        Held => format!("Strategisk regiondialog {word}"),
        Cancelled => format!("Dialogen {day} {word}"),
        ActionMade | ActionDone | ActionFollowedUp | ActionStopped | Observed | Contact => {
            entry.title.clone()
        }
        FeedbackTeam | FeedbackDepartment | FeedbackRegion => {
            format!("{}: {}", text::first_upper(word), entry.title)
        }
        CaseReported => entry.title.clone(),
        NetworkMet if entry.text.is_empty() => entry.title.clone(),
        NetworkMet => format!("{}: {}", entry.title, entry.text),
        OfficerBegan | OfficerEnded | ActorBegan => format!("{} {word}", entry.title),
    }
}

/// Who, and what else there is to say, parted by a dot.
fn meta(entry: &Entry) -> String {
    use Happening::*;
    let text = excerpt(&entry.text);
    let parts = match entry.what {
        Planned | Moved => [entry.who.clone(), entry.title.clone()],
        Held => [entry.title.clone(), with(&text)],
        Cancelled | ActionDone | ActionFollowedUp => [entry.who.clone(), text],
        ActionMade => [format!("{} skapade insatsen", entry.who), text],
        ActionStopped => [format!("{} · avbruten", entry.who), text],
        FeedbackTeam | FeedbackDepartment | FeedbackRegion => [entry.who.clone(), text],
        CaseReported | NetworkMet => [entry.who.clone(), String::new()],
        Observed if text.is_empty() => [entry.who.clone(), text],
        Observed => [entry.who.clone(), format!("källa: {text}")],
        Contact => [entry.who.clone(), channel(&entry.text)],
        OfficerBegan | OfficerEnded | ActorBegan => [entry.who.clone(), text],
    };
    let filled: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    filled.join(" · ")
}

/// "telefon"
fn channel(code: &str) -> String {
    let channel = code.parse::<crate::domain::contact::Channel>();
    channel.map_or(String::new(), |channel| channel.label().to_lowercase())
}

fn with(counterpart: &str) -> String {
    if counterpart.is_empty() {
        return String::new();
    }
    format!("med {counterpart}")
}

/// The first line of a longer text, cut between words.
fn excerpt(text: &str) -> String {
    const MOST: usize = 140;
    let line = text.trim().lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MOST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", cut[..end].trim_end_matches([',', '.', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(excerpt("Klart.\nMer står under."), "Klart.");
        let long = "ålder ".repeat(40);
        assert!(excerpt(&long).ends_with("ålder …"));
        assert!(excerpt(&"ö".repeat(500)).chars().count() <= 142);
    }
}
