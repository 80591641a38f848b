//! The forms of what we think and what we can offer: positions, assessments, offers and needs.

use super::rows::{Fields, Row, page, row};
use super::{CHEF, ISSUE, LEAD, OFFICER, OTHER_ISSUE, OTHER_LEAD, OTHER_OFFICER};

#[rustfmt::skip]
const POSITION: Fields = &[("meaning", "Nytt läge i länet"), ("ask", "Ny fråga till regionen"), ("shareable", "ask"), ("version", "3")];
#[rustfmt::skip]
const ASSESSMENT: Fields = &[("view", "Ny bedömning"), ("develop", "Det här behövs"), ("why", "Ny motivering"), ("version", "3")];
/// Of Företag, which it has in all teams.
#[rustfmt::skip]
const OFFER: Fields = &[("title", "Nytt erbjudande"), ("kind", "tool"), ("unit_id", "3"), ("issue_areas", "3"), ("valid_from", "2026-01-01")];
#[rustfmt::skip]
const CHANGED_OFFER: Fields = &[("title", "Nytt erbjudande"), ("kind", "tool"), ("unit_id", "3"), ("issue_areas", "3"), ("valid_from", "2026-01-01"), ("version", "1")];
/// Of Västerbotten, in an issue area of Företag.
#[rustfmt::skip]
const NEED: Fields = &[("title", "Nytt behov"), ("county", "24"), ("issue_area_id", "2"), ("source", "contact"), ("raised_on", "2026-11-20")];
#[rustfmt::skip]
const CHANGED_NEED: Fields = &[("title", "Nytt behov"), ("county", "24"), ("issue_area_id", "2"), ("source", "contact"), ("raised_on", "2026-11-20"), ("version", "2")];

/// 2 is of Företag, 8 of Regioner; the brief of neither has changed.
#[rustfmt::skip]
pub fn positions() -> Vec<Row> {
    vec![
        row("/dialoger/45/stallningstaganden/2/skriv", POSITION).may(&[ISSUE]).wrong("meaning", "Ring 811218-9876").other("meaning", "Ett annat läge"),
        row("/dialoger/45/stallningstaganden/8/skriv", POSITION).may(&[LEAD]).wrong("ask", "Ring 811218-9876").other("ask", "En annan fråga"),
        row("/dialoger/45/stallningstaganden/2/status", &[("status", "drafting"), ("version", "3")]).may(&[ISSUE]),
        row("/dialoger/45/stallningstaganden/8/status", &[("status", "agreed"), ("version", "3")]).may(&[LEAD]),
        row("/dialoger/45/stallningstaganden/2/underlag", &[("brief_version_id", "999"), ("version", "3")]).but(ISSUE, 409),
        row("/dialoger/45/bedomning/tillvaxtarbetet", ASSESSMENT).may(&[LEAD]).wrong("why", "Ring 811218-9876").other("why", "En annan motivering"),
    ]
}

/// 6 is of Företag; 17 is Västerbotten's and has an offer, 3 is Gävleborg's and closed.
#[rustfmt::skip]
pub fn offers() -> Vec<Row> {
    let of_foretag: &[&str] = &[LEAD, OTHER_LEAD, ISSUE, OTHER_ISSUE, CHEF];
    let of_county: &[&str] = &[LEAD, OFFICER, ISSUE, CHEF];
    vec![
        row("/erbjudanden/nytt", OFFER).may(of_foretag).wrong("title", ""),
        row("/erbjudanden/6/andra", CHANGED_OFFER).may(of_foretag).wrong("valid_from", "31 februari").other("title", "Ett annat erbjudande"),
        row("/erbjudanden/6/avsluta", &[("valid_to", "2027-01-31"), ("version", "1")]).may(of_foretag).wrong("valid_to", "31 februari"),
        row("/behov/nytt", NEED).may(of_county).wrong("title", ""),
        row("/behov/17/andra", CHANGED_NEED).may(of_county).wrong("raised_on", "31 februari").other("title", "Ett annat behov"),
        row("/behov/17/erbjudanden", &[("offers", "9"), ("version", "2")]).may(of_county).wrong("offers", "999").other("offers", "6"),
        row("/behov/17/avsluta", &[("close_reason", "Tillgodosett i vår"), ("version", "2")]).may(of_county).wrong("close_reason", ""),
        row("/behov/3/oppna", &[("version", "3")]).may(&[LEAD, CHEF]),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/dialoger/45/stallningstaganden/2/skriv").may(&[ISSUE]),
        page("/dialoger/45/stallningstaganden/8/skriv").may(&[LEAD]),
        page("/dialoger/45/bedomning/tillvaxtarbetet").may(&[LEAD]),
        page("/erbjudanden/nytt").may(&[LEAD, OTHER_LEAD, ISSUE, OTHER_ISSUE, CHEF]),
        page("/erbjudanden/6/andra").may(&[LEAD, OTHER_LEAD, ISSUE, OTHER_ISSUE, CHEF]),
        page("/erbjudanden/6/avsluta").may(&[LEAD, OTHER_LEAD, ISSUE, OTHER_ISSUE, CHEF]),
        page("/behov/nytt").may(&[LEAD, OTHER_LEAD, OFFICER, OTHER_OFFICER, ISSUE, OTHER_ISSUE, CHEF]),
        page("/behov/17/andra").may(&[LEAD, OFFICER, ISSUE, CHEF]),
        page("/behov/17/avsluta").may(&[LEAD, OFFICER, ISSUE, CHEF]),
    ]
}
