//! The forms of contacts, organisations and the contact log.

use super::rows::{Fields, Row, page, row};
use super::{CHEF, ISSUE, LEAD, OFFICER, OTHER_ISSUE, OTHER_LEAD, OTHER_OFFICER};

/// Region Norrbotten is organisation 40, Luleå kommun 41, Kiruna kommun 42.
#[rustfmt::skip]
const CONTACT: Fields = &[("name", "Vera Ny"), ("organisation_id", "41"), ("data_purpose", "Löpande kontakt"), ("data_source", "Hon själv"), ("review_on", "2027-11-23"), ("version", "1")];
#[rustfmt::skip]
const POST: Fields = &[("organisation_id", "41"), ("post_title", "strateg"), ("version", "1")];
#[rustfmt::skip]
const ORGANISATION: Fields = &[("name", "Pajala kommun"), ("organisation_kind", "municipality"), ("level", "local"), ("county", "25"), ("municipality", "2521"), ("version", "1")];
#[rustfmt::skip]
const ENTRY: Fields = &[("county", "25"), ("held_on", "2026-11-20"), ("channel", "phone"), ("subject", "Nytt samtal"), ("text", "Nya ord"), ("version", "1")];
/// Two that are one.
const MERGED: Fields = &[("into", "48"), ("version", "1"), ("into_version", "1")];
const MERGED_THERE: Fields = &[("into", "41"), ("version", "1"), ("into_version", "1")];

const KEEPERS: &[&str] = &[LEAD, OFFICER, CHEF];
const LOGGERS: &[&str] = &[LEAD, OFFICER, ISSUE, CHEF];
const THERE: &[&str] = &[OTHER_LEAD, OTHER_OFFICER, CHEF];
const SOMEWHERE: &[&str] = &[LEAD, OTHER_LEAD, OFFICER, OTHER_OFFICER, CHEF];

/// 42 is at Region Norrbotten; 48 and 49 are the same person at Region Kalmar län.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    vec![
        row("/kontakter/ny", CONTACT).may(KEEPERS).wrong("name", ""),
        row("/kontakter/42/andra", CONTACT).may(KEEPERS).wrong("review_on", "31 februari").other("name", "Vera Annan"),
        row("/kontakter/42/roller/ny", POST).may(KEEPERS).wrong("valid_from", "31 februari"),
        row("/kontakter/42/roller/42", POST).may(KEEPERS).wrong("valid_to", "31 februari"),
        row("/kontakter/42/roller/42/avslutad", &[("valid_to", "2026-11-20"), ("version", "1")]).may(KEEPERS).wrong("valid_to", "31 februari"),
        row("/kontakter/49/sla-ihop", MERGED).may(THERE).wrong("into", "9999"),
        row("/kontakter/42/granskad", &[("version", "1")]).may(KEEPERS),
        row("/kontakter/42/pseudonymisera", &[("sure", "ja"), ("version", "1")]).may(KEEPERS).wrong("sure", "nej"),
        row("/kontakter/organisationer/ny", ORGANISATION).may(KEEPERS).wrong("name", ""),
        row("/kontakter/organisationer/41/andra", ORGANISATION).may(KEEPERS).wrong("name", "").other("name", "Arjeplogs kommun"),
        row("/kontakter/organisationer/42/sla-ihop", MERGED_THERE).may(KEEPERS).wrong("into", "9999"),
        row("/kontakter/logg/ny", ENTRY).may(LOGGERS).wrong("held_on", "31 februari"),
        row("/kontakter/logg/1/andra", ENTRY).may(LOGGERS).wrong("held_on", "31 februari").other("subject", "Ett annat ämne"),
        row("/kontakter/logg/1/foljd", &[("version", "1")]).may(LOGGERS),
        row("/kontakter/intervall/25", &[("contact_days", "45"), ("version", "1")]).may(KEEPERS).wrong("contact_days", "många"),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/kontakter/ny").may(SOMEWHERE),
        page("/kontakter/42/andra").may(KEEPERS),
        page("/kontakter/42/roller/ny").may(KEEPERS),
        page("/kontakter/42/roller/42").may(KEEPERS),
        page("/kontakter/42/roller/42/avslutad").may(KEEPERS),
        page("/kontakter/42/utdrag").may(KEEPERS),
        page("/kontakter/42/pseudonymisera").may(KEEPERS),
        page("/kontakter/49/sla-ihop?into=48").may(THERE),
        page("/kontakter/organisationer/ny").may(SOMEWHERE),
        page("/kontakter/organisationer/41/andra").may(KEEPERS),
        page("/kontakter/organisationer/42/sla-ihop").may(KEEPERS),
        page("/kontakter/logg/ny").may(&[LEAD, OTHER_LEAD, OFFICER, OTHER_OFFICER, ISSUE, OTHER_ISSUE, CHEF]),
        page("/kontakter/logg/ny?lan=norrbotten").may(LOGGERS),
        page("/kontakter/logg/1/andra").may(LOGGERS),
        page("/kontakter/intervall/25").may(KEEPERS),
    ]
}
