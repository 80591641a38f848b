//! Kommuner in forms: listed län by län, and told of when they lie in another län than the one chosen.

use super::form::{Choice, Errors};
use crate::domain::need::Municipality;

/// The kommuner under the names of the län that can be chosen, whose values are codes.
pub fn by_county<'a>(
    all: &'a [Municipality],
    counties: &'a [Choice],
) -> Vec<(&'a str, Vec<&'a Municipality>)> {
    let of = |code: &str| all.iter().filter(|each| each.county == code).collect();
    let counties = counties.iter();
    counties
        .map(|each| (each.label.as_str(), of(&each.value)))
        .collect()
}

/// The code of a kommun in the län that a form has chosen, or none.
pub fn check(
    (code, county): (&str, &str),
    all: &[Municipality],
    name_of: impl Fn(&str) -> String,
    errors: &mut Errors,
) -> Option<Option<String>> {
    if code.is_empty() {
        return Some(None);
    }
    let found = all.iter().find(|each| each.code == code);
    let found = errors.need("municipality", found, "Välj en kommun i listan.")?;
    if found.county != county && !county.is_empty() {
        let (name, there, asked) = (&found.name, name_of(&found.county), name_of(county));
        errors.add(
            "municipality",
            format!(
                "{name} ligger i {there}, inte i {asked}. Välj en kommun i länet, eller byt län."
            ),
        );
        return None;
    }
    Some(Some(found.code.clone()))
}
