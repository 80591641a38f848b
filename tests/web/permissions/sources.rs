//! The forms of källor and of the inbox.

use super::rows::{Fields, Row, page, row};
use super::{CHEF, LEAD, OFFICER, OTHER_LEAD, OTHER_OFFICER};

#[rustfmt::skip]
const REGIONAL: Fields = &[("name", "Kommunerna i norr"), ("url", "https://norr.exempel.se/rss"), ("level", "regional"), ("county", "25"), ("interval_minutes", "60"), ("version", "1")];
#[rustfmt::skip]
const NATIONAL: Fields = &[("name", "Riksnytt"), ("url", "https://riks.exempel.se/rss"), ("level", "national"), ("interval_minutes", "60"), ("version", "1")];

const OF_NORRBOTTEN: &[&str] = &[LEAD, OFFICER, CHEF];
const OF_THE_COUNTRY: &[&str] = &[LEAD, OTHER_LEAD, CHEF];

/// Källa 1 is Norrbotten's, 3 is national; item 2 is Norrbotten's, 8 and 6 are national, of which 6 is hidden.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    vec![
        row("/omvarld/kallor/ny", REGIONAL).may(OF_NORRBOTTEN).wrong("url", "ftp://norr.exempel.se/rss"),
        row("/omvarld/kallor/ny", NATIONAL).may(OF_THE_COUNTRY).wrong("name", ""),
        row("/omvarld/kallor/1/andra", REGIONAL).may(OF_NORRBOTTEN).wrong("url", "http://127.0.0.1/rss").other("name", "Något annat namn"),
        row("/omvarld/kallor/1/andra", NATIONAL).may(&[LEAD, CHEF]).wrong("name", "").other("name", "Något annat namn"),
        row("/omvarld/kallor/3/andra", NATIONAL).may(OF_THE_COUNTRY).wrong("url", "exempel.se").other("name", "Något annat namn"),
        row("/omvarld/kallor/1/avslutad", &[("version", "1")]).may(OF_NORRBOTTEN),
        row("/omvarld/kallor/3/avslutad", &[("version", "1")]).may(OF_THE_COUNTRY),
        row("/omvarld/kallor/1/oppnad", &[("version", "1")]).may(OF_NORRBOTTEN).quiet(),
        row("/omvarld/kallor/1/hamtad", &[("version", "1")]).may(OF_NORRBOTTEN).quiet(),
        row("/omvarld/inkorg/dolda", &[("item", "2")]).may(OF_NORRBOTTEN),
        row("/omvarld/inkorg/dolda", &[("items", "2"), ("items", "8")]).may(&[LEAD, CHEF]),
        row("/omvarld/inkorg/dolda", &[("items", "8")]).may(OF_THE_COUNTRY),
        row("/omvarld/inkorg/visade", &[("item", "6")]).may(OF_THE_COUNTRY),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/omvarld/kallor/ny").may(&[LEAD, OTHER_LEAD, OFFICER, OTHER_OFFICER, CHEF]),
        page("/omvarld/kallor/1/andra").may(OF_NORRBOTTEN),
        page("/omvarld/kallor/3/andra").may(OF_THE_COUNTRY),
        page("/omvarld/kallor/1/avslutad").may(OF_NORRBOTTEN),
    ]
}
