//! The forms of a marking. To those who may not read what is marked there is nothing to mark.

use super::rows::{Fields, Row, page, row};
use super::{
    ADMIN, CHEF, ISSUE, LEAD, NOBODY, OFFICER, OTHER_ISSUE, OTHER_LEAD, OTHER_OFFICER, READER,
};

#[rustfmt::skip]
const MARKING: Fields = &[("provision", "31 kap. 16 § OSL"), ("authority", "Tillväxtverket"), ("lapses_on", "2030-12-31"), ("version", "1")];
const MARKERS: &[&str] = &[LEAD, OFFICER, ISSUE, CHEF];
const OUTSIDE: [&str; 6] = [
    ADMIN,
    OTHER_LEAD,
    OTHER_OFFICER,
    OTHER_ISSUE,
    READER,
    NOBODY,
];

fn hidden(of: Row) -> Row {
    OUTSIDE.iter().fold(of, |row, who| row.but(who, 404))
}

/// 3 is the establishment in Skellefteå.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    vec![
        hidden(row("/sekretess/varsel/3", MARKING).may(MARKERS).wrong("provision", "")),
        hidden(row("/sekretess/varsel/3/havd", &[("reason", "Uppgifterna är kända"), ("version", "1")]).may(MARKERS).wrong("reason", "")),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        hidden(page("/sekretess/varsel/3").may(MARKERS)),
        hidden(page("/sekretess/varsel/3/havd").may(MARKERS)),
    ]
}
