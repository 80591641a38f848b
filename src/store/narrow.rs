//! The conditions that lists share: the words looked for, and the län of a team.

use crate::domain::spelling::fold;
use jiff::civil::Date;
use sqlx::{QueryBuilder, Sqlite};

/// More words than this are not looked for.
pub const MOST_WORDS: usize = 8;

/// That every word stands in a text that is kept folded.
pub fn by_words(query: &mut QueryBuilder<Sqlite>, text: &'static str, words: &str) {
    for word in fold(words).split_whitespace().take(MOST_WORDS) {
        query
            .push(" and instr(")
            .push(text)
            .push(", ")
            .push_bind(word.to_owned())
            .push(") > 0");
    }
}

/// That the län, whose code stands in a column, belongs to a team on a day.
pub fn by_team(query: &mut QueryBuilder<Sqlite>, county: &'static str, team: i64, day: Date) {
    query
        .push(" and ")
        .push(county)
        .push(" in (select county from team_counties where team_id = ")
        .push_bind(team)
        .push(" and valid_from <= ")
        .push_bind(day.to_string())
        .push(" and (valid_to is null or valid_to >= ")
        .push_bind(day.to_string())
        .push("))");
}
