//! The forms of statistik: a file, what is read in of it, and an indicator.

use super::rows::{Fields, Row, page, row};
use super::{ADMIN, CHEF, OFFICER, OTHER_OFFICER};

#[rustfmt::skip]
const INDICATOR: Fields = &[("name", "Nytt namn"), ("unit", "personer"), ("source", "Ny källa"), ("additive", "ja"), ("shown", "ja"), ("position", "4"), ("version", "1")];

/// The file that waits in the demo is Anna Lind's; for the others it is not there.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    vec![
        row("/statistik/las-in", &[]).but(ADMIN, 422).but(CHEF, 422).but(OFFICER, 422).but(OTHER_OFFICER, 422),
        row("/statistik/las-in/1", &[("version", "4/0/0/0/0")]).may(&[OFFICER]).but(ADMIN, 404).but(CHEF, 404).but(OTHER_OFFICER, 404),
        row("/statistik/2/andra", INDICATOR).may(&[ADMIN, CHEF]).wrong("name", "").other("name", "Ett annat namn"),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/statistik/las-in").may(&[ADMIN, CHEF, OFFICER, OTHER_OFFICER]),
        page("/statistik/las-in/1").may(&[OFFICER]).but(ADMIN, 404).but(CHEF, 404).but(OTHER_OFFICER, 404),
        page("/statistik/2/andra").may(&[ADMIN, CHEF]),
    ]
}
