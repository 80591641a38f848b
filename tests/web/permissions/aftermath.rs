//! The forms of what follows a dialogue: hand-overs to units, and feedback.

use super::rows::{Fields, Row, page, row};
use super::{CHEF, ISSUE, LEAD, OTHER_ISSUE, OTHER_LEAD};

/// From Norrbotten, in an issue area of Företag.
#[rustfmt::skip]
const HANDOVER: Fields = &[("question", "Ny fråga att ta vidare"), ("county", "25"), ("issue_area_id", "2"), ("unit_id", "4"), ("contact_by", "2026-12-21"), ("note", "Bara för oss")];
#[rustfmt::skip]
const CHANGED: Fields = &[("question", "Frågan i andra ord"), ("contact_by", "2026-12-21"), ("note", "Ny anteckning"), ("version", "1")];
#[rustfmt::skip]
const ON: Fields = &[("unit_id", "5"), ("contact_by", "2026-12-21"), ("reason", "Det är en regelfråga"), ("version", "1")];
#[rustfmt::skip]
const TEAM: Fields = &[("riktning", "team"), ("text", "Så här gick det"), ("given_on", "2026-11-20"), ("receiver", "Team Norr")];
#[rustfmt::skip]
const REGION: Fields = &[("riktning", "region"), ("avdelning", "2"), ("text", "Så här går det"), ("given_on", "2026-11-20"), ("receiver", "Region Jämtland")];
#[rustfmt::skip]
const OF_REGIONER: Fields = &[("riktning", "avdelning"), ("avdelning", "1"), ("text", "Så här gick det"), ("given_on", "2026-11-20"), ("receiver", "Regioner")];

/// 9 is Kronoberg's, at Entreprenörskap, where Företag Norr and Södra both work. 56 was held in Jämtland.
#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    let of_unit: &[&str] = &[ISSUE, OTHER_ISSUE];
    let who_handed_over: &[&str] = &[OTHER_LEAD, OTHER_ISSUE, CHEF];
    let both: &[&str] = &[OTHER_LEAD, OTHER_ISSUE, CHEF, ISSUE];
    vec![
        row("/overlamningar/ny", HANDOVER).may(&[LEAD, ISSUE, CHEF]).wrong("question", ""),
        row("/overlamningar/9/andra", CHANGED).may(who_handed_over).wrong("contact_by", "31 februari").other("note", "En annan anteckning"),
        row("/overlamningar/9/mottagen", &[("version", "1")]).may(of_unit),
        row("/overlamningar/9/vidare", ON).may(both).wrong("reason", ""),
        row("/overlamningar/9/avbojd", &[("reason", "Vi har inte frågan"), ("version", "1")]).may(of_unit).wrong("reason", ""),
        row("/overlamningar/9/kontakter", &[("happened_on", "2026-11-20"), ("text", "Vi ringde regionen")]).may(of_unit).wrong("happened_on", "31 februari"),
        row("/overlamningar/9/paminnelse", &[("contact_by", "2026-12-21"), ("version", "1")]).may(who_handed_over).wrong("contact_by", "31 februari"),
        row("/overlamningar/9/tillbaka", &[("reason", "Vi tar den själva"), ("version", "1")]).may(who_handed_over).wrong("reason", ""),
        row("/overlamningar/9/avslutad", &[("reason", "Det blev klart i mötet"), ("version", "1")]).may(who_handed_over).but(ISSUE, 422).wrong("reason", ""),
        row("/dialoger/56/aterkoppling/ny", TEAM).may(&[LEAD]).wrong("text", ""),
        row("/dialoger/56/aterkoppling/ny", REGION).may(&[ISSUE]).wrong("given_on", "31 februari"),
        row("/dialoger/56/aterkoppling/ny", OF_REGIONER).may(&[LEAD]).wrong("receiver", ""),
        // whose it is to read is told in tests/web/feedback
        row("/aterkoppling/99999/last", &[]).all(404),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/overlamningar/ny").may(&[LEAD, OTHER_LEAD, ISSUE, OTHER_ISSUE, CHEF]),
        page("/overlamningar/9/andra").may(&[OTHER_LEAD, OTHER_ISSUE, CHEF]),
        page("/overlamningar/9/vidare").may(&[OTHER_LEAD, OTHER_ISSUE, CHEF, ISSUE]),
        page("/overlamningar/9/avbojd").may(&[ISSUE, OTHER_ISSUE]),
        page("/overlamningar/9/tillbaka").may(&[OTHER_LEAD, OTHER_ISSUE, CHEF]),
        page("/overlamningar/9/avslutad").may(&[OTHER_LEAD, OTHER_ISSUE, CHEF, ISSUE]),
        page("/dialoger/56/aterkoppling/ny?riktning=team").may(&[LEAD]),
        page("/dialoger/56/aterkoppling/ny?riktning=region&avdelning=2").may(&[ISSUE]),
    ]
}
