//! What was asked for as an expression of FTS5. Every word is quoted, and holds letters and digits only.

use crate::domain::search::ask::Term;
use crate::domain::search::words::{has_accent, stem};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::columns::Columns;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

/// Words shorter than this are not looked for inside others.
const PART: usize = 4;
/// So many compounds of a word are looked for; the shortest are nearest to it.
const MOST_COMPOUNDS: i64 = 60;

/// An expression that finds what has all the terms; none when nothing is asked for.
pub async fn expression(conn: &mut SqliteConnection, terms: &[Term]) -> Result<Option<String>> {
    let mut groups = Vec::new();
    for term in terms {
        groups.push(match term {
            Term::Word(word) => any_form(word, &compounds(conn, word).await?),
            Term::Phrase(words) => format!("{{title text meta}} : \"{}\"", words.join(" ")),
        });
    }
    let all = groups.iter().map(|group| format!("({group})"));
    Ok((!groups.is_empty()).then(|| all.collect::<Vec<_>>().join(" AND ")))
}

/// One that finds what has any of the terms, in any form but as a part of another word.
pub fn unwanted(terms: &[Term]) -> String {
    let each = |term: &Term| match term {
        Term::Word(word) => format!(
            "({{title text meta}} : \"{word}\" OR {{title_stems text_stems}} : \"{}\")",
            stem(word)
        ),
        Term::Phrase(words) => format!("({{title text meta}} : \"{}\")", words.join(" ")),
    };
    terms.iter().map(each).collect::<Vec<_>>().join(" OR ")
}

/// The word itself, its stem, what begins with it, and the compounds: each adds to the rank of what has it.
fn any_form(word: &str, compounds: &[String]) -> String {
    let mut forms = vec![
        format!("{{title text meta}} : \"{word}\""),
        format!("{{title_stems text_stems}} : \"{}\"", stem(word)),
    ];
    if word.chars().count() > 1 {
        forms.push(format!(
            "{{text meta title_stems text_stems}} : \"{}\" *",
            beginning(word)
        ));
    }
    if !compounds.is_empty() {
        let all: Vec<String> = compounds.iter().map(|each| format!("\"{each}\"")).collect();
        forms.push(format!("{{title text meta}} : ({})", all.join(" OR ")));
    }
    forms.join(" OR ")
}

/// What the first part of a compound begins with: "arbete" is "arbets-" there.
fn beginning(word: &str) -> String {
    let stem = stem(word);
    match stem.chars().count() > PART && word.starts_with(&stem) {
        true => stem,
        false => word.to_owned(),
    }
}

/// Long words that hold this one, or its stem, after their beginning. What begins with it is found anyway.
async fn compounds(conn: &mut SqliteConnection, word: &str) -> Result<Vec<String>> {
    let stem = stem(word);
    let part = match stem.chars().count() >= PART && word.starts_with(&stem) {
        true => stem,
        false => word.to_owned(),
    };
    let long = part.chars().count();
    if long < PART || part.chars().all(char::is_numeric) {
        return Ok(Vec::new());
    }
    let folded = fold(&part);
    let terms: Vec<String> = sqlx::query(
        "select t.term from search_parts p join search_terms t on t.id = p.rowid
         where search_parts match ?1 and instr(t.term, ?2) > 0 and instr(t.folded, ?3) > 1 order by length(t.term) limit ?4",
    )
    .bind(format!("\"{folded}\""))
    .bind(if has_accent(&part) { part.as_str() } else { "" })
    .bind(&folded)
    .bind(MOST_COMPOUNDS)
    .try_map(|row: SqliteRow| row.string("term"))
    .fetch_all(conn)
    .await?;
    let ends = |term: &String| long > PART || ends_with(term, &part);
    Ok(terms.into_iter().filter(ends).collect())
}

/// A short word is a part of another only where that one ends with it: "samråd", not "områden".
fn ends_with(term: &str, part: &str) -> bool {
    let part = fold(part);
    fold(term).ends_with(&part) || fold(&stem(term)).ends_with(&part)
}
