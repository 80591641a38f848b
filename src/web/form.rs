//! Forms: read whole, checked all at once, shown again as they were, and merged when two people met.

use crate::domain::event::{Subject, fields};
use crate::error::{Error, Result};
use crate::store::{Write, events};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;
use jiff::civil::{Date, Time};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The body of a form, read once by `web::request` so that it can be given back on an error page.
#[derive(Clone)]
pub struct Body(pub Bytes);

/// A field that says: show the form again with its text; it was carried over a login.
pub const RESUMED: &str = "_fortsatt";

/// A form as the browser sent it, and the errors its check begins with.
pub struct Posted<T> {
    pub form: T,
    pub errors: Errors,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Posted<T> {
    type Rejection = Error;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let body = request
            .extensions()
            .get::<Body>()
            .cloned()
            .ok_or_else(not_a_form)?;
        let pairs = pairs(&body.0);
        let resumed = pairs.iter().any(|(name, _)| name == RESUMED);
        let clean = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&pairs)
            .finish();
        let form = serde_html_form::from_str(&clean).map_err(|_| {
            Error::BadRequest(
                "Formuläret kom inte fram som det skulle. Ladda om sidan och försök igen.".into(),
            )
        })?;
        Ok(Posted {
            form,
            errors: Errors {
                resumed,
                ..Errors::default()
            },
        })
    }
}

fn not_a_form() -> Error {
    Error::BadRequest("Det här är inget formulär.".into())
}

pub fn is_form(headers: &axum::http::HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The fields of a body, without control characters and with plain line breaks.
pub fn pairs(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body)
        .map(|(name, value)| (name.into_owned(), clean(&value)))
        .collect()
}

fn clean(value: &str) -> String {
    value
        .replace("\r\n", "\n")
        .chars()
        .filter(|each| !each.is_control() || matches!(each, '\n' | '\t'))
        .collect()
}

/// One of a select's, radio's or checkbox's choices.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

impl Choice {
    pub fn new(value: impl ToString, label: impl ToString) -> Self {
        Choice {
            value: value.to_string(),
            label: label.to_string(),
            hint: String::new(),
        }
    }

    /// One for each code of a closed set, by its label.
    pub fn of_codes<T: Copy + ToString>(all: &[T], label: fn(T) -> &'static str) -> Vec<Choice> {
        let choice = |each: &T| Choice::new(each.to_string(), label(*each));
        all.iter().map(choice).collect()
    }

    pub fn hint(mut self, hint: impl ToString) -> Self {
        self.hint = hint.to_string();
        self
    }
}

/// A field that two people have changed: what each wrote, and what it was before both.
#[derive(Clone, Debug)]
pub struct Clash {
    pub field: String,
    pub mine: Value,
    pub theirs: Value,
    pub original: Option<Value>,
}

/// Everything that is wrong with a form, by field; "" is the form as a whole.
#[derive(Clone, Debug, Default)]
pub struct Errors {
    list: Vec<(String, String)>,
    pub clashes: Vec<super::history::ClashRow>,
    met: bool,
    resumed: bool,
}

impl Errors {
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether the form may be saved: no mistakes, and not just carried over a login.
    pub fn allow(&self) -> bool {
        self.list.is_empty() && !self.resumed
    }

    pub fn all(&self) -> &[(String, String)] {
        &self.list
    }

    pub fn on(&self, field: &str) -> Option<&str> {
        self.list
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, message)| message.as_str())
    }

    /// A line above a form that was carried over a login.
    pub fn resumed(&self) -> bool {
        self.resumed
    }

    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        if self.on(field).is_none() {
            self.list.push((field.to_owned(), message.into()));
        }
    }

    /// Someone else was first: the form comes back with what was typed, and says so.
    pub fn met(&mut self, message: &str) {
        self.met = true;
        self.add("", message);
    }

    /// The value, or the message at the field when there is none.
    pub fn need<T>(&mut self, field: &str, value: Option<T>, message: &str) -> Option<T> {
        if value.is_none() {
            self.add(field, message);
        }
        value
    }

    /// A required short text of at most `max` characters.
    pub fn text(&mut self, field: &str, value: &str, max: usize, message: &str) -> Option<String> {
        let value = self.optional_text(field, value, max)?;
        self.need(field, Some(value).filter(|text| !text.is_empty()), message)
    }

    /// A text that may be empty, of at most `max` characters, without the personal numbers nobody may keep here.
    pub fn optional_text(&mut self, field: &str, value: &str, max: usize) -> Option<String> {
        let value = value.trim();
        let length = value.chars().count();
        if length > max {
            self.add(
                field,
                format!("Texten är {length} tecken. Korta den till högst {max} tecken."),
            );
            return None;
        }
        if super::parse::looks_like_personal_number(value) {
            self.add(field, super::parse::PERSONAL_NUMBER);
            return None;
        }
        Some(value.to_owned())
    }

    pub fn date(&mut self, field: &str, value: &str) -> Option<Date> {
        self.need(field, super::parse::date(value), super::parse::DATE)
    }

    /// A date that may be left out.
    pub fn optional_date(&mut self, field: &str, value: &str) -> Option<Date> {
        match value.trim().is_empty() {
            true => None,
            false => self.date(field, value),
        }
    }

    pub fn time(&mut self, field: &str, value: &str) -> Option<Time> {
        self.need(field, super::parse::time(value), super::parse::TIME)
    }

    pub fn status(&self) -> StatusCode {
        match self.list.is_empty() {
            _ if self.met || !self.clashes.is_empty() => StatusCode::CONFLICT,
            false => StatusCode::UNPROCESSABLE_ENTITY,
            true => StatusCode::OK,
        }
    }
}

/// What came of a form when it met the record as it is now.
pub enum Met<F> {
    /// Nobody else changed the same fields: save this.
    Clear(F),
    /// Show this form again (it has the new version) beside what the other person wrote.
    Clash(F, Vec<Clash>),
}

/// Fields a form carries that are not the record's.
const NOT_FIELDS: [&str; 2] = ["version", "once"];

/// Merges a form with a record that may have changed since the form was shown.
/// A form's fields are named as the record's; `together` lists fields that count as one.
pub async fn meet<F, R>(
    tx: &mut Write,
    subject: &Subject,
    current: &R,
    now_at: i64,
    mine: F,
    seen: i64,
    together: &[&[&str]],
) -> Result<Met<F>>
where
    F: for<'a> From<&'a R> + Serialize + DeserializeOwned,
    R: Serialize + DeserializeOwned,
{
    if seen == now_at {
        return Ok(Met::Clear(mine));
    }
    let base = match seen < now_at {
        true => events::as_of_version(tx.conn(), subject, current, seen).await?,
        false => None,
    };
    let base = base.map(|record| fields(&F::from(&record)));
    let (mut merged, clashes) = merge(
        fields(&mine),
        &fields(&F::from(current)),
        base.as_ref(),
        together,
    );
    merged.insert("version".into(), now_at.into());
    let form = serde_json::from_value(Value::Object(merged)).map_err(Error::internal)?;
    Ok(match clashes.is_empty() {
        true => Met::Clear(form),
        false => Met::Clash(form, clashes),
    })
}

type Fields = Map<String, Value>;

fn merge(
    mine: Fields,
    theirs: &Fields,
    base: Option<&Fields>,
    together: &[&[&str]],
) -> (Fields, Vec<Clash>) {
    let mut merged = mine.clone();
    let mut clashes = Vec::new();
    for group in groups(&mine, together) {
        let pick = |from: &Fields| {
            group
                .iter()
                .map(|field| from.get(field).cloned())
                .collect::<Vec<_>>()
        };
        let (ours, others, before) = (pick(&mine), pick(theirs), base.map(pick));
        if ours == others || before.as_ref() == Some(&others) {
            continue;
        }
        if before.as_ref() == Some(&ours) {
            take(&mut merged, theirs, &group);
        } else {
            clashes.extend(
                group
                    .iter()
                    .filter_map(|field| clash(field, &mine, theirs, base)),
            );
        }
    }
    (merged, clashes)
}

fn take(into: &mut Fields, from: &Fields, group: &[String]) {
    for field in group {
        into.insert(
            field.clone(),
            from.get(field).cloned().unwrap_or(Value::Null),
        );
    }
}

fn clash(field: &str, mine: &Fields, theirs: &Fields, base: Option<&Fields>) -> Option<Clash> {
    let (mine, theirs) = (mine.get(field)?.clone(), theirs.get(field)?.clone());
    let original = base.and_then(|base| base.get(field).cloned());
    (mine != theirs).then(|| Clash {
        field: field.to_owned(),
        mine,
        theirs,
        original,
    })
}

fn groups(form: &Fields, together: &[&[&str]]) -> Vec<Vec<String>> {
    let grouped = |field: &str| together.iter().find(|group| group.contains(&field));
    form.keys()
        .filter(|field| !NOT_FIELDS.contains(&field.as_str()))
        .filter_map(|field| match grouped(field) {
            None => Some(vec![field.clone()]),
            Some(group) if group[0] == field => {
                Some(group.iter().map(|each| each.to_string()).collect())
            }
            Some(_) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: Value) -> Fields {
        fields(&value)
    }

    #[test]
    fn changes_of_different_fields_both_stand() {
        let base = map(json!({"place": "Luleå", "purpose": "a"}));
        let mine = map(json!({"place": "Boden", "purpose": "a"}));
        let theirs = map(json!({"place": "Luleå", "purpose": "b"}));
        let (merged, clashes) = merge(mine, &theirs, Some(&base), &[]);
        assert_eq!(
            (Value::Object(merged), clashes.len()),
            (json!({"place": "Boden", "purpose": "b"}), 0)
        );
    }

    #[test]
    fn changes_of_the_same_field_are_shown_with_the_original() {
        let base = map(json!({"place": "Luleå"}));
        let (merged, clashes) = merge(
            map(json!({"place": "Boden"})),
            &map(json!({"place": "Kiruna"})),
            Some(&base),
            &[],
        );
        assert_eq!(merged["place"], "Boden");
        assert_eq!(
            (&clashes[0].theirs, &clashes[0].original),
            (&json!("Kiruna"), &Some(json!("Luleå")))
        );
    }

    #[test]
    fn fields_that_belong_together_count_as_one() {
        let base = map(json!({"held_on": "2026-12-03", "starts_at": "09.00"}));
        let mine = map(json!({"held_on": "2026-12-04", "starts_at": "09.00"}));
        let theirs = map(json!({"held_on": "2026-12-03", "starts_at": "10.00"}));
        let (_, clashes) = merge(mine, &theirs, Some(&base), &[&["held_on", "starts_at"]]);
        assert_eq!(clashes.len(), 2);
    }

    #[test]
    fn control_characters_never_reach_a_record() {
        assert_eq!(
            pairs(b"a=x%00y%0D%0Az%1B"),
            vec![("a".to_owned(), "xy\nz".to_owned())]
        );
    }
}
