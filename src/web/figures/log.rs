//! The Historik of an indicator: what each file that was read in changed, in words and with names.

use super::LIST;
use crate::App;
use crate::domain::event::{Change, EventKind, Subject, SubjectKind};
use crate::domain::figures::{Areas, Period};
use crate::error::Result;
use crate::store::events::{self, Entry};
use crate::store::figures;
use crate::web::form::Choice;
use crate::web::history::{self, Folded, HistoryPage};
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::{page, text};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let known = figures::find(db, id).await?;
    let mut entries = events::history(db, &Subject::new(SubjectKind::Indicator, id)).await?;
    let areas = Areas::of(&Holders::load(db, app.clock.today()).await?.counties);
    let told: Vec<Option<Told>> = entries
        .iter_mut()
        .map(|entry| Told::take(entry, &areas))
        .collect();
    let mut lines = history::lines(db, entries).await?;
    for (line, told) in lines.iter_mut().zip(told) {
        if let Some(told) = told {
            (line.of, line.folded) = (told.of, told.became);
        }
    }
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new(LIST, "Statistik"),
            Choice::new(known.url(), &known.indicator.name),
        ],
        title: known.indicator.name,
        lines,
    };
    page(StatusCode::OK, &template)
}

/// A file that was read in, as a sentence and a table.
struct Told {
    /// "november 2023 till oktober 2026, 790 nya siffror och 2 ändrade, ur filen varsel.xlsx"
    of: String,
    became: Option<Folded>,
}

impl Told {
    fn take(entry: &mut Entry, areas: &Areas) -> Option<Told> {
        if entry.kind != EventKind::FiguresImported {
            return None;
        }
        let changes = std::mem::take(&mut entry.changes);
        let of = |field: &str| changes.iter().find(|change| change.field == field);
        let mut parts = vec![span(of("periods")), counts(of)];
        parts.extend(of("file_name").map(|file| format!("ur filen {}", plain(&file.after))));
        parts.retain(|part| !part.is_empty());
        Some(Told {
            of: parts.join(", "),
            became: of("figures").map(|change| became(change, areas)),
        })
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// "november 2023 till oktober 2026", of what is kept as "2023-11 – 2026-10".
fn span(change: Option<&Change>) -> String {
    let kept = change
        .map(|change| plain(&change.after))
        .unwrap_or_default();
    let long = |text: &str| {
        let period: Option<Period> = text.parse().ok();
        period.map_or(text.to_owned(), |period| period.long())
    };
    match kept.split_once(" – ") {
        Some((first, last)) if first == last => long(first),
        Some((first, last)) => format!("{} till {}", long(first), long(last)),
        None => kept,
    }
}

/// "790 nya siffror, 2 ändrade och 1 som försvann"
fn counts<'a>(of: impl Fn(&str) -> Option<&'a Change>) -> String {
    let count = |field: &str| of(field).and_then(|each| each.after.as_i64()).unwrap_or(0);
    let all = [
        (count("figures_added"), "ny", "nya"),
        (count("figures_changed"), "ändrad", "ändrade"),
        (count("figures_removed"), "borttagen", "borttagna"),
    ];
    let mut named = false;
    let words: Vec<String> = all
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| {
            let noun = match (std::mem::replace(&mut named, true), count) {
                (true, _) => "",
                (false, 1) => " siffra",
                (false, _) => " siffror",
            };
            let which = if count == 1 { one } else { many };
            format!("{} {which}{noun}", text::number(count))
        })
        .collect();
    match words.is_empty() {
        true => "inget ändrades".to_owned(),
        false => text::join_and(&words),
    }
}

/// The figures that became others, kept as "25 2026-10: 138", a line each before and after.
fn became(change: &Change, areas: &Areas) -> Folded {
    let (before, after) = (plain(&change.before), plain(&change.after));
    let row = |(before, after): (&str, &str)| {
        let (place, was) = before.split_once(": ")?;
        let (code, period) = place.split_once(' ')?;
        let period: Period = period.parse().ok()?;
        let is = after.split_once(": ").map_or("", |(_, is)| is);
        Some(vec![
            areas.name(code).to_owned(),
            period.short(),
            was.to_owned(),
            is.to_owned(),
        ])
    };
    let more = after.lines().last().filter(|line| line.starts_with("och "));
    Folded {
        title: "Siffror som blev andra".to_owned(),
        headings: vec!["Län", "Period", "Före", "Efter"],
        rows: before.lines().zip(after.lines()).filter_map(row).collect(),
        more: more.map_or(String::new(), |line| {
            format!("{}.", text::first_upper(line))
        }),
    }
}
