//! An action that is made of a line of a dialogue: `/insatser/ny?utfall=…`.

use super::form::ActionForm;
use crate::domain::action::Plan;
use crate::domain::outcome::Became;
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::outcomes::{self, Shown};
use crate::store::reader::Reader;

pub const ALREADY: &str = "Raden i dialogen har redan blivit en insats.";
const LONGEST_TITLE: usize = 200;

/// The line an address names; none when it names none.
pub async fn find(db: &Reader, asked: &str) -> Result<Option<Shown>> {
    match asked {
        "" => Ok(None),
        id => {
            let id = id.parse().map_err(|_| Error::NotFound)?;
            outcomes::find_shown(db, id).await.map(Some)
        }
    }
}

/// Where the action is that the line has become.
pub fn made_already(line: &Shown) -> Option<String> {
    match line.outcome.became {
        Some(Became::Action(id)) => Some(format!("/insatser/{id}")),
        _ => None,
    }
}

/// The form with what the line says: its words, its issue area, and whether the region may be told.
pub fn fill(form: ActionForm, line: &Shown) -> ActionForm {
    let of = &line.outcome;
    let (title, description) = title_of(&of.line.text);
    ActionForm {
        title,
        description,
        issue_area_id: line.area_id.map_or(String::new(), |id| id.to_string()),
        shareable: if of.line.shareable { "ja" } else { "" }.to_owned(),
        utfall: of.id.to_string(),
        ..form
    }
}

/// The words as a title when they are short; else their beginning, and all of them below it.
pub fn title_of(text: &str) -> (String, String) {
    let first = text.lines().next().unwrap_or_default().trim();
    if first.chars().count() <= LONGEST_TITLE {
        let whole = text.trim() == first;
        return (
            first.to_owned(),
            if whole {
                String::new()
            } else {
                text.trim().to_owned()
            },
        );
    }
    let cut: String = first.chars().take(LONGEST_TITLE - 1).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    (format!("{}…", &cut[..end]), text.trim().to_owned())
}

/// The line tells what it became, in the transaction that made the action.
pub async fn follow(tx: &mut Write, line: i64, plan: &Plan, action: i64) -> Result<()> {
    let outcome = outcomes::find(tx.conn(), line)
        .await
        .map_err(|error| match error {
            Error::NotFound => Error::Stale,
            error => error,
        })?;
    if plan.dialogue_id != Some(outcome.dialogue_id) {
        return Ok(());
    }
    outcomes::became(tx, line, Became::Action(action)).await
}

#[cfg(test)]
mod tests {
    use super::title_of;

    #[test]
    fn a_long_line_becomes_a_title_and_a_description() {
        let short = "Kartlägg behoven.";
        assert_eq!(title_of(short), (short.into(), String::new()));
        let two = "Kartlägg behoven.\nMed alla kommuner.";
        assert_eq!(title_of(two), (short.into(), two.into()));
        let long = "ord ".repeat(80);
        let (title, description) = title_of(&long);
        assert!(
            title.chars().count() <= 200 && title.ends_with("ord…"),
            "{title}"
        );
        assert_eq!(description, long.trim());
    }
}
