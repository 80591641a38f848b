//! How Swedish words are compared: split, in lower case, by their stem, and without accents.

use crate::domain::spelling::fold;
use frostem::{Algorithm, Stemmer};
use std::sync::LazyLock;

/// The rules below and the stemmer's version: an index that was made by others is made anew.
pub const VERSION: &str = "1, frostem 2.20261016.1";

/// Longer words are cut; nobody looks for the rest.
const LONGEST: usize = 60;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::Swedish));

/// Where the stemmer misses what the agency talks about.
const EXCEPTIONS: &[(&[&str], &str)] = &[
    (
        &[
            "varsel", "varslet", "varslen", "varsels", "varslets", "varslad", "varslade",
            "varslar", "varslat",
        ],
        "varsel",
    ),
    (
        &["län", "länet", "länen", "läns", "länets", "länens"],
        "län",
    ),
    (
        &[
            "insats",
            "insatsen",
            "insatser",
            "insatserna",
            "insatsens",
            "insatsernas",
        ],
        "insats",
    ),
    (&["verk", "verket", "verken", "verkets", "verkens"], "verk"),
    (&["medel", "medlen", "medlet", "medlens"], "medel"),
    (&["möte", "mötet", "möten", "mötena", "mötets"], "möt"),
    (&["land", "landet", "länder", "länderna", "landets"], "land"),
    (&["stad", "staden", "städer", "städerna"], "stad"),
    (&["son", "söner"], "son"),
];

/// The words of a text, as they stand there: where each begins and ends, in bytes.
pub fn spans(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|(_, letter)| !is_of_word(*letter)).is_some() {}
        let (start, _) = *rest.peek()?;
        let mut end = start;
        while let Some((at, letter)) = rest.next_if(|(_, letter)| is_of_word(*letter)) {
            end = at + letter.len_utf8();
        }
        Some((start, end))
    })
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter)
}

/// A word as it is compared: in lower case, å ä ö as letters of their own, not too long.
pub fn plain(word: &str) -> String {
    let mut plain = String::new();
    for letter in word.chars().flat_map(char::to_lowercase).take(LONGEST) {
        match (letter, plain.chars().last()) {
            ('\u{30a}', Some('a')) => replace_last(&mut plain, 'å'),
            ('\u{308}', Some('a')) => replace_last(&mut plain, 'ä'),
            ('\u{308}', Some('o')) => replace_last(&mut plain, 'ö'),
            ('\u{300}'..='\u{36f}', _) => {}
            _ => plain.push(letter),
        }
    }
    plain
}

fn replace_last(text: &mut String, letter: char) {
    text.pop();
    text.push(letter);
}

/// The words of a text as they are compared.
pub fn words(text: &str) -> Vec<String> {
    spans(text)
        .map(|(start, end)| plain(&text[start..end]))
        .filter(|word| !word.is_empty())
        .collect()
}

/// "insatserna" → "insats"; the word in lower case.
pub fn stem(word: &str) -> String {
    let known = EXCEPTIONS.iter().find(|(forms, _)| forms.contains(&word));
    match known {
        Some((_, stem)) => (*stem).to_owned(),
        None => regular(word),
    }
}

fn regular(word: &str) -> String {
    let stem = STEMMER.stem(word).to_string();
    // What ends like a compound of a known word bends like it: "massvarslet", "stödmedlen".
    for (forms, base) in EXCEPTIONS {
        let long = forms.iter().filter(|form| form.chars().count() > 4);
        for form in long {
            if let Some(first) = word
                .strip_suffix(form)
                .filter(|first| first.chars().count() > 2)
            {
                return format!("{first}{base}");
            }
        }
    }
    stem
}

/// What stands in the index for a word: its stem, the word itself when its last s may belong to it ("kurs",
/// "plats"), and both without accents when those are other words.
pub fn stems(word: &str) -> Vec<String> {
    let mut stems = vec![stem(word)];
    if word.strip_suffix('s') == Some(stems[0].as_str()) {
        stems.push(word.to_owned());
    }
    let folded: Vec<String> = stems.iter().map(|each| fold(each)).collect();
    stems.extend(folded);
    stems.sort();
    stems.dedup();
    stems
}

/// Whether a word is written with letters that another spelling drops.
pub fn has_accent(word: &str) -> bool {
    fold(word) != word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_bend_have_the_same_stem() {
        let rows: [&[&str]; 18] = [
            &["insats", "insatsen", "insatser", "insatserna", "insatsens"],
            &["län", "länet", "länen", "länets"],
            &["arbete", "arbetet", "arbeten", "arbetets"],
            &["varsel", "varslet", "varslen", "varslade"],
            &["massvarsel", "massvarslet"],
            &["region", "regionen", "regioner", "regionerna", "regionens"],
            &["dialog", "dialogen", "dialoger", "dialogerna"],
            &["företag", "företaget", "företagen", "företagens"],
            &["näringsliv", "näringslivet", "näringslivets"],
            &["team", "teamet", "teamen"],
            &["kommun", "kommunen", "kommuner", "kommunerna", "kommunens"],
            &["försörjning", "försörjningen"],
            &["underlag", "underlaget", "underlagen"],
            &["nätverk", "nätverket", "nätverken"],
            &["satsning", "satsningen", "satsningar", "satsningarna"],
            &["lärdom", "lärdomar", "lärdomen", "lärdomarna"],
            &["etablering", "etableringen", "etableringar"],
            &["möte", "mötet", "möten"],
        ];
        assert!(
            stems("kurs").contains(&stem("kursen")) && stems("plats").contains(&stem("platser"))
        );
        let mut apart = Vec::new();
        for row in rows {
            let stems: Vec<String> = row.iter().map(|word| stem(word)).collect();
            if stems.iter().any(|each| *each != stems[0]) {
                apart.push(format!("{row:?} → {stems:?}"));
            }
        }
        assert!(apart.is_empty(), "{}", apart.join("\n"));
    }

    #[test]
    fn other_words_have_other_stems() {
        for (one, other) in [
            ("län", "länk"),
            ("län", "lån"),
            ("får", "far"),
            ("region", "religion"),
            ("företag", "företräde"),
            ("stad", "stadga"),
        ] {
            assert_ne!(stem(one), stem(other));
        }
    }

    #[test]
    fn a_text_is_split_into_words_in_lower_case() {
        assert_eq!(
            words("  Region Örebro: \"40–50\" jobb, e-handel\0 A\u{30a}re!"),
            ["region", "örebro", "40", "50", "jobb", "e", "handel", "åre"]
        );
        assert!(words("  \"*^():{}[]\\ --").is_empty());
        assert_eq!(words(&"å".repeat(500))[0].chars().count(), 60);
    }

    #[test]
    fn the_version_names_the_stemmer_that_is_built_in() {
        let lock = include_str!("../../../Cargo.lock");
        let version = VERSION.rsplit(' ').next().expect("a version");
        assert!(lock.contains(&format!("name = \"frostem\"\nversion = \"{version}\"")));
    }
}
