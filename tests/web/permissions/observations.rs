//! The forms of omvärldsnotiser: written by everyone, decided about by the team, read as their marking says.

use super::rows::{Fields, Row, page, row};
use super::{
    ADMIN, CAST, CHEF, ISSUE, LEAD, NOBODY, OFFICER, OTHER_ISSUE, OTHER_LEAD, OTHER_OFFICER, READER,
};

#[rustfmt::skip]
const NOTE: Fields = &[("title", "Hamnen får nytt djup"), ("counties", "25"), ("issue_areas", "1"), ("meaning", "Större fartyg kan lägga till."), ("version", "1")];
#[rustfmt::skip]
const MARKED: Fields = &[("title", "Något som inte är känt"), ("counties", "25"), ("readers", "team")];
#[rustfmt::skip]
const JUDGED: Fields = &[("step", "pattern"), ("impact", "high"), ("certainty", "low"), ("horizon", "year"), ("judge_reason", "Det händer på flera håll")];

/// Those who may not read what is kept to Team Norr.
const OUTSIDE: [&str; 6] = [
    ADMIN,
    OTHER_LEAD,
    OTHER_OFFICER,
    OTHER_ISSUE,
    READER,
    NOBODY,
];

fn hidden(of: Row) -> Row {
    OUTSIDE.into_iter().fold(of, |row, who| row.but(who, 404))
}

/// 13 is Anna Lind's of Norrbotten, 17 Maja Olander's of Kronoberg, 12 Ida Holm's of the whole country,
/// 15 is marked and Elsa Norling's of Norrbotten.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    vec![
        row("/omvarld/ny", NOTE).may(CAST).wrong("url", "javascript:alert(1)"),
        row("/omvarld/ny", MARKED).all(422).but(LEAD, 303).but(OFFICER, 303).but(CHEF, 303).but(ISSUE, 303),
        row("/omvarld/bevakning", &[("county", "21")]).may(CAST),
        row("/omvarld/13/andra", NOTE).may(&[LEAD, OFFICER]).wrong("source_on", "31 februari").other("title", "En annan rubrik"),
        row("/omvarld/12/andra", &[("title", "Fler unga utan arbete"), ("counties", "Hela landet"), ("version", "1")]).may(&[LEAD, OTHER_LEAD]).wrong("counties", "99"),
        row("/omvarld/13/beslut", &[("status", "watched"), ("settle_reason", "Om bygget börjar"), ("version", "1")]).may(&[LEAD, OFFICER]).wrong("status", "klar"),
        row("/omvarld/17/beslut", &[("status", "dismissed"), ("settle_reason", "Redan känt"), ("version", "1")]).may(&[OTHER_LEAD, OTHER_OFFICER]).wrong("status", ""),
        row("/omvarld/12/beslut", &[("status", "dismissed"), ("settle_reason", "Redan känt"), ("version", "1")]).may(&[LEAD, OTHER_LEAD]).wrong("status", ""),
        row("/omvarld/13/beslut", &[("status", "used"), ("used_in", "brief:8"), ("version", "1")]).may(&[LEAD, OFFICER]).wrong("used_in", ""),
        row("/omvarld/13/bedomning", JUDGED).may(CAST).but(LEAD, 409).wrong("step", "topp"),
        row("/omvarld/13/borttagen", &[("reason", "Skriven två gånger"), ("version", "1")]).may(&[LEAD, OFFICER]).wrong("reason", ""),
        row("/omvarld/anvandningar", &[("observation_id", "13"), ("target", "brief:8")]).may(&[LEAD, OFFICER]),
        row("/omvarld/anvandningar", &[("observation_id", "13"), ("target", "brief:15"), ("there", "ja")]).may(&[LEAD, OFFICER, ISSUE, OTHER_ISSUE]),
        row("/omvarld/anvandningar/1/borttagen", &[]).may(&[OTHER_LEAD, OTHER_OFFICER, CHEF]),
        hidden(row("/omvarld/15/beslut", &[("status", "dismissed"), ("settle_reason", "Redan känt"), ("version", "1")]).may(&[LEAD, OFFICER])),
        hidden(row("/omvarld/15/bedomning", JUDGED).may(CAST)),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/omvarld/ny").may(CAST),
        page("/omvarld/bevakning").may(CAST),
        page("/omvarld/13/andra").may(&[LEAD, OFFICER]),
        page("/omvarld/13/borttagen").may(&[LEAD, OFFICER]),
        hidden(page("/omvarld/15").may(CAST)),
        hidden(page("/omvarld/15/historik").may(CAST)),
        hidden(page("/omvarld/15/andra").may(&[LEAD, OFFICER])),
        hidden(page("/omvarld/15/borttagen").may(&[LEAD, OFFICER])),
    ]
}
