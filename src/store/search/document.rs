//! A document: what a record gives to be found by and shown with.

use crate::domain::search::words::{stems, words};
use serde_json::{Value, json};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Words that may hold others as parts are at least so long.
const COMPOUND: usize = 6;
/// More of a text is not indexed.
const LONGEST: usize = 200_000;

/// A document as its record gives it.
pub struct Document {
    pub record: String,
    pub columns: Value,
    pub tags: Vec<String>,
    pub title: String,
    pub text: String,
    pub meta: String,
}

fn optional<T>(row: &SqliteRow, column: &str) -> sqlx::Result<Option<T>>
where
    T: for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    match row.try_get_unchecked::<Option<T>, _>(column) {
        Err(sqlx::Error::ColumnNotFound(_)) => Ok(None),
        other => other,
    }
}

/// Reads what a [`super::Source`] selects.
pub fn document(row: SqliteRow) -> sqlx::Result<Document> {
    let text = |column: &str| -> sqlx::Result<String> {
        let text: String = optional(&row, column)?.unwrap_or_default();
        Ok(text.replace('\0', " ").chars().take(LONGEST).collect())
    };
    let list = |column: &str| -> sqlx::Result<Vec<String>> {
        let list: Option<String> = optional(&row, column)?;
        let values: Vec<Value> =
            serde_json::from_str(&list.unwrap_or("[]".into())).unwrap_or_default();
        Ok(values
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect())
    };
    let counties = list("counties")?;
    let mut tags = list("tags")?;
    tags.extend(counties.iter().map(|code| format!("c:{code}")));
    let record = row.try_get_unchecked::<String, _>("record")?;
    Ok(Document {
        columns: json!({
            "url": text("url")?,
            "status": text("status")?,
            "is_open": optional::<i64>(&row, "is_open")?,
            "ends_on": optional::<String>(&row, "ends_on")?,
            "due_on": optional::<String>(&row, "due_on")?,
            "day": optional::<String>(&row, "day")?,
            "counties": counties,
        }),
        tags,
        title: text("title")?,
        text: without(&text("text")?, &text("never")?),
        meta: text("meta")?,
        record,
    })
}

/// The text without the words of what is never to be found.
fn without(text: &str, never: &str) -> String {
    let never: BTreeSet<String> = words(never)
        .into_iter()
        .filter(|word| word.chars().count() > 2)
        .collect();
    if never.is_empty() {
        return text.to_owned();
    }
    let kept = |word: &&str| {
        words(word)
            .iter()
            .all(|part| !never.iter().any(|each| part.starts_with(each.as_str())))
    };
    text.split_inclusive(char::is_whitespace)
        .filter(kept)
        .collect()
}

impl Document {
    pub fn digest(&self) -> i64 {
        let mut hasher = DefaultHasher::new();
        (
            self.columns.to_string(),
            &self.tags,
            &self.title,
            &self.text,
            &self.meta,
        )
            .hash(&mut hasher);
        hasher.finish() as i64
    }

    /// What stands in the table of words: the words of title, text and the rest, and their stems.
    pub fn indexed(&self, id: i64, counties: &str) -> (Value, Vec<String>) {
        let stem_all = |words: &[String]| -> String {
            let stems: Vec<String> = words.iter().flat_map(|word| stems(word)).collect();
            stems.join(" ")
        };
        let title = words(&self.title);
        let text = words(&self.text);
        let meta = words(&format!("{} {counties}", self.meta));
        let rest: Vec<String> = text.iter().chain(&meta).cloned().collect();
        let row = json!([
            id,
            title.join(" "),
            text.join(" "),
            meta.join(" "),
            stem_all(&title),
            stem_all(&rest)
        ]);
        let long = title.into_iter().chain(rest);
        (row, long.filter(|word| is_long(word)).collect())
    }
}

/// Whether a word may hold others as parts.
pub fn is_long(word: &str) -> bool {
    word.chars().count() >= COMPOUND
}
