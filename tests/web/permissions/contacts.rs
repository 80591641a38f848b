//! The forms of contacts, organisations and the contact log.

use super::rows::{Fields, Row, page, row};
use super::{CHEF, ISSUE, LEAD, OFFICER, OTHER_ISSUE, OTHER_LEAD, OTHER_OFFICER};

/// Of Norrbotten: its RUA is organisation 37, Luleå kommun 46.
#[rustfmt::skip]
const CONTACT: Fields = &[("name", "Vera Ny"), ("organisation_id", "LULEA"), ("data_purpose", "Löpande kontakt"), ("data_source", "Hon själv"), ("review_on", "2027-11-23"), ("version", "1")];

const KEEPERS: &[&str] = &[LEAD, OFFICER, CHEF];
const LOGGERS: &[&str] = &[LEAD, OFFICER, ISSUE, CHEF];
const SOMEWHERE: &[&str] = &[LEAD, OTHER_LEAD, OFFICER, OTHER_OFFICER, CHEF];
