//! The fields of contacts, organisations and the contact log, in the words of their histories.

use super::Show;
use crate::domain::contact::{Channel, Level, OrganisationKind};

#[rustfmt::skip]
pub const FIELDS: &[(&str, &str, Show)] = &[
    ("phone", "Telefon", Show::Text),
    ("data_purpose", "Ändamål", Show::Text),
    ("data_source", "Varifrån uppgifterna kommer", Show::Text),
    ("review_on", "Granskas senast", Show::Date),
    ("organisation_id", "Organisation", Show::Of("organisation")),
    ("national_agency_id", "I registret över myndigheter", Show::Of("national_agency")),
    ("organisation_kind", "Slag", Show::Code(|text| text.parse::<OrganisationKind>().ok().map(OrganisationKind::label))),
    ("level", "Nivå", Show::Code(|text| text.parse::<Level>().ok().map(Level::label))),
    ("url", "Webbadress", Show::Text),
    ("post_title", "Roll", Show::Text),
    ("merged_into", "Behålls som", Show::Code(|_| None)),
    ("merged_from", "Slogs ihop från", Show::Code(|_| None)),
    ("met", "Med vem", Show::Text),
    // Never in a history: a new contact has one of her own.
    ("new_name", "Ny kontakt", Show::Text),
    ("new_title", "Den nya kontaktens roll", Show::Text),
    ("colleagues", "Kollegor", Show::Of("person")),
    ("channel", "Kontaktväg", Show::Code(|text| text.parse::<Channel>().ok().map(Channel::label))),
    ("subject", "Ämne", Show::Text),
    ("official", "Tjänsteanteckning", Show::YesNo),
    ("follow_up", "Uppföljning", Show::Text),
    ("follow_up_on", "Följs upp senast", Show::Date),
    ("contact_days", "Dagar mellan kontakterna", Show::Text),
];
