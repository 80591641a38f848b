//! The one sentence of a dialogue's page: what is late, and what comes next.

use super::Line;
use crate::domain::calendar::days_between;
use crate::domain::dialogue::{Dialogue, Phase};
use crate::web::text;
use jiff::civil::Date;

pub struct Notice {
    pub kind: &'static str,
    pub title: String,
    pub text: String,
    /// Where the steps stand on the page.
    pub href: &'static str,
}

pub fn of(dialogue: &Dialogue, lines: &[Line], today: Date) -> Option<Notice> {
    let phase = dialogue.phase;
    match phase {
        Phase::Closed => return None,
        Phase::Cancelled => return Some(cancelled(dialogue)),
        _ => {}
    }
    let days = days_between(today, dialogue.plan.held_on);
    let counts = |line: &&Line| phase == Phase::FollowingUp || line.milestone.before_the_day();
    let open = lines.iter().filter(|line| line.milestone.is_open());
    let (late, coming): (Vec<_>, Vec<_>) =
        open.filter(counts).partition(|line| line.late.is_some());
    let forgotten = days < 0 && phase != Phase::FollowingUp;
    let urgent = !late.is_empty() || forgotten;
    Some(Notice {
        kind: if urgent { "warning" } else { "info" },
        title: title(phase, days),
        href: match phase {
            Phase::FollowingUp => "#uppfoljning",
            _ => "#forberedelser",
        },
        text: [late_words(&late), next_words(&coming, today, phase)].join(" "),
    })
}

fn cancelled(dialogue: &Dialogue) -> Notice {
    Notice {
        kind: "info",
        title: "Dialogen är inställd.".to_owned(),
        text: format!("Skäl: {}", dialogue.cancel_reason),
        href: "",
    }
}

fn title(phase: Phase, days: i64) -> String {
    match (phase, days) {
        (Phase::FollowingUp, 0) => "Genomförd i dag.".to_owned(),
        (Phase::FollowingUp, days) => {
            format!(
                "Genomförd för {} sedan.",
                text::counted(-days, "dag", "dagar")
            )
        }
        (_, 0) => "Dialogen är i dag.".to_owned(),
        (_, ..0) => {
            "Dagen har passerat. Markera dialogen som genomförd, flytta den eller ställ in den."
                .to_owned()
        }
        (_, 1) => "1 dag kvar.".to_owned(),
        (_, days) => format!("{} dagar kvar.", text::number(days)),
    }
}

/// "2 steg är försenade: Nationellt underlag: Förvaltning (Per Ström) och Regionalt underlag (Ej tillsatt)."
fn late_words(late: &[&Line]) -> String {
    let name = |line: &&Line| format!("{} ({})", line.milestone.title, line.holder.name);
    let mut names: Vec<String> = late.iter().take(2).map(name).collect();
    if late.len() > 2 {
        names.push(format!("{} till", late.len() - 2));
    }
    match late.len() {
        0 => "Inget är försenat.".to_owned(),
        1 => format!("1 steg är försenat: {}.", text::join_and(&names)),
        count => format!("{count} steg är försenade: {}.", text::join_and(&names)),
    }
}

fn next_words(coming: &[&Line], today: Date, phase: Phase) -> String {
    let first = coming
        .iter()
        .min_by_key(|line| line.milestone.settling.due_on);
    match first {
        Some(line) => {
            let due = line.milestone.settling.due_on;
            format!(
                "Härnäst: {}, {} ({}).",
                line.milestone.title,
                text::relative(due, today),
                line.holder.name
            )
        }
        None if phase == Phase::FollowingUp => "Inga fler steg väntar.".to_owned(),
        None => "Inga fler förberedelser väntar.".to_owned(),
    }
}
