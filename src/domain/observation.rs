//! Omvärldsnotiser: what was noticed, what several people make of it together, and which notes are alike.

use super::access::{Act, Place};
use super::spelling::fold;
use super::transition_case::Industry;
use crate::codes;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

codes! {
    Level {
        National = "national", "Nationell";
        Regional = "regional", "Regional";
    }
}

codes! {
    /// What has been decided about a note.
    Status {
        New = "new", "Ny";
        Used = "used", "Använd";
        Watched = "watched", "Bevakas";
        Dismissed = "dismissed", "Avfärdad";
    }
}

codes! {
    /// The ladder; the order is from the lowest step.
    Step {
        Signal = "signal", "Signal";
        Pattern = "pattern", "Mönster";
        Trend = "trend", "Trend";
    }
}

codes! {
    Impact {
        Low = "low", "Liten";
        Medium = "medium", "Måttlig";
        High = "high", "Stor";
    }
}

codes! {
    Certainty {
        Low = "low", "Osäkert";
        Medium = "medium", "Troligt";
        High = "high", "Säkert";
    }
}

codes! {
    Horizon {
        Now = "now", "Redan nu";
        Year = "year", "Inom ett år";
        Years = "years", "Om flera år";
    }
}

codes! {
    /// What a note can be used in.
    UsedIn {
        Brief = "brief", "Underlag";
        Position = "position", "Ställningstagande";
        AgendaItem = "agenda_item", "Punkt på dagordningen";
        Action = "action", "Insats";
    }
}

/// What a person writes of what she has noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub title: String,
    pub what: String,
    pub meaning: String,
    pub url: String,
    pub source: String,
    pub source_on: Option<Date>,
    /// None of a note of the whole country.
    pub counties: Vec<String>,
    pub municipality: Option<String>,
    pub industry: Option<Industry>,
    pub issue_areas: Vec<i64>,
}

impl Note {
    pub fn level(&self) -> Level {
        match self.counties.is_empty() {
            true => Level::National,
            false => Level::Regional,
        }
    }

    pub fn url_key(&self) -> String {
        url_key(&self.url)
    }
}

/// What was decided, and why; of one that is watched, what is watched for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settling {
    pub status: Status,
    pub reason: String,
}

/// What one person makes of a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    pub step: Step,
    pub impact: Impact,
    pub certainty: Certainty,
    pub horizon: Horizon,
    pub reason: String,
}

pub const LONGEST_TITLE: usize = 200;
pub const LONGEST_TEXT: usize = 20_000;
pub const LONGEST_URL: usize = 2_000;
pub const LONGEST_SOURCE: usize = 120;
pub const LONGEST_REASON: usize = 1000;
/// A note that nobody has used for so long comes up for a decision again.
pub const UNUSED_DAYS: i64 = 365;
/// So many have to place a note at a step before it stands there.
pub const ENOUGH: usize = 2;

/// Where a note stands on the ladder: the highest step that two people place it at or above.
pub fn step(placed: &[Step]) -> Step {
    let at = |step: &Step| placed.iter().filter(|each| *each >= step).count();
    let mut steps = Step::ALL.iter().rev();
    let found = steps.find(|step| at(step) >= ENOUGH);
    found.copied().unwrap_or(Step::Signal)
}

/// The places at which a right to a note counts: each of its län by itself, for a note of several län
/// concerns each of their teams; a note of the whole country as one.
pub fn places(place: &Place) -> Vec<Place> {
    if place.counties.is_empty() {
        return vec![place.clone()];
    }
    let one = |(code, team): &(String, i64)| Place::county(code, *team);
    place.counties.iter().map(one).collect()
}

/// The right that what a note is used in is changed by, of a brief or a position.
pub fn writing(scope_is_national: bool, is_regioner: bool) -> Act {
    match (scope_is_national, is_regioner) {
        (false, _) => Act::WriteRegionalBrief,
        (true, true) => Act::WriteRegionerBrief,
        (true, false) => Act::WriteDepartmentBrief,
    }
}

/// Parameters that tell where a reader came from, not what she reads.
fn tells_nothing(name: &str) -> bool {
    name.starts_with("utm_") || ["fbclid", "gclid", "mc_cid", "mc_eid", "ref"].contains(&name)
}

/// A link without what does not tell pages apart; empty without one.
pub fn url_key(url: &str) -> String {
    let (_, rest) = url.trim().split_once("://").unwrap_or(("", ""));
    let rest = rest.split('#').next().unwrap_or_default();
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.retain(|pair| !tells_nothing(pair.split('=').next().unwrap_or_default()));
    pairs.sort_unstable();
    let path = path.trim_end_matches('/');
    let key = match path.is_empty() {
        true => host.to_owned(),
        false => format!("{host}/{path}"),
    };
    match pairs.is_empty() {
        true => key,
        false => format!("{key}?{}", pairs.join("&")),
    }
}

/// Words that are in every other title.
const COMMON: [&str; 18] = [
    "och", "att", "det", "som", "for", "med", "till", "fran", "den", "har", "inte", "kan", "ska",
    "mot", "efter", "nya", "lanet", "over",
];

/// The words of a title that two titles are compared by.
pub fn words(title: &str) -> BTreeSet<String> {
    let folded = fold(title);
    let all = folded.split(|each: char| !each.is_alphanumeric());
    all.filter(|word| word.chars().count() > 2 && !COMMON.contains(word))
        .map(str::to_owned)
        .collect()
}

/// Whether two titles may tell of the same: half of the words of both, or all of a shorter one of three.
pub fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let both = one.intersection(other).count();
    let (all, fewest) = (one.union(other).count(), one.len().min(other.len()));
    both >= 2 && (both * 2 >= all || (fewest >= 3 && both == fewest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Step::{Pattern, Signal, Trend};

    #[test]
    fn the_ladder_is_climbed_by_two_together() {
        let rows: &[(&[Step], Step)] = &[
            (&[], Signal),
            (&[Trend], Signal),
            (&[Signal, Trend], Signal),
            (&[Pattern, Pattern], Pattern),
            (&[Pattern, Trend], Pattern),
            (&[Trend, Trend], Trend),
            (&[Signal, Signal, Signal, Trend, Trend], Trend),
            (&[Signal, Pattern, Trend], Pattern),
        ];
        for (placed, expected) in rows {
            assert_eq!(step(placed), *expected, "{placed:?}");
        }
    }

    #[test]
    fn links_to_the_same_page_have_the_same_key() {
        let key = "nyheter.example/artikel";
        for url in [
            "https://nyheter.example/artikel",
            "http://www.Nyheter.example/artikel/",
            " https://nyheter.example/artikel#kommentarer ",
            "https://nyheter.example/artikel?utm_source=brev&fbclid=1",
        ] {
            assert_eq!(url_key(url), key, "{url}");
        }
        assert_eq!(
            url_key("https://nyheter.example/?b=2&a=1"),
            "nyheter.example?a=1&b=2"
        );
        assert_ne!(url_key("https://nyheter.example/artikel?id=2"), key);
        assert_eq!(url_key(""), "");
    }

    #[test]
    fn titles_are_alike_when_they_share_most_of_their_words() {
        let rows = [
            (
                "Stålverksetablering skjuts upp till 2028",
                "Stålverksetablering skjuts upp",
                true,
            ),
            (
                "Stålverksetablering skjuts upp till 2028",
                "STALVERKSETABLERING skjuts fram och upp",
                true,
            ),
            (
                "Ny lärosätessatsning i Luleå",
                "Varsel vid fabrik i Luleå",
                false,
            ),
            ("Varsel", "Varsel", false),
        ];
        for (one, other, expected) in rows {
            assert_eq!(
                alike(&words(one), &words(other)),
                expected,
                "{one} – {other}"
            );
        }
    }

    #[test]
    fn a_note_of_several_counties_concerns_each_by_itself() {
        let place = Place {
            counties: vec![("25".into(), 1), ("08".into(), 3)],
            ..Place::default()
        };
        assert_eq!(places(&place).len(), 2);
        let national = Place {
            national: true,
            ..Place::default()
        };
        assert!(places(&national)[0].national);
    }
}
