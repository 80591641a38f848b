//! The form of a round: a row for each län, all of it text until it has been checked.

use super::ground::Ground;
use crate::domain::dialogue::{Form, Plan};
use crate::domain::places::County;
use crate::domain::round::{BRIEFS_A_WEEK, obstacle};
use crate::secrets::Token;
use crate::web::form::Errors;
use crate::web::{parse, text};
use jiff::civil::{Date, Time};
use serde::Deserialize;
use std::ops::RangeInclusive;

/// How far ahead a round is planned.
pub fn years(today: Date) -> RangeInclusive<i16> {
    today.year()..=today.year() + 5
}

/// From August on it is next year's round that is planned.
pub fn usual_year(today: Date) -> i16 {
    today.year() + i16::from(today.month() >= 8)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub struct RoundForm {
    pub year: String,
    pub cap: String,
    pub once: String,
    pub type_id: String,
    pub preview: bool,
    pub rows: Vec<RowForm>,
}

/// One län's row; in the form each field's name ends with the län's code: `held_on_25`.
#[derive(Clone, Debug, Default)]
pub struct RowForm {
    pub county: String,
    pub held_on: String,
    pub starts_at: String,
    pub ends_at: String,
    pub form: String,
}

impl RowForm {
    pub fn proposed(county: String, held_on: Option<Date>) -> RowForm {
        RowForm {
            county,
            held_on: held_on.map_or(String::new(), text::iso),
            starts_at: "09.00".into(),
            ends_at: "12.00".into(),
            form: Form::OnSite.code().into(),
        }
    }

    pub fn name(&self, field: &str) -> String {
        format!("{field}_{}", self.county)
    }
}

impl From<Vec<(String, String)>> for RoundForm {
    fn from(pairs: Vec<(String, String)>) -> Self {
        let mut form = RoundForm::default();
        for (name, value) in pairs {
            match name.as_str() {
                "year" => form.year = value,
                "cap" => form.cap = value,
                "once" => form.once = value,
                "type_id" => form.type_id = value,
                "preview" => form.preview = !value.is_empty(),
                _ => form.take(&name, value),
            }
        }
        form
    }
}

impl RoundForm {
    /// A fresh form with a day proposed for each län.
    pub fn proposed(ground: &Ground, days: Vec<(String, Option<Date>)>) -> RoundForm {
        let rows = days.into_iter();
        RoundForm {
            year: ground.year.to_string(),
            cap: ground.terms.cap.to_string(),
            once: Token::short(),
            type_id: String::new(),
            preview: false,
            rows: rows
                .map(|(county, day)| RowForm::proposed(county, day))
                .collect(),
        }
    }

    /// Without rows for län that do not exist.
    pub fn only(mut self, counties: &[County]) -> RoundForm {
        let known = |row: &RowForm| counties.iter().any(|county| county.code == row.county);
        self.rows.retain(known);
        self
    }

    pub fn row(&self, county: &str) -> Option<&RowForm> {
        self.rows.iter().find(|row| row.county == county)
    }

    pub fn checked_year(&self, today: Date) -> Option<i16> {
        let year = i16::try_from(parse::whole_number(&self.year)?).ok()?;
        years(today).contains(&year).then_some(year)
    }

    pub fn checked_cap(&self) -> usize {
        let cap = parse::whole_number(&self.cap).filter(|cap| CAPS.contains(cap));
        cap.map_or(BRIEFS_A_WEEK, |cap| cap.unsigned_abs() as usize)
    }

    /// Every row that has a date, as a plan; rows without one are left out.
    pub fn check(&self, ground: &Ground, errors: &mut Errors) -> Vec<Plan> {
        let filled = |row: &&RowForm| !row.held_on.trim().is_empty();
        let rows: Vec<&RowForm> = self.rows.iter().filter(filled).collect();
        if rows.is_empty() {
            errors.add("", "Skriv ett datum för minst ett län.");
        }
        let mut plans = Vec::new();
        for row in rows {
            plans.extend(row.check(ground, errors));
        }
        plans
    }

    /// Keeps what is named like a row's field; a län's code is two digits.
    fn take(&mut self, name: &str, value: String) {
        let Some((field, county)) = name.rsplit_once('_') else {
            return;
        };
        if county.len() != 2 || !county.bytes().all(|each| each.is_ascii_digit()) {
            return;
        }
        let part: fn(&mut RowForm) -> &mut String = match field {
            "held_on" => |row| &mut row.held_on,
            "starts_at" => |row| &mut row.starts_at,
            "ends_at" => |row| &mut row.ends_at,
            "form" => |row| &mut row.form,
            _ => return,
        };
        if self.row(county).is_none() {
            self.rows.push(RowForm {
                county: county.to_owned(),
                ..RowForm::default()
            });
        }
        if let Some(row) = self.rows.iter_mut().find(|row| row.county == county) {
            *part(row) = value;
        }
    }
}

/// How many briefs a week somebody may set the limit to.
pub const CAPS: RangeInclusive<i64> = 1..=21;

impl RowForm {
    /// Every message begins with the län, so that the list of them can be read by itself.
    fn check(&self, ground: &Ground, errors: &mut Errors) -> Option<Plan> {
        let mut own = Errors::default();
        let plan = self.plan(ground, &mut own);
        for (field, message) in own.all() {
            let county = ground.holders.county(&self.county);
            let county = county.map_or(self.county.as_str(), |county| &county.short_name);
            errors.add(field, format!("{county}: {message}"));
        }
        plan
    }

    fn plan(&self, ground: &Ground, errors: &mut Errors) -> Option<Plan> {
        let held_on = self.day(ground, errors);
        let starts_at = errors.time(&self.name("starts_at"), &self.starts_at);
        let ends_at = errors.time(&self.name("ends_at"), &self.ends_at);
        let ends_at = self.after(starts_at, ends_at, errors);
        let form = self.form.parse::<Form>().ok();
        let form = errors.need(&self.name("form"), form, "Välj en form.");
        Some(Plan {
            county: self.county.clone(),
            held_on: held_on?,
            starts_at: starts_at?,
            ends_at: ends_at?,
            form: form?,
            place: String::new(),
            link: String::new(),
            purpose: String::new(),
            diary_no: String::new(),
        })
    }

    fn after(&self, start: Option<Time>, end: Option<Time>, errors: &mut Errors) -> Option<Time> {
        match (start, end) {
            (Some(start), Some(end)) if end <= start => {
                errors.add(&self.name("ends_at"), parse::TIME_ORDER);
                None
            }
            (_, end) => end,
        }
    }

    /// A day of the year on which the län can have its dialogue.
    fn day(&self, ground: &Ground, errors: &mut Errors) -> Option<Date> {
        let field = self.name("held_on");
        let day = errors.date(&field, &self.held_on)?;
        if let Some(taken) = ground.taken(&self.county) {
            errors.add(&field, already(ground.year, taken.held_on));
            return None;
        }
        if day.year() != ground.year {
            let message = format!("Datumet behöver ligga i {}, omgångens år.", ground.year);
            errors.add(&field, message);
            return None;
        }
        match obstacle(day, ground.terms.today) {
            None => Some(day),
            Some(sentence) => {
                errors.add(&field, sentence);
                None
            }
        }
    }
}

/// What stands at a row whose län has got its dialogue.
pub fn already(year: i16, held_on: Date) -> String {
    let held_on = text::long_date(held_on);
    format!("Länet har redan en dialog i omgången {year}, den {held_on}. Töm datumet.")
}
