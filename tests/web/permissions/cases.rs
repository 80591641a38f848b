//! The forms of varsel, establishments and networks. To those who may not read a case it does not exist.

use super::rows::{Fields, Row, page, row};
use super::{
    ADMIN, CHEF, ISSUE, LEAD, NOBODY, OFFICER, OTHER_ISSUE, OTHER_LEAD, OTHER_OFFICER, READER,
};

/// A case of Norrbotten, and the establishment in Västerbotten as it could be changed.
#[rustfmt::skip]
const CASE: Fields = &[("kind", "layoff"), ("county", "25"), ("source", "public"), ("reported_on", "2026-11-20"), ("affected", "40")];
#[rustfmt::skip]
const CHANGED: Fields = &[("kind", "establishment"), ("county", "24"), ("source", "company"), ("reported_on", "2026-11-20"), ("affected", "310"), ("version", "2")];
#[rustfmt::skip]
const NEW_NETWORK: Fields = &[("name", "Nytt nätverk"), ("level", "regional"), ("counties", "25"), ("meetings_per_year", "4")];
#[rustfmt::skip]
const NETWORK: Fields = &[("name", "Nytt nätverk"), ("level", "regional"), ("counties", "25"), ("meetings_per_year", "4"), ("version", "1")];

/// Those who may read nothing of a case in the north.
const OUTSIDE: [&str; 6] = [
    ADMIN,
    OTHER_LEAD,
    OTHER_OFFICER,
    OTHER_ISSUE,
    READER,
    NOBODY,
];
const KEEPERS: &[&str] = &[LEAD, OFFICER];
const OF_NETWORK: &[&str] = &[LEAD, OFFICER, CHEF];

fn hidden(of: Row) -> Row {
    OUTSIDE.iter().fold(of, |row, who| row.but(who, 404))
}

/// 1 is the judged varsel in Kalix, 3 the establishment in Skellefteå that waits for a chef. Network 1 is
/// Norrbotten's and Västerbotten's, with seat 1 and meeting 1.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    vec![
        row("/varsel/nytt", CASE).may(KEEPERS).wrong("affected", "många"),
        hidden(row("/varsel/3/andra", CHANGED).may(KEEPERS).wrong("reported_on", "31 februari").other("affected", "290")),
        hidden(row("/varsel/3/logg", &[("held_on", "2026-11-20"), ("text", "Möte med kommunen")]).may(KEEPERS).wrong("held_on", "31 februari")),
        hidden(row("/varsel/3/fas", &[("phase", "analyse"), ("version", "2")]).may(KEEPERS).wrong("phase", "klar")),
        hidden(row("/varsel/3/forslag", &[("person_id", ""), ("reason", "Frågorna är många"), ("version", "2")]).may(&[LEAD]).wrong("reason", "")),
        hidden(row("/varsel/3/bedomning", &[("answer", "needed"), ("person_id", "17"), ("reason", "Regionen har bett om det"), ("version", "2")]).may(&[CHEF]).wrong("reason", "")),
        hidden(row("/varsel/3/avslutat", &[("result", "Bygget är i gång"), ("version", "2")]).may(KEEPERS).wrong("result", "")),
        hidden(row("/varsel/3/oppnat", &[("version", "2")]).may(KEEPERS).quiet()),
        row("/natverk/nytt", NEW_NETWORK).may(OF_NETWORK).wrong("name", ""),
        row("/natverk/1/andra", NETWORK).may(OF_NETWORK).wrong("meetings_per_year", "ofta").other("purpose", "Något annat"),
        row("/natverk/1/avslutat", &[("version", "1")]).may(OF_NETWORK),
        row("/natverk/1/oppnat", &[("version", "1")]).may(OF_NETWORK).quiet(),
        row("/natverk/1/platser/ny", &[("person_id", "5"), ("valid_from", "2026-11-20")]).may(OF_NETWORK).wrong("valid_from", "31 februari"),
        row("/natverk/1/platser/1", &[("person_id", "3"), ("valid_from", "2024-12-23"), ("valid_to", "2026-11-20"), ("version", "1")]).may(OF_NETWORK).wrong("valid_to", "31 februari"),
        row("/natverk/1/traffar/ny", &[("held_on", "2026-11-20"), ("people", "3")]).may(OF_NETWORK).wrong("held_on", "31 februari"),
        row("/natverk/1/traffar/1", &[("held_on", "2026-05-04"), ("notes", "Nya anteckningar"), ("people", "3"), ("version", "1")]).may(OF_NETWORK).wrong("held_on", "31 februari").other("title", "En annan rubrik"),
        row("/natverk/1/traffar/1/borttagen", &[("version", "1")]).may(OF_NETWORK),
        row("/natverk/1/traffar/1/notiser", &[("observation_id", "999999")]).but(LEAD, 422).but(OFFICER, 422).but(CHEF, 422),
        row("/natverk/1/traffar/1/notiser/999999/borttagen", &[]).may(OF_NETWORK).quiet(),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/varsel/nytt").may(&[LEAD, OTHER_LEAD, OFFICER, OTHER_OFFICER]),
        hidden(page("/varsel/3").may(&[LEAD, OFFICER, ISSUE, CHEF])),
        hidden(page("/varsel/3/historik").may(&[LEAD, OFFICER, ISSUE, CHEF])),
        hidden(page("/varsel/3/andra").may(KEEPERS)),
        hidden(page("/varsel/3/forslag").may(&[LEAD])),
        hidden(page("/varsel/3/bedomning").may(&[CHEF])),
        hidden(page("/varsel/3/avslutat").may(KEEPERS)),
        page("/natverk/nytt").may(&[LEAD, OTHER_LEAD, OFFICER, OTHER_OFFICER, CHEF]),
        page("/natverk/1/andra").may(OF_NETWORK),
        page("/natverk/1/avslutat").may(OF_NETWORK),
        page("/natverk/1/traffar/1/borttagen").may(OF_NETWORK),
        page("/natverk/1/platser/ny").may(OF_NETWORK),
        page("/natverk/1/platser/1").may(OF_NETWORK),
        page("/natverk/1/traffar/ny").may(OF_NETWORK),
        page("/natverk/1/traffar/1").may(OF_NETWORK),
    ]
}
