//! The forms of what a region is told: a report that is written, one that is sent, and what was said of it.

use super::rows::{Fields, Row, page, row};
use super::{ISSUE, LEAD};

#[rustfmt::skip]
const LETTER: Fields = &[("introduction", "Ny inledning"), ("whom_to_ask", "Fråga oss gärna"), ("version", "1")];
/// Without what the report says, which its sender must have read.
#[rustfmt::skip]
const SENDING: Fields = &[("sent_on", "2026-11-20"), ("recipient", "Regiondirektören"), ("diary_no", "Ä 2026-4711")];
#[rustfmt::skip]
const COMMENT: Fields = &[("region_comment", "En ny kommentar"), ("commented_on", "2026-11-20"), ("version", "3")];

/// 56 is Jämtland's, about which a report is being written; 43 is Gävleborg's, whose report 2 has been sent.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    let both: &[&str] = &[LEAD, ISSUE];
    vec![
        row("/dialoger/56/regionrapport/andra", LETTER).may(both).wrong("introduction", "Ring 811218-9876").other("introduction", "En annan inledning"),
        row("/dialoger/56/regionrapport/skickad", SENDING).but(LEAD, 422).but(ISSUE, 422).wrong("sent_on", "31 februari"),
        row("/dialoger/43/regionrapport/2/kommentar", COMMENT).may(both).wrong("commented_on", "31 februari").other("region_comment", "En annan kommentar"),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    let both: &[&str] = &[LEAD, ISSUE];
    vec![
        page("/dialoger/56/regionrapport/andra").may(both),
        page("/dialoger/56/regionrapport/skickad").may(both),
        page("/dialoger/43/regionrapport/2/kommentar").may(both),
    ]
}
