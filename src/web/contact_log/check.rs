//! The form of something logged, and its check.

use crate::domain::contact::Note;
use crate::web::form::{Choice, Errors};
use crate::web::parse;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    /// A code, or nothing for what is about the whole country.
    pub county: String,
    pub organisation_id: String,
    #[serde(rename = "met")]
    pub people: Vec<String>,
    /// Someone who is not in the list yet, and her post.
    pub new_name: String,
    pub new_title: String,
    /// That somebody with a like name is another.
    pub anyway: String,
    pub colleagues: Vec<String>,
    pub unit_id: String,
    pub held_on: String,
    pub channel: String,
    pub subject: String,
    pub text: String,
    pub issue_area_id: String,
    pub follow_up: String,
    pub follow_up_on: String,
    pub official: String,
    pub version: i64,
    pub once: String,
    /// Whether she came from the page of the län, and is to come back there.
    #[serde(skip_serializing)]
    pub from_county: String,
}

const YES: &str = "ja";

impl From<&Note> for EntryForm {
    fn from(of: &Note) -> Self {
        let id = |id: Option<i64>| id.map_or(String::new(), |id| id.to_string());
        let all = |ids: &[i64]| ids.iter().map(ToString::to_string).collect();
        EntryForm {
            county: of.county.clone().unwrap_or_default(),
            organisation_id: id(of.organisation_id),
            people: all(&of.people),
            new_name: String::new(),
            new_title: String::new(),
            anyway: String::new(),
            colleagues: all(&of.colleagues),
            unit_id: id(of.unit_id),
            held_on: of.held_on.to_string(),
            channel: of.channel.to_string(),
            subject: of.subject.clone(),
            text: of.text.clone(),
            issue_area_id: id(of.issue_area_id),
            follow_up: of.follow_up.clone(),
            follow_up_on: of.follow_up_on.map_or(String::new(), |day| day.to_string()),
            official: if of.official { YES } else { "" }.to_owned(),
            version: 0,
            once: String::new(),
            from_county: String::new(),
        }
    }
}

impl EntryForm {
    /// Whether anything is written of someone who is not in the list yet.
    pub fn has_someone(&self) -> bool {
        !self.new_name.trim().is_empty() || !self.new_title.trim().is_empty()
    }
}

/// What can be chosen in the form.
pub struct Lists {
    pub organisations: Vec<Choice>,
    pub people: Vec<Choice>,
    pub colleagues: Vec<Choice>,
    pub units: Vec<Choice>,
    pub issue_areas: Vec<Choice>,
}

/// `hidden` are people whom the one who writes may not read, and who stay as they are.
pub fn check(
    form: &EntryForm,
    lists: &Lists,
    hidden: &[i64],
    today: Date,
    errors: &mut Errors,
) -> Option<Note> {
    let held_on = errors.date("held_on", &form.held_on);
    if held_on.is_some_and(|day| day > today) {
        let later = "Dagen har inte varit ännu. Ange i dag eller en tidigare dag.";
        errors.add("held_on", later);
    }
    let channel = errors.need(
        "channel",
        form.channel.parse().ok(),
        "Välj hur ni hade kontakt.",
    );
    let subject = errors.text("subject", &form.subject, 200, "Skriv vad kontakten gällde.");
    let text = errors.optional_text("text", &form.text, 20_000);
    let (follow_up, follow_up_on) = check_follow_up(form, errors);
    let official = form.official == YES;
    if official && text.as_deref() == Some("") {
        errors.add(
            "text",
            "En tjänsteanteckning behöver en text: vad som sades.",
        );
    }
    let mut people = many("met", &form.people, &lists.people, errors)?;
    people.extend(hidden);
    people.sort();
    people.dedup();
    let note = Note {
        county: Some(form.county.clone()).filter(|code| !code.is_empty()),
        organisation_id: picked(
            "organisation_id",
            &form.organisation_id,
            &lists.organisations,
            errors,
        ),
        people,
        colleagues: many("colleagues", &form.colleagues, &lists.colleagues, errors)?,
        unit_id: picked("unit_id", &form.unit_id, &lists.units, errors),
        held_on: held_on?,
        channel: channel?,
        subject: subject?,
        text: text?,
        issue_area_id: picked(
            "issue_area_id",
            &form.issue_area_id,
            &lists.issue_areas,
            errors,
        ),
        follow_up: follow_up?,
        follow_up_on,
        official,
    };
    errors.is_empty().then_some(note)
}

/// What is to be done and when: both, or neither.
fn check_follow_up(form: &EntryForm, errors: &mut Errors) -> (Option<String>, Option<Date>) {
    let what = errors.optional_text("follow_up", &form.follow_up, 500);
    let when = errors.optional_date("follow_up_on", &form.follow_up_on);
    let (wants, dated) = (
        what.as_deref().is_some_and(|text| !text.is_empty()),
        !form.follow_up_on.trim().is_empty(),
    );
    if wants && !dated {
        errors.add("follow_up_on", "Skriv vilken dag det ska följas upp.");
    }
    if dated && !wants && what.is_some() {
        errors.add("follow_up", "Skriv vad som ska följas upp.");
    }
    let held = parse::date(&form.held_on);
    if when.zip(held).is_some_and(|(when, held)| when < held) {
        errors.add(
            "follow_up_on",
            "Uppföljningen behöver vara samma dag som kontakten eller senare.",
        );
    }
    (what, when)
}

fn picked(field: &str, value: &str, list: &[Choice], errors: &mut Errors) -> Option<i64> {
    if value.is_empty() {
        return None;
    }
    let known = list.iter().any(|each| each.value == value);
    if !known {
        errors.add(field, "Välj något i listan.");
    }
    value.parse().ok().filter(|_| known)
}

fn many(field: &str, values: &[String], list: &[Choice], errors: &mut Errors) -> Option<Vec<i64>> {
    let known = |value: &&String| list.iter().any(|each| each.value == **value);
    if !values.iter().all(|value| known(&value)) {
        errors.add(field, "Välj något i listan.");
        return None;
    }
    let mut ids: Vec<i64> = values
        .iter()
        .filter_map(|value| value.parse().ok())
        .collect();
    ids.sort();
    ids.dedup();
    Some(ids)
}
