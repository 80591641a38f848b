//! The rows of minutes, evaluations and lessons.

use super::rows::{Fields, Row, page, row};
use super::{CHEF, ISSUE, LEAD, OFFICER, OTHER_ISSUE, OTHER_LEAD, OTHER_OFFICER};

const PLANNERS: &[&str] = &[LEAD, CHEF];
const RUNNERS: &[&str] = &[LEAD, OFFICER, CHEF];
const OF_NORR: &[&str] = &[LEAD, ISSUE, CHEF];
const OF_LESSON: &[&str] = &[LEAD, OFFICER, ISSUE, CHEF];

#[rustfmt::skip]
const TEXTS: Fields = &[("introduction", "Ny inledning"), ("introduction_shareable", "ja"), ("version", "2")];
#[rustfmt::skip]
const COMMENT: Fields = &[("answer", "comment"), ("comment", "En synpunkt"), ("version", "1")];
#[rustfmt::skip]
const LESSON: Fields = &[("title", "Ny lärdom"), ("dialogue_id", "56"), ("text", "Det som hände"), ("version", "1")];
/// 3 was drawn from a dialogue with Norrbotten.
#[rustfmt::skip]
const CHANGED: Fields = &[("title", "Ny lärdom"), ("dialogue_id", "27"), ("text", "Det som hände"), ("version", "1")];
#[rustfmt::skip]
const EVALUATION: Fields = &[("worked", "Bra upplägg"), ("change", "Färre punkter"), ("version", "0")];

/// 56 is Jämtland's, on review with Karim (Företag) and someone from the region; CLOSED is Norrbotten's of last
/// year, locked.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    vec![
        row("/dialoger/56/minnesanteckningar/skriv", TEXTS).may(PLANNERS).wrong("introduction", "Ring 811218-9876").other("introduction", "En annan inledning"),
        row("/dialoger/56/minnesanteckningar/justering", &[("others", "Åke Utifrån"), ("version", "2")]).may(PLANNERS).wrong("others", "Ring 811218-9876"),
        row("/dialoger/56/minnesanteckningar/justering/atertagen", &[("version", "2")]).may(PLANNERS),
        row("/dialoger/56/minnesanteckningar/justering/16", COMMENT).may(&[ISSUE]).wrong("comment", ""),
        row("/dialoger/56/minnesanteckningar/justering/17", &[("answer", "ok"), ("comment", "Nu är det bra"), ("version", "2")]).may(PLANNERS).wrong("comment", "Ring 811218-9876"),
        row("/dialoger/56/minnesanteckningar/justering/17/ordnad", &[("settled", "Punkten är ändrad"), ("version", "2")]).may(PLANNERS).wrong("settled", ""),
        row("/dialoger/56/minnesanteckningar/justering/16/borttagen", &[("version", "1")]).may(PLANNERS),
        row("/dialoger/56/minnesanteckningar/klara", &[("version", "2")]).but(LEAD, 422).but(CHEF, 422),
        row("/dialoger/56/minnesanteckningar/text", &[("others", "Bo Nyström"), ("sent_on", "2026-11-20")]).may(PLANNERS).wrong("sent_on", "31 februari"),
        row("/dialoger/27/minnesanteckningar/oppnade", &[("reason", "Ett datum är fel"), ("version", "3")]).may(RUNNERS).wrong("reason", ""),
        row("/dialoger/56/utvardering/skriv", EVALUATION).may(OF_NORR).wrong("worked", "Ring 811218-9876").other("change", "Längre paus"),
        row("/lardomar/ny", LESSON).may(OF_NORR).wrong("title", ""),
        row("/lardomar/3/andra", CHANGED).may(OF_LESSON).wrong("title", "").other("title", "En annan lärdom"),
        row("/lardomar/3/borttagen", &[("version", "1")]).may(OF_LESSON),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/dialoger/56/minnesanteckningar").all(200),
        page("/dialoger/56/minnesanteckningar/word").all(200),
        page("/dialoger/56/minnesanteckningar/text").all(200),
        page("/dialoger/56/minnesanteckningar/skriv").may(PLANNERS),
        page("/dialoger/56/minnesanteckningar/justering").may(PLANNERS),
        page("/dialoger/56/minnesanteckningar/justering/16").may(&[ISSUE]),
        page("/dialoger/56/minnesanteckningar/justering/17").may(PLANNERS),
        page("/dialoger/56/minnesanteckningar/justering/17/ordnad").may(PLANNERS),
        page("/dialoger/56/minnesanteckningar/klara").may(PLANNERS),
        page("/dialoger/27/minnesanteckningar/oppnade").may(RUNNERS),
        page("/dialoger/56/utvardering").all(200),
        page("/dialoger/56/utvardering/skriv").may(OF_NORR),
        page("/lardomar").all(200),
        page("/lardomar/ny").may(&[LEAD, OTHER_LEAD, OFFICER, OTHER_OFFICER, ISSUE, OTHER_ISSUE, CHEF]),
        page("/lardomar/3").all(200),
        page("/lardomar/3/andra").may(OF_LESSON),
        page("/lardomar/3/borttagen").may(OF_LESSON),
    ]
}
