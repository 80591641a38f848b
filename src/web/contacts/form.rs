//! The form of a contact, and its check.

use super::NOTHING_SENSITIVE;
use crate::domain::contact::{Card, Post};
use crate::web::form::Errors;
use crate::web::parse;
use serde::{Deserialize, Serialize};

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub data_purpose: String,
    pub data_source: String,
    pub review_on: String,
    pub notes: String,
    /// The post a new one begins with.
    pub organisation_id: String,
    pub post_title: String,
    pub valid_from: String,
    /// That somebody with a like name is another.
    pub anyway: String,
    pub version: i64,
    pub once: String,
}

impl From<&Card> for ContactForm {
    fn from(of: &Card) -> Self {
        ContactForm {
            name: of.name.clone(),
            email: of.email.clone(),
            phone: of.phone.clone(),
            data_purpose: of.data_purpose.clone(),
            data_source: of.data_source.clone(),
            review_on: of.review_on.to_string(),
            notes: of.notes.clone(),
            ..ContactForm::default()
        }
    }
}

impl ContactForm {
    pub fn hint(&self) -> &'static str {
        NOTHING_SENSITIVE
    }
}

pub fn check_card(form: &ContactForm, errors: &mut Errors) -> Option<Card> {
    let name = errors.text("name", &form.name, 120, "Skriv ett namn.");
    let email = check_email(&form.email, errors);
    let phone = errors.optional_text("phone", &form.phone, 40);
    let odd = |each: char| !(each.is_ascii_digit() || " +-()/".contains(each));
    if form.phone.trim().contains(odd) {
        errors.add("phone", "Skriv telefonnumret så här: 070-123 45 67.");
    }
    let why = "Skriv varför uppgifterna sparas.";
    let data_purpose = errors.text("data_purpose", &form.data_purpose, 300, why);
    let whence = "Skriv varifrån uppgifterna kommer.";
    let data_source = errors.text("data_source", &form.data_source, 300, whence);
    let review_on = errors.date("review_on", &form.review_on);
    let notes = errors.optional_text("notes", &form.notes, 5_000);
    let card = Card {
        name: name?,
        email: email?,
        phone: phone?,
        data_purpose: data_purpose?,
        data_source: data_source?,
        review_on: review_on?,
        notes: notes?,
    };
    errors.is_empty().then_some(card)
}

fn check_email(text: &str, errors: &mut Errors) -> Option<String> {
    if text.trim().is_empty() {
        return Some(String::new());
    }
    match parse::email(text) {
        Ok(email) => Some(email),
        Err(message) => {
            errors.add("email", message);
            None
        }
    }
}

/// The days of a post in their order.
pub fn check_days(post: &Post, errors: &mut Errors) {
    if let (Some(from), Some(to)) = (post.valid_from, post.valid_to)
        && to < from
    {
        errors.add("valid_to", parse::DATE_ORDER);
    }
}
