//! The forms of insatser that are given and checked in on, and of strategiska satsningar.

use super::rows::{Fields, Row, page, row};
use super::{CHEF, ISSUE, LEAD, NOBODY, OFFICER, OTHER_ISSUE, OTHER_LEAD, OTHER_OFFICER};

/// Of Norrbotten, in an issue area of Företag.
#[rustfmt::skip]
const INVESTMENT: Fields = &[("title", "Ny satsning"), ("counties", "25"), ("issue_area_id", "2"), ("unit_id", "3"), ("our_kronor", "1 500 000"), ("partners", "Region Norrbotten"), ("kronor", "750 000")];
/// An idea of Örebro and Västmanland.
#[rustfmt::skip]
const CHANGED: Fields = &[("title", "Ny satsning"), ("counties", "18"), ("counties", "19"), ("issue_area_id", "7"), ("unit_id", "6"), ("our_role", "Vi stödjer"), ("version", "1")];
#[rustfmt::skip]
const DECIDED: Fields = &[("status", "decided"), ("decision", "Dnr 2026/9999"), ("decided_on", "2026-11-20"), ("version", "3")];

const OF_FORETAG: &[&str] = &[LEAD, ISSUE, CHEF];

/// 11 is owned by Företag in Norr and has a check-in; 19 waits for an answer of Peter Blad's unit;
/// satsning 6 is an idea, 4 is prepared.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    vec![
        row("/insatser/11/lamnad", &[("to_unit", "7"), ("message", "Kan ni ta den?"), ("version", "3")]).may(OF_FORETAG).wrong("to_unit", "999"),
        row("/insatser/19/svar", &[("answer", "accepted"), ("reason", "Gärna"), ("version", "4")]).may(&[NOBODY]).wrong("answer", "ja"),
        row("/insatser/19/atertagen", &[("version", "4")]).may(&[LEAD, CHEF]),
        row("/insatser/11/avstamningar", &[("planned_on", "2026-11-30"), ("every_months", "1")]).may(OF_FORETAG).wrong("planned_on", "31 februari"),
        row("/insatser/11/avstamningar/3", &[("done_on", "2026-11-23"), ("comment", "Det går bra"), ("version", "1")]).may(OF_FORETAG).wrong("done_on", "31 februari"),
        row("/insatser/11/avstamningar/3/borttagen", &[("version", "1")]).may(OF_FORETAG),
        row("/satsningar/ny", INVESTMENT).may(&[LEAD, OFFICER, ISSUE, CHEF]).wrong("title", ""),
        row("/satsningar/6/andra", CHANGED).may(&[LEAD, CHEF]).wrong("ends_on", "31 februari").other("title", "En annan titel"),
        row("/satsningar/6/bedomning", &[("relevant", "ja"), ("relevance", "Behovet är stort"), ("version", "1")]).may(&[LEAD, CHEF]).wrong("relevant", ""),
        row("/satsningar/4/status", DECIDED).may(&[CHEF]).wrong("decision", ""),
        row("/satsningar/4/status", &[("status", "idea"), ("version", "3")]).may(&[LEAD, CHEF]).wrong("status", "klar"),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/insatser/11/avstamningar/3").may(OF_FORETAG),
        page("/satsningar/ny").may(&[LEAD, OTHER_LEAD, OFFICER, OTHER_OFFICER, ISSUE, OTHER_ISSUE, CHEF]),
        page("/satsningar/ny?lan=norrbotten").may(&[LEAD, OFFICER, ISSUE, CHEF]),
        page("/satsningar/6/andra").may(&[LEAD, CHEF]),
        page("/satsningar/6/bedomning").may(&[LEAD, CHEF]),
        page("/satsningar/4/status").may(&[LEAD, CHEF]),
    ]
}
