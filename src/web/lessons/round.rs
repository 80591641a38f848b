//! "Det här lärde vi oss": what the dialogues of a round came to, for the round's page.

use crate::error::Result;
use crate::store::lessons::{self, Learnt};
use crate::store::reader::Reader;
use crate::web::{markdown, text};

pub struct Summary {
    /// "4 av 6 genomförda dialoger är utvärderade, 9 lärdomar"
    pub words: String,
    pub rows: Vec<Row>,
    pub lessons_url: String,
}

pub struct Row {
    pub url: String,
    pub name: String,
    pub worked: String,
    pub change: String,
    pub lessons: String,
    pub lessons_url: String,
    pub is_blank: bool,
}

/// None while no dialogue of the year has been held.
pub async fn summary(db: &Reader, year: i16) -> Result<Option<Summary>> {
    let all = lessons::of_year(db, year).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let evaluated = all
        .iter()
        .filter(|each| !each.evaluation.is_blank())
        .count();
    let lessons: i64 = all.iter().map(|each| each.lessons).sum();
    let held = text::counted(all.len() as i64, "genomförd dialog", "genomförda dialoger");
    let lessons = text::counted(lessons, "lärdom", "lärdomar");
    Ok(Some(Summary {
        words: format!("{evaluated} av {held} är utvärderade, {lessons}"),
        rows: all.iter().map(row).collect(),
        lessons_url: format!("/lardomar?ar={year}"),
    }))
}

fn row(of: &Learnt) -> Row {
    let id = of.dialogue_id;
    Row {
        url: format!("/dialoger/{id}/utvardering"),
        name: format!("{} {}", of.county, of.held_on),
        worked: markdown::render_below(&of.evaluation.worked, 3),
        change: markdown::render_below(&of.evaluation.change, 3),
        lessons: text::counted(of.lessons, "lärdom", "lärdomar"),
        lessons_url: match of.lessons {
            0 => String::new(),
            _ => format!("/lardomar?dialog={id}"),
        },
        is_blank: of.evaluation.is_blank(),
    }
}
