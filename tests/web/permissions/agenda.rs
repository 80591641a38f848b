//! The rows of the agenda, the parking, the invitations and the kinds of dialogues.

use super::rows::{Fields, Row, page, row};
use super::{ADMIN, CHEF, ISSUE, LEAD, OFFICER};

#[rustfmt::skip]
const ITEM: Fields = &[("title", "Ny punkt"), ("minutes", "20"), ("presenter", "Regionen"), ("note", "Inget ännu"), ("version", "1")];
/// An item of Regelförenkling, and one of Innovation, which Företag has.
#[rustfmt::skip]
const RULES_ITEM: Fields = &[("title", "Ny punkt"), ("minutes", "20"), ("issue_area_id", "6"), ("note", "Inget ännu"), ("version", "1")];
#[rustfmt::skip]
const OWN_ITEM: Fields = &[("title", "Ny punkt"), ("minutes", "20"), ("issue_area_id", "2"), ("note", "Inget ännu"), ("version", "1")];
#[rustfmt::skip]
const INVITATION: Fields = &[("agency_id", "16"), ("reason", "Elnätet avgör takten"), ("contact", "registrator"), ("sent_on", "2026-11-20"), ("reply", "none"), ("version", "1")];
#[rustfmt::skip]
const KIND: Fields = &[("name", "Ny typ"), ("items", "Inledning | 20 | Regionen"), ("roles", "lead"), ("version", "1")];

const PLANNERS: &[&str] = &[LEAD, CHEF];
const RUNNERS: &[&str] = &[LEAD, OFFICER, CHEF];
const ONLY: &[&str] = &[ADMIN];

pub fn forms() -> Vec<Row> {
    let nouns = [agenda_items(), invitations(), dialogue_types()];
    nouns.into_iter().flatten().collect()
}

/// 10 is Norrbotten to Arbetsförmedlingen.
#[rustfmt::skip]
fn invitations() -> Vec<Row> {
    vec![
        row("/dialoger/45/inbjudningar/ny", INVITATION).may(RUNNERS).wrong("reason", ""),
        row("/dialoger/45/inbjudningar/10", INVITATION).may(RUNNERS).wrong("sent_on", "31 februari").other("contact", "Någon annan"),
        row("/dialoger/45/inbjudningar/10/borttagen", &[("version", "1")]).may(RUNNERS),
    ]
}

/// 469 is Förenkling's in Norrbotten, 299 is open in Stockholm today, 483 is Företag's and parked in Västerbotten.
#[rustfmt::skip]
fn agenda_items() -> Vec<Row> {
    let with_foretag: &[&str] = &[LEAD, OFFICER, ISSUE, CHEF];
    vec![
        row("/dialoger/45/dagordning/ny", ITEM).may(RUNNERS).wrong("minutes", "snart"),
        row("/dialoger/45/dagordning/ny", OWN_ITEM).may(with_foretag).wrong("minutes", "snart"),
        row("/dialoger/45/dagordning/469", RULES_ITEM).may(RUNNERS).wrong("minutes", "snart").other("title", "En annan punkt"),
        row("/dialoger/45/dagordning/469", OWN_ITEM).may(RUNNERS).wrong("minutes", "snart").other("title", "En annan punkt"),
        row("/dialoger/45/dagordning/ordning", &[("seen", "359,468,469,362,300,364"), ("flytta", "468:ned")]).may(RUNNERS),
        row("/dialoger/45/dagordning/469/parkerad", &[("version", "1")]).may(RUNNERS),
        row("/dialoger/45/dagordning/469/borttagen", &[("version", "1")]).may(RUNNERS),
        row("/dialoger/50/dagordning/299/behandlad", &[("state", "done"), ("version", "2")]).may(PLANNERS),
        row("/dialoger/50/dagordning/behandlade", &[("seen", "299")]).may(PLANNERS),
        row("/lan/norrbotten/parkering/ordning", &[("seen", "486,487"), ("flytta", "486:ned")]).may(RUNNERS),
        row("/lan/vasterbotten/parkering/ny", OWN_ITEM).may(with_foretag).wrong("minutes", "snart"),
        row("/lan/vasterbotten/parkering/ny", ITEM).may(RUNNERS).wrong("minutes", "snart"),
        row("/lan/vasterbotten/parkering/483", OWN_ITEM).may(with_foretag).wrong("minutes", "snart").other("title", "En annan punkt"),
        row("/lan/vasterbotten/parkering/483", RULES_ITEM).may(RUNNERS).wrong("minutes", "snart").other("title", "En annan punkt"),
        row("/lan/vasterbotten/parkering/483/tagen", &[("version", "1")]).may(with_foretag),
        row("/lan/vasterbotten/parkering/483/borttagen", &[("version", "1")]).may(with_foretag),
    ]
}

#[rustfmt::skip]
fn dialogue_types() -> Vec<Row> {
    vec![
        row("/admin/dialogtyper/ny", KIND).may(ONLY).wrong("items", "Inledning | snart"),
        row("/admin/dialogtyper/2", KIND).may(ONLY).wrong("items", "Inledning | snart").other("name", "En annan typ"),
        row("/admin/dialogtyper/2/avsluta", &[("version", "1")]).may(ONLY),
        row("/admin/dialogtyper/ordning", &[("flytta", "2:upp")]).may(ONLY),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/dialoger/45/inbjudningar/ny").may(RUNNERS),
        page("/dialoger/45/inbjudningar/10").may(RUNNERS),
        page("/dialoger/45/inbjudningar/10/borttagen").may(RUNNERS),
        page("/dialoger/45/inbjudan").all(200),
        page("/dialoger/45/dagordning").all(200),
        page("/dialoger/45/dagordning/ny").may(&[LEAD, OFFICER, ISSUE, CHEF]),
        page("/dialoger/45/dagordning/469").all(200),
        page("/dialoger/45/dagordning/469/borttagen").may(RUNNERS),
        page("/lan/vasterbotten/parkering").all(200),
        page("/lan/vasterbotten/parkering/ny").may(&[LEAD, OFFICER, ISSUE, CHEF]),
        page("/lan/vasterbotten/parkering/483").all(200),
        page("/lan/vasterbotten/parkering/483/borttagen").may(&[LEAD, OFFICER, ISSUE, CHEF]),
        page("/admin/dialogtyper").may(ONLY),
        page("/admin/dialogtyper/ny").may(ONLY),
        page("/admin/dialogtyper/2").may(ONLY),
        page("/admin/dialogtyper/2/avsluta").may(ONLY),
    ]
}
