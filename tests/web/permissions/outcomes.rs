//! The rows of what is said at a dialogue.

use super::rows::{Fields, Row, page, row};
use super::{CHEF, LEAD, OFFICER};

#[rustfmt::skip]
const LINE: Fields = &[("kind", "wish"), ("text", "Regionen vill ha svar"), ("token", "rad-000001")];
#[rustfmt::skip]
const CHANGE: Fields = &[("kind", "wish"), ("text", "Regionen vill ha svar"), ("version", "1")];
/// Beside the agenda, in Entreprenörskap; and at its item.
#[rustfmt::skip]
const OWN_LINE: Fields = &[("kind", "wish"), ("text", "Regionen vill ha svar"), ("token", "rad-000001"), ("issue_area_id", "3")];
#[rustfmt::skip]
const ITEM_LINE: Fields = &[("kind", "wish"), ("text", "Regionen vill ha svar"), ("token", "rad-000001"), ("agenda_item_id", "463")];

/// Stockholm is in Team Mellan, which Elsa leads too; none of the cast has another function there.
const PLANNERS: &[&str] = &[LEAD, CHEF];

/// 50 is held today in Stockholm, where 579 was said; 394 is nobody's item there, 463 is one of Företag's.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    vec![
        row("/dialoger/50/utfall", LINE).may(PLANNERS).wrong("text", ""),
        row("/dialoger/50/utfall", OWN_LINE).may(PLANNERS).wrong("text", ""),
        row("/dialoger/50/utfall", ITEM_LINE).may(PLANNERS).wrong("text", ""),
        row("/dialoger/50/utfall/579", CHANGE).may(PLANNERS).wrong("text", "").other("text", "Något helt annat"),
        row("/dialoger/50/utfall/579/borttaget", &[("version", "1")]).may(PLANNERS),
        row("/dialoger/50/utfall/579/parkerat", &[("version", "1")]).may(PLANNERS),
        row("/dialoger/50/dagordning/394/borjad", &[]).may(PLANNERS),
        row("/dialoger/50/dagordning/463/borjad", &[]).may(PLANNERS),
        row("/dialoger/50/dagordning/463/klar", &[]).may(PLANNERS),
        row("/dialoger/45/inbjudningar/10/deltog", &[("attended", "yes"), ("version", "1")]).may(&[LEAD, OFFICER, CHEF]),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/dialoger/50/genomforande").all(200),
        page("/dialoger/45/genomforande").all(200),
        page("/dialoger/50/utfall/579").may(PLANNERS),
        page("/dialoger/50/utfall/579/borttaget").may(PLANNERS),
        page("/beslut").all(200),
    ]
}
