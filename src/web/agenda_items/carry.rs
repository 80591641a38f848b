//! What goes on from one dialogue to the next, told before it happens and afterwards.

use crate::App;
use crate::domain::agenda_item::AgendaItem;
use crate::domain::dialogue::Dialogue;
use crate::error::Result;
use crate::store::agenda_items::{self, Next, Spot};
use crate::web::text;

/// The rule in one sentence.
pub const RULE: &str = "Det som inte är markerat som behandlat följer med till länets nästa dialog, utom punkter som står på varje dagordning.";

/// "1 punkt", "2 punkter"
pub fn items(count: usize) -> String {
    text::counted(count as i64, "punkt", "punkter")
}

/// "2 punkter följer med till dialogen den 14 oktober 2027: A och B."; nothing when none does.
pub async fn preview(app: &App, dialogue: &Dialogue) -> Result<String> {
    let spot = Spot {
        county: &dialogue.plan.county,
        dialogue_id: Some(dialogue.id),
    };
    let all = agenda_items::living(app.db.read(), spot).await?;
    let titles: Vec<&str> = all
        .iter()
        .filter(|each| each.goes_on())
        .map(|each| each.point.title.as_str())
        .collect();
    if titles.is_empty() {
        return Ok(String::new());
    }
    let next = agenda_items::next_of(app.db.read(), &dialogue.plan.county, dialogue.id).await?;
    Ok(told(&titles, next.as_ref()))
}

/// As `preview`, of items that are read already.
pub fn told(titles: &[&str], next: Option<&Next>) -> String {
    let count = items(titles.len());
    let named = named(titles);
    match next {
        Some(next) => format!(
            "{count} följer med till dialogen den {}: {named}. {RULE}",
            text::long_date(next.held_on)
        ),
        None => format!(
            "{count} läggs i länets parkering och följer med till nästa dialog när den planeras: {named}. {RULE}"
        ),
    }
}

/// The first of them, and how many more there are.
fn named(titles: &[&str]) -> String {
    const NAMED: usize = 5;
    let mut words: Vec<String> = titles
        .iter()
        .take(NAMED)
        .map(|title| format!("”{title}”"))
        .collect();
    if titles.len() > NAMED {
        words.push(format!("{} till", titles.len() - NAMED));
    }
    text::join_and(&words)
}

/// What waits in a län for its next dialogue, on the page where that is planned; nothing when none does.
pub async fn carried_words(app: &App, county: &str) -> Result<String> {
    let waiting = agenda_items::waiting(app.db.read()).await?;
    let titles: Vec<&str> = waiting
        .iter()
        .filter(|(each, _)| each == county)
        .map(|(_, title)| title.as_str())
        .collect();
    Ok(match titles.is_empty() {
        true => String::new(),
        false => format!(
            "{} följer med från länets förra dialog: {}. Det som inte hanns med följer med, det som har parkerats för hand ligger kvar i parkeringen.",
            items(titles.len()),
            named(&titles)
        ),
    })
}

/// What is said after a step, beside what the step did.
pub fn went_on_words(count: usize, next: Option<&Next>) -> String {
    match (count, next) {
        (0, _) => String::new(),
        (count, Some(next)) => format!(
            " {} följer med till dialogen den {}.",
            items(count),
            text::long_date(next.held_on)
        ),
        (count, None) => format!(" {} väntar i länets parkering.", items(count)),
    }
}

/// The titles of what would go on.
pub fn going_on(all: &[agenda_items::Shown]) -> Vec<&str> {
    let items = all.iter().map(|each| &each.item);
    items
        .filter(|item: &&AgendaItem| item.goes_on())
        .map(|item| item.point.title.as_str())
        .collect()
}
