//! The fields of cases and networks, in the words of [`super`].

use super::Show;
use crate::domain::network::Level;
use crate::domain::transition_case::{Industry, Phase};

#[rustfmt::skip]
pub const FIELDS: &[(&str, &str, Show)] = &[
    ("industry", "Bransch", code!(Industry)),
    ("company", "Företag", Show::Text),
    ("affected", "Antal berörda", Show::Text),
    ("source_url", "Länk till källan", Show::Text),
    ("reported_on", "Fick veta", Show::Date),
    ("notice_on", "Varslets datum", Show::Date),
    ("begins_on", "Första dag", Show::Date),
    ("parties", "Parter", Show::Text),
    ("partner_roles", "Parternas roller", Show::Text),
    ("proposed_on", "Föreslaget", Show::Date),
    ("proposed_person_id", "Föreslagen kontaktperson", Show::Of("person")),
    ("proposal", "Skäl till förslaget", Show::Text),
    ("contact_person_id", "Kontaktperson", Show::Of("person")),
    ("judged_on", "Bedömt", Show::Date),
    ("case_phase", "Fas", code!(Phase)),
    ("level", "Nivå", code!(Level)),
    ("organisation_id", "Organisation", Show::Of("organisation")),
    ("meetings_per_year", "Träffar per år", Show::Text),
    ("network_url", "Webbadress", Show::Text),
    ("seat_role", "Roll i nätverket", Show::Text),
    ("people", "Deltog från oss", Show::Of("person")),
];
