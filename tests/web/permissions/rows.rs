//! One row per form: where it goes, fields that would be saved, and whom it is open to.
//!
//! A new form is a line in [`forms`], and in [`pages`] if it has a page of its own:
//! `row("/dialoger/ny", &[("county", "25"), …]).may(&[LEAD, CHEF])` – these get 303 (a page: 200), the
//! rest of the cast 403, a visitor 401 (a page: 303, to the login). `.all(422)` gives everyone who is
//! logged in the same answer, `.but(READER, 404)` one person another, `.visitor(422)` the visitor.
//! Paths name records of the demo, which is the same in every world.

use super::{ADMIN, CAST, CHEF, LEAD, OTHER_LEAD};

type Fields = &'static [(&'static str, &'static str)];

pub struct Row {
    pub path: &'static str,
    pub fields: Fields,
    answers: Vec<(&'static str, u16)>,
    accepted: u16,
    pub of_visitor: u16,
}

fn row(path: &'static str, fields: Fields) -> Row {
    Row {
        path,
        fields,
        answers: Vec::new(),
        accepted: 303,
        of_visitor: 401,
    }
}

fn page(path: &'static str) -> Row {
    Row {
        accepted: 200,
        of_visitor: 303,
        ..row(path, &[])
    }
}

#[allow(dead_code, reason = "the rows of the other nouns will use them all")]
impl Row {
    pub fn may(mut self, who: &[&'static str]) -> Row {
        self.answers
            .extend(who.iter().map(|each| (*each, self.accepted)));
        self
    }

    pub fn all(mut self, status: u16) -> Row {
        self.answers.extend(CAST.iter().map(|each| (*each, status)));
        self
    }

    pub fn but(mut self, who: &'static str, status: u16) -> Row {
        self.answers.push((who, status));
        self
    }

    pub fn visitor(mut self, status: u16) -> Row {
        self.of_visitor = status;
        self
    }

    /// What a person gets: the last that was said of her, else 403.
    pub fn answer(&self, who: &str) -> u16 {
        let said = self.answers.iter().rev().find(|(each, _)| *each == who);
        said.map_or(403, |(_, status)| *status)
    }

    pub fn refuses(&self, who: &str) -> bool {
        self.answer(who) >= 400
    }
}

#[rustfmt::skip]
pub fn forms() -> Vec<Row> {
    vec![
        // session
        row("/logga-in", &[("email", "ingen@myndighet.example"), ("password", "fel")]).all(422).visitor(422),
        row("/logga-ut", &[]).all(303).visitor(303),
        row("/valkommen/pahittad", &[("password", "x"), ("repeated_password", "x")]).all(400).visitor(400),
        row("/demo/logga-in", &[("person", "29")]).all(303).visitor(303),
        // account
        row("/konto/losenord", &[("current_password", "fel"), ("password", "x"), ("repeated_password", "x")]).all(422),
        row("/konto/sessioner/PAHITTAD/avsluta", &[]).all(404),
        row("/konto/sessioner/avsluta-andra", &[]).all(303),
        // assignments
        row("/bemanning/ny", &[("seat", "county/20"), ("person_id", "29"), ("kind", "ordinary"), ("is_primary", "ja"), ("valid_from", "2026-11-23")]).may(&[CHEF, ADMIN]),
        row("/bemanning/4/ratta", &[("person_id", "29"), ("kind", "ordinary"), ("is_primary", "ja"), ("valid_from", "2018-01-01"), ("version", "1")]).may(&[CHEF, ADMIN]),
        row("/bemanning/4/avsluta", &[("valid_to", "2026-12-31"), ("version", "1")]).may(&[CHEF, ADMIN]),
        row("/bemanning/4/flytta", &[("actions", "1"), ("owner", "funktionen")]).may(&[CHEF, ADMIN]),
        row("/bemanning/4/ta-bort", &[("version", "1")]).may(&[CHEF, ADMIN]),
        // saved views
        row("/vyer/ny", &[("list", "insatser"), ("query", "sena=ja"), ("name", "Sena")]).all(303),
        row("/vyer/1/borttagen", &[]).all(404),
        // a year of dialogues
        row("/dialoger/omgangar/ny", &[("year", "2028"), ("held_on_25", "2028-03-01"), ("starts_at_25", "9"), ("ends_at_25", "12"), ("form_25", "digital")]).may(&[CHEF, LEAD]),
        row("/admin/kalender/ny", &[("title", "Verksamhetsdag"), ("first_on", "2027-03-03"), ("recurs", "once")]).may(&[ADMIN]),
        row("/admin/kalender/1", &[("title", "Verksamhetsdag"), ("first_on", "2027-03-03"), ("recurs", "once"), ("version", "1")]).may(&[ADMIN]),
        row("/admin/kalender/1/borttagen", &[("version", "1")]).may(&[ADMIN]),
        // small things
        row("/forhandsgranska", &[("text", "Hej")]).all(200),
    ]
}

#[rustfmt::skip]
pub fn pages() -> Vec<Row> {
    vec![
        page("/konto/losenord").all(200),
        page("/vyer/ny?lista=insatser&fraga=sena%3Dja").all(200),
        page("/dialoger/omgangar/ny").may(&[CHEF, LEAD, OTHER_LEAD]),
        page("/admin/kalender/ny").may(&[ADMIN]),
        page("/admin/kalender/1").may(&[ADMIN]),
        page("/admin/kalender/1/borttagen").may(&[ADMIN]),
        page("/bemanning/ny").may(&[CHEF, ADMIN]),
        page("/bemanning/4/ratta").may(&[CHEF, ADMIN]),
        page("/bemanning/4/avsluta").may(&[CHEF, ADMIN]),
        page("/bemanning/4/ta-bort").may(&[CHEF, ADMIN]),
    ]
}
