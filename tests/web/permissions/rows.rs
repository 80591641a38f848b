//! One row per form: where it goes, fields that would be saved, and whom it is open to.
//!
//! A new form is a line in [`forms`], and in [`pages`] if it has a page of its own:
//! `row("/dialoger/ny", &[("county", "25"), …]).may(&[LEAD, CHEF])` – these get 303 (a page: 200), the
//! rest of the cast 403, a visitor 401 (a page: 303, to the login). `.all(422)` gives everyone who is
//! logged in the same answer, `.but(READER, 404)` one person another, `.visitor(422)` the visitor.
//! `.wrong("due_on", "snart")` is a mistake that brings the whole form back,
//! `.other("title", "Annat")` what someone else wrote meanwhile.
//! Paths name records of the demo, which is the same in every world.

pub use super::row::{Fields, Row, page, row};
use super::{
    ADMIN, CHEF, ISSUE, LEAD, OFFICER, OTHER_ISSUE, OTHER_LEAD, OTHER_OFFICER, observations,
    opinions, promises,
};

/// A plan for a dialogue with Norrbotten.
#[rustfmt::skip]
const PLAN: Fields = &[("county", "25"), ("held_on", "2027-05-20"), ("starts_at", "09.00"), ("ends_at", "12.00"), ("form", "digital"), ("purpose", "Nytt syfte"), ("version", "2")];
/// Someone from outside, for the list of participants there.
#[rustfmt::skip]
const GUEST: Fields = &[("outside", "ja"), ("name", "Vera Ny"), ("organisation", "Region Nord"), ("in_dialogue", "ja"), ("version", "1")];
/// An insats of Företag in Norrbotten, the same moved to Kalmar, and one of Förenkling.
#[rustfmt::skip]
const ACTION: Fields = &[("title", "Ny insats"), ("counties", "25"), ("issue_area_id", "2"), ("unit_id", "3"), ("owner_seat", "issue/1/2"), ("due_on", "2027-03-01"), ("status", "decided"), ("version", "3")];
#[rustfmt::skip]
const MOVED: Fields = &[("title", "Ny insats"), ("counties", "08"), ("issue_area_id", "2"), ("unit_id", "3"), ("owner_seat", "issue/3/2"), ("due_on", "2027-03-01"), ("status", "decided"), ("version", "3")];
#[rustfmt::skip]
const OTHER_ACTION: Fields = &[("title", "Ny insats"), ("counties", "25"), ("issue_area_id", "6"), ("unit_id", "5"), ("owner_seat", "issue/1/3"), ("due_on", "2027-03-01"), ("status", "proposed")];
/// The län's own insats.
#[rustfmt::skip]
const COUNTY_ACTION: Fields = &[("title", "Ny insats"), ("counties", "25"), ("issue_area_id", "8"), ("unit_id", "1"), ("owner_seat", "county/25"), ("due_on", "2027-03-01"), ("status", "decided"), ("version", "2")];
#[rustfmt::skip]
const ROUND: Fields = &[("year", "2028"), ("cap", "2"), ("held_on_25", "2028-03-14"), ("starts_at_25", "09.00"), ("ends_at_25", "12.00"), ("form_25", "digital")];
#[rustfmt::skip]
const PERSON: Fields = &[("name", "Ny Person"), ("title", "utredare"), ("unit_id", "1"), ("email", "ny.person@myndighet.example"), ("version", "1")];
#[rustfmt::skip]
const LINE: Fields = &[("offset_days", "-5"), ("title", "Ny milstolpe"), ("falls_on", "lead"), ("version", "1")];
#[rustfmt::skip]
const DATE: Fields = &[("title", "Ny dag"), ("recurs", "once"), ("first_on", "2027-03-03"), ("version", "1")];

const PLANNERS: &[&str] = &[LEAD, CHEF];
const RUNNERS: &[&str] = &[LEAD, OFFICER, CHEF];

pub fn forms() -> Vec<Row> {
    let nouns = [
        own(),
        dialogues(),
        issues(),
        participants(),
        super::aftermath::forms(),
        super::cases::forms(),
        super::secrecy::forms(),
        super::agenda::forms(),
        super::contacts::forms(),
        super::outcomes::forms(),
        actions(),
        assignments(),
        registers(),
        accounts(),
        briefs(),
        opinions::positions(),
        opinions::offers(),
        super::reports::forms(),
        observations::forms(),
        promises::forms(),
        packs(),
        super::sources::forms(),
        super::minutes::forms(),
        super::figures::forms(),
    ];
    nouns.into_iter().flatten().collect()
}

#[rustfmt::skip]
fn own() -> Vec<Row> {
    vec![
        row("/logga-in", &[("email", "ingen@myndighet.example"), ("password", "fel")]).all(422).visitor(422),
        row("/logga-ut", &[]).all(303).visitor(303),
        row("/valkommen/pahittad", &[("password", "x"), ("repeated_password", "x")]).all(400).visitor(400),
        row("/demo/logga-in", &[("person", "29")]).all(303).visitor(303),
        row("/konto/losenord", &[("current_password", "fel"), ("password", "x"), ("repeated_password", "x")]).all(422),
        row("/konto/sessioner/PAHITTAD/avsluta", &[]).all(404),
        row("/konto/sessioner/avsluta-andra", &[]).all(303),
        row("/konto/kalender", &[("feed", "min")]).all(200),
        row("/konto/kalender/avsluta", &[("feed", "min")]).all(303),
        row("/vyer/ny", &[("list", "insatser"), ("query", "sena=ja"), ("name", "Sena")]).all(303).wrong("name", ""),
        row("/vyer/1/borttagen", &[]).all(404),
        row("/forhandsgranska", &[("text", "Hej")]).all(200),
    ]
}

/// 45 is Norrbotten in December, 46 Västerbotten, 50 is held in Stockholm today, 56 was held in Jämtland.
#[rustfmt::skip]
fn dialogues() -> Vec<Row> {
    vec![
        row("/dialoger/ny", PLAN).may(PLANNERS).wrong("held_on", "31 februari"),
        row("/dialoger/45/andra", PLAN).may(PLANNERS).wrong("held_on", "31 februari").other("purpose", "Ett annat syfte"),
        row("/dialoger/46/bekraftad", &[("version", "1")]).may(PLANNERS),
        row("/dialoger/45/genomforande", &[("version", "2")]).but(LEAD, 409).but(CHEF, 409),
        row("/dialoger/50/genomford", &[("version", "3")]).may(PLANNERS),
        row("/dialoger/56/avslutad", &[("version", "4")]).but(LEAD, 409).but(CHEF, 409),
        row("/dialoger/45/installd", &[("reason", "Regionen har fått förhinder"), ("version", "2")]).may(PLANNERS).wrong("reason", ""),
        row("/dialoger/45/anteckningar", &[("notes", "Nytt"), ("version", "1")]).may(RUNNERS).wrong("notes", "Ring 811218-9876").other("notes", "Andra ord"),
        // a step of the lead, of the länsansvarig and of Företag
        row("/dialoger/45/milstolpar/1612/klar", &[("version", "1")]).may(PLANNERS),
        row("/dialoger/45/milstolpar/1600/oppen", &[("version", "3")]).may(RUNNERS),
        row("/dialoger/45/milstolpar/1600", &[("state", "not_needed"), ("reason", "Aktuellt ändå"), ("due_on", "2026-10-22"), ("version", "3")]).may(RUNNERS).wrong("reason", "").other("reason", "Ett annat skäl"),
        // feedback, which is not due before the dialogue has been held
        row("/dialoger/45/milstolpar/1616/klar", &[("version", "1")]).but(LEAD, 409).but(ISSUE, 409).but(CHEF, 409),
        row("/dialoger/45/milstolpar/1616", &[("state", "waived"), ("reason", "Inget att återkoppla"), ("due_on", "2026-12-17"), ("version", "1")]).may(&[LEAD, ISSUE, CHEF]).wrong("due_on", "31 februari").other("reason", "Ett annat skäl"),
        row("/dialoger/omgangar/ny", ROUND).may(PLANNERS),
    ]
}

/// The order 143 of 47, Västernorrland, falls on Företag in Norr.
#[rustfmt::skip]
fn issues() -> Vec<Row> {
    let of_foretag: &[&str] = &[LEAD, ISSUE, CHEF];
    vec![
        row("/dialoger/45/sakfragor", &[("areas", "3")]).may(PLANNERS).wrong("areas", "999"),
        row("/dialoger/45/sakfragor/forslag", &[("issue_area_id", "3"), ("origin", "region"), ("reason", "Många ägarskiften väntar")]).may(&[LEAD, OFFICER, ISSUE, CHEF]).wrong("reason", ""),
        row("/dialoger/47/bestallningar/143", &[("state", "not_needed"), ("reason", "Läget är oförändrat"), ("version", "1")]).may(of_foretag).wrong("reason", "").other("reason", "Ett annat skäl"),
        row("/dialoger/47/bestallningar/143/igen", &[("version", "1")]).may(PLANNERS),
        row("/dialoger/47/bestallningar/143/anvand", &[("version", "1")]).may(of_foretag),
        row("/dialoger/47/bestallningar/143/ny-version", &[("version", "1")]).may(PLANNERS),
        row("/dialoger/46/deltagande", &[("answer", "not_needed"), ("reason", "Resan är för lång"), ("seen", "0")]).may(RUNNERS).wrong("answer", ""),
    ]
}

#[rustfmt::skip]
fn participants() -> Vec<Row> {
    vec![
        row("/dialoger/45/medverkande/ny", GUEST).may(RUNNERS).wrong("name", ""),
        row("/dialoger/45/medverkande/funktioner", &[]).may(RUNNERS),
        row("/dialoger/45/medverkande/362", GUEST).may(RUNNERS).wrong("name", "").other("name", "Vera Annan"),
        row("/dialoger/45/medverkande/362/deltog", &[("attended", "yes"), ("version", "1")]).may(RUNNERS),
        row("/dialoger/45/medverkande/362/borttagen", &[("version", "1")]).may(RUNNERS),
    ]
}

#[rustfmt::skip]
fn packs() -> Vec<Row> {
    vec![
        row("/dialoger/45/underlag/delar", &[("parts", "since"), ("parts", "agenda"), ("parts_left_out", "regional"), ("parts_shared", "agenda"), ("version", "0")]).may(&[LEAD]).wrong("parts", "x").other("parts_left_out", "county"),
        row("/dialoger/45/underlag/fryst", &[]).but(LEAD, 422),
    ]
}

/// 11 is owned by Företag in Norr, 18 by the länsansvarig in Norrbotten.
#[rustfmt::skip]
fn actions() -> Vec<Row> {
    let of_foretag: &[&str] = &[LEAD, ISSUE, CHEF];
    vec![
        row("/insatser/ny", ACTION).may(&[LEAD, OFFICER, ISSUE, CHEF]).wrong("due_on", "31 februari"),
        row("/insatser/ny", OTHER_ACTION).may(RUNNERS).wrong("due_on", "31 februari"),
        row("/insatser/11/andra", ACTION).may(of_foretag).wrong("due_on", "31 februari").other("title", "En annan titel"),
        row("/insatser/11/andra", MOVED).may(&[CHEF]).wrong("due_on", "31 februari"),
        row("/insatser/18/andra", COUNTY_ACTION).may(RUNNERS).wrong("due_on", "31 februari").other("title", "En annan titel"),
        row("/insatser/11/status", &[("status", "ongoing"), ("version", "3")]).may(of_foretag).wrong("status", "done").other("status", "proposed"),
        row("/insatser/18/status", &[("status", "ongoing"), ("version", "2")]).may(RUNNERS).wrong("status", "stopped").other("status", "proposed"),
        row("/insatser/11/uppfoljningar", &[("followed_on", "2026-11-23"), ("text", "Det går bra")]).may(of_foretag).wrong("followed_on", "31 februari"),
        row("/insatser/18/uppfoljningar", &[("followed_on", "2026-11-23"), ("text", "Det går bra")]).may(RUNNERS).wrong("followed_on", "2026-11-24"),
    ]
}

/// 4 is the länsansvarig in Norrbotten, 12 the one in Stockholm, who owns an insats by name.
#[rustfmt::skip]
fn assignments() -> Vec<Row> {
    let staff: &[&str] = &[CHEF, ADMIN];
    vec![
        row("/bemanning/ny", &[("seat", "county/20"), ("person_id", "29"), ("kind", "ordinary"), ("is_primary", "ja"), ("valid_from", "2026-11-23")]).may(staff).wrong("valid_from", "31 februari"),
        row("/bemanning/4/ratta", &[("person_id", "29"), ("kind", "ordinary"), ("is_primary", "ja"), ("valid_from", "2018-01-01"), ("version", "1")]).may(staff).wrong("valid_from", "31 februari").other("person_id", "28"),
        row("/bemanning/4/avsluta", &[("valid_to", "2026-12-31"), ("version", "1")]).may(staff).wrong("valid_to", "31 februari").other("valid_to", "2027-01-31"),
        row("/bemanning/12/flytta", &[("actions", "45"), ("owner", "funktionen")]).may(staff),
        row("/bemanning/4/ta-bort", &[("version", "1")]).may(staff),
    ]
}

#[rustfmt::skip]
fn registers() -> Vec<Row> {
    let only: &[&str] = &[ADMIN];
    vec![
        row("/admin/enheter/ny", &[("name", "Ny enhet"), ("department_id", "2"), ("valid_from", "2026-11-23")]).may(only).wrong("name", ""),
        row("/admin/enheter/3", &[("name", "Nytt namn"), ("department_id", "2"), ("valid_from", "2018-01-01"), ("version", "1")]).may(only).wrong("valid_from", "31 februari").other("name", "Ett annat namn"),
        row("/admin/sakfragor/15/avsluta", &[("valid_to", "2026-12-31"), ("version", "1")]).may(only).wrong("valid_to", "31 februari"),
        row("/admin/lan/gotland", &[("name", "Gotlands län"), ("seat_town", "Visby"), ("programme_area", "Småland och Öarna"), ("aliases", "Ön"), ("version", "1")]).may(only).wrong("name", "").other("aliases", "Gutarnas ö"),
        row("/admin/lan/gotland/team", &[("team_id", "3"), ("valid_from", "2027-01-01"), ("version", "1")]).may(only).wrong("valid_from", "31 februari"),
        row("/admin/lan/gotland/team/aterta", &[("version", "1")]).may(only).quiet(),
        row("/admin/milstolpar/ny", LINE).may(only).wrong("offset_days", "snart"),
        row("/admin/milstolpar/7", LINE).may(only).wrong("offset_days", "snart").other("title", "En annan milstolpe"),
        row("/admin/milstolpar/7/ta-bort", &[("version", "1")]).may(only),
        row("/admin/kalender/ny", DATE).may(only).wrong("first_on", "31 februari"),
        row("/admin/kalender/2", DATE).may(only).wrong("first_on", "31 februari").other("title", "En annan dag"),
        row("/admin/kalender/2/borttagen", &[("version", "1")]).may(only),
        row("/om/andra", &[("title", "Om"), ("text", "Ny text"), ("valid_from", "2026-12-01"), ("owner_id", "26"), ("version", "1")]).may(only).wrong("valid_from", "31 februari").other("text", "En annan text"),
    ]
}

#[rustfmt::skip]
fn accounts() -> Vec<Row> {
    let only: &[&str] = &[ADMIN];
    vec![
        row("/admin/konton/ny", PERSON).but(ADMIN, 200).wrong("email", "ny.person"),
        row("/admin/konton/29/andra", PERSON).may(only).wrong("email", "ny.person").other("name", "Annan Person"),
        row("/admin/konton/29/roller/ny", &[("role", "reader"), ("valid_from", "2026-11-23")]).may(only).wrong("valid_from", "31 februari"),
        row("/admin/konton/28/roller/3/avsluta", &[("valid_to", "2026-12-31")]).may(only).wrong("valid_to", "31 februari"),
        row("/admin/konton/29/lank", &[]).but(ADMIN, 200),
        row("/admin/konton/29/stang-av", &[]).may(only),
        row("/admin/konton/29/oppna", &[]).may(only).quiet(),
        row("/admin/konton/29/avsluta-sessioner", &[]).may(only),
    ]
}

/// 9 is Regioner's and waits for its chef, 17 is Regioner's with an attachment, 19 is a draft of Företag;
/// 5 is Norrbotten's, 7 is Kalmar's and waits for its uppdragsansvarig.
#[rustfmt::skip]
fn briefs() -> Vec<Row> {
    let (of_foretag, leads): (&[&str], &[&str]) = (&[ISSUE, OTHER_ISSUE], &[LEAD, OTHER_LEAD]);
    let only: &[&str] = &[ADMIN];
    vec![
        row("/underlag/nytt", &[("about", "sakfraga/15")]).may(leads).quiet().wrong("about", ""),
        row("/underlag/nytt", &[("about", "lan/21")]).may(&[LEAD]).quiet().wrong("about", ""),
        row("/underlag/19/skriv", &[("summary", "Nytt i korthet"), ("valid_from", "2026-12-01"), ("number", "1"), ("version", "2")]).may(of_foretag).wrong("valid_from", "31 februari").other("summary", "Något annat i korthet"),
        row("/underlag/19/avsnitt/10", &[("ready", "ja")]).may(of_foretag),
        row("/underlag/17/ny-version", &[]).may(leads),
        row("/underlag/5/ny-version", &[]).may(&[LEAD, OFFICER]),
        row("/underlag/19/granskning", &[("version", "2")]).may(of_foretag),
        row("/underlag/7/granskning/atertagen", &[("version", "3")]).may(&[OTHER_LEAD, OTHER_OFFICER]),
        row("/underlag/9/faststalld", &[("version", "3")]).may(&[CHEF]),
        row("/underlag/7/faststalld", &[("version", "3")]).may(&[OTHER_LEAD]),
        row("/underlag/9/aterlamnad", &[("version", "3"), ("reason", "Skriv tydligare")]).may(&[CHEF]).wrong("reason", ""),
        row("/underlag/19/behovs-inte", &[("version", "2"), ("reason", "Tas upp i en annan fråga")]).may(of_foretag).wrong("reason", ""),
        row("/underlag/17/bilagor", &[]).but(LEAD, 422).but(OTHER_LEAD, 422),
        row("/underlag/17/bilagor/1/borttagen", &[("version", "1")]).may(leads),
        row("/admin/underlagsmall/ny", &[("title", "Nytt avsnitt"), ("help", "Vad är nytt?")]).may(only).wrong("title", ""),
        row("/admin/underlagsmall/2", &[("title", "Nytt avsnitt"), ("help", "Vad är nytt?"), ("version", "1")]).may(only).wrong("title", "").other("title", "Ett annat avsnitt"),
        row("/admin/underlagsmall/2/flyttad", &[("at", "upp"), ("version", "1")]).may(only),
        row("/admin/underlagsmall/2/ta-bort", &[("version", "1")]).may(only),
        row("/admin/installningar", &[("brief_review", "nej"), ("handover_silence_days", "10"), ("contact_days", "60"), ("observation_silent_weeks", "8"), ("large_case_persons", "50"), ("large_case_per_100k", "20"), ("inbox_days", "365"), ("version", "1")]).may(only).wrong("brief_review", ""),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    let (only, staff): (&[&str], &[&str]) = (&[ADMIN], &[CHEF, ADMIN]);
    let own = vec![
        page("/konto/losenord").all(200),
        page("/vyer/ny?lista=insatser&fraga=sena%3Dja").all(200),
        page("/konto/kalender").all(200),
        page("/dialoger/ny").may(&[LEAD, OTHER_LEAD, CHEF]),
        page("/dialoger/ny?lan=norrbotten").may(PLANNERS),
        page("/dialoger/45/andra").may(PLANNERS),
        page("/dialoger/45/installd").may(PLANNERS),
        page("/dialoger/45/anteckningar").may(RUNNERS),
        page("/dialoger/45/milstolpar/1616").all(200),
        page("/dialoger/45/sakfragor").all(200),
        page("/dialoger/47/bestallningar/143").all(200),
        page("/dialoger/46/deltagande").may(RUNNERS),
        page("/dialoger/45/medverkande/ny").may(RUNNERS),
        page("/dialoger/45/medverkande/362").may(RUNNERS),
        page("/dialoger/45/medverkande/362/borttagen").may(RUNNERS),
        page("/underlag/nytt").may(&[LEAD, OTHER_LEAD, OFFICER, OTHER_OFFICER, ISSUE, OTHER_ISSUE]),
        page("/underlag/19/skriv").may(&[ISSUE, OTHER_ISSUE]),
        page("/underlag/9/aterlamnad").may(&[CHEF]),
        page("/underlag/7/aterlamnad").may(&[OTHER_LEAD]),
        page("/underlag/19/behovs-inte").may(&[ISSUE, OTHER_ISSUE]),
        page("/underlag/17/bilagor/1/borttagen").may(&[LEAD, OTHER_LEAD]),
        page("/underlag/17/bilagor/1").all(200),
        page("/admin/underlagsmall/ny").may(only),
        page("/admin/underlagsmall/2").may(only),
        page("/admin/underlagsmall/2/ta-bort").may(only),
        page("/admin/installningar").may(only),

        page("/dialoger/45/underlag/delar").may(&[LEAD]),
        page("/dialoger/45/underlag/fryst").may(&[LEAD]),
        page("/dialoger/omgangar/ny").may(&[LEAD, OTHER_LEAD, CHEF]),
        page("/insatser/ny?lan=norrbotten").may(&[LEAD, OFFICER, ISSUE, CHEF]),
        page("/insatser/11/andra").may(&[LEAD, ISSUE, CHEF]),
        page("/insatser/18/andra").may(RUNNERS),
        page("/bemanning/ny").may(staff),
        page("/bemanning/4/ratta").may(staff),
        page("/bemanning/4/avsluta").may(staff),
        page("/bemanning/4/ta-bort").may(staff),
        page("/om/andra").may(only),
        page("/admin/enheter/ny").may(only),
        page("/admin/enheter/3").may(only),
        page("/admin/sakfragor/15/avsluta").may(only),
        page("/admin/lan/gotland").may(only),
        page("/admin/lan/gotland/team").may(only),
        page("/admin/milstolpar/ny").may(only),
        page("/admin/milstolpar/7").may(only),
        page("/admin/milstolpar/7/ta-bort").may(only),
        page("/admin/kalender/ny").may(only),
        page("/admin/kalender/2").may(only),
        page("/admin/kalender/2/borttagen").may(only),
        page("/admin/konton/ny").may(only),
        page("/admin/konton/29/andra").may(only),
        page("/admin/konton/29/roller/ny").may(only),
        page("/admin/konton/28/roller/3/avsluta").may(only),
        page("/admin/konton/29/stang-av").may(only),
    ];
    own.into_iter()
        .chain(opinions::pages())
        .chain(super::aftermath::pages())
        .chain(super::cases::pages())
        .chain(super::secrecy::pages())
        .chain(super::reports::pages())
        .chain(observations::pages())
        .chain(promises::pages())
        .chain(super::sources::pages())
        .chain(super::agenda::pages())
        .chain(super::contacts::pages())
        .chain(super::outcomes::pages())
        .chain(super::minutes::pages())
        .chain(super::figures::pages())
        .collect()
}
