//! The form a version is written in: fields of the version, and three for each of its sections.

use crate::domain::brief::{Draft, Version, Written};
use crate::domain::calendar::days_between;
use crate::domain::spelling::fold;
use crate::web::form::{Clash, Errors};
use crate::web::parse;
use crate::web::text;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Together below `request::LARGEST_FORM`, as long as a text has no more å, ä and ö than Swedish has.
const LONGEST_SECTION: usize = 20_000;
const LONGEST_SUMMARY: usize = 4_000;
const YES: &str = "ja";

/// The fields as they were sent, by name: `summary`, `text_12`, `ready_12`, `shareable_12` …
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BriefForm(BTreeMap<String, Value>);

impl From<&Draft> for BriefForm {
    fn from(draft: &Draft) -> Self {
        let ticked = |flag: bool| if flag { YES } else { "" }.to_owned();
        let day = |day: Option<jiff::civil::Date>| day.map_or(String::new(), text::iso);
        let mut form = BriefForm::default();
        form.set("summary", draft.summary.clone());
        form.set("summary_shareable", ticked(draft.summary_shareable));
        form.set("sources", draft.sources.clone());
        form.set("valid_from", day(draft.valid_from));
        form.set("valid_to", day(draft.valid_to));
        for (id, written) in &draft.sections {
            form.set(&format!("text_{id}"), written.text.clone());
            form.set(&format!("ready_{id}"), ticked(written.ready));
            form.set(&format!("shareable_{id}"), ticked(written.shareable));
        }
        form
    }
}

impl BriefForm {
    /// The form as a version fills it.
    pub fn of(version: &Version) -> BriefForm {
        let mut form = BriefForm::from(&version.draft);
        form.set_number("version", version.version);
        form.set_number("number", version.number);
        form
    }

    pub fn get(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok()
    }

    pub fn set(&mut self, name: &str, value: String) {
        self.0.insert(name.to_owned(), Value::String(value));
    }

    pub fn set_number(&mut self, name: &str, value: i64) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// What the form says of a version: its texts cut to nothing but themselves, its dates read.
    pub fn read(&self, version: &Version, errors: &mut Errors) -> Option<Draft> {
        let summary = errors.optional_text("summary", &self.get("summary"), LONGEST_SUMMARY);
        let sources = errors.optional_text("sources", &self.get("sources"), LONGEST_SECTION);
        let valid_from = errors.optional_date("valid_from", &self.get("valid_from"));
        let valid_to = errors.optional_date("valid_to", &self.get("valid_to"));
        if let Some((from, to)) = valid_from.zip(valid_to)
            && days_between(from, to) < 0
        {
            errors.add("valid_to", parse::DATE_ORDER);
        }
        let mut sections = BTreeMap::new();
        for section in &version.sections {
            sections.insert(section.id, self.section(section.id, version, errors));
        }
        errors.is_empty().then_some(())?;
        Some(Draft {
            summary: summary?,
            summary_shareable: self.get("summary_shareable") == YES,
            sources: sources?,
            valid_from,
            valid_to,
            sections,
        })
    }

    /// A section the form does not have stays as it is.
    fn section(&self, id: i64, version: &Version, errors: &mut Errors) -> Written {
        let name = format!("text_{id}");
        if !self.0.contains_key(&name) {
            return version.draft.section(id);
        }
        let text = errors.optional_text(&name, &self.get(&name), LONGEST_SECTION);
        Written {
            text: text.unwrap_or_default(),
            ready: self.get(&format!("ready_{id}")) == YES,
            shareable: self.get(&format!("shareable_{id}")) == YES,
        }
    }

    /// The form for another version of the same brief: each section where its title stands now. What was
    /// written under a title that is gone follows after the last section.
    pub fn moved(&self, from: &Version, to: &Version) -> BriefForm {
        let mut form = BriefForm::of(to);
        for name in [
            "summary",
            "summary_shareable",
            "sources",
            "valid_from",
            "valid_to",
        ] {
            form.set(name, self.get(name));
        }
        for section in &from.sections {
            let same =
                |other: &&crate::domain::brief::Section| fold(&other.title) == fold(&section.title);
            let part = |part: &str, id: i64| format!("{part}_{id}");
            let text = self.get(&part("text", section.id));
            if let Some(other) = to.sections.iter().find(same) {
                for each in ["text", "ready", "shareable"] {
                    form.set(&part(each, other.id), self.get(&part(each, section.id)));
                }
            } else if let Some(last) = to.sections.last().filter(|_| !text.trim().is_empty()) {
                let name = part("text", last.id);
                let whole = format!("{}\n\n## {}\n\n{text}", form.get(&name), section.title);
                form.set(&name, whole.trim().to_owned());
            }
        }
        form
    }

    /// Where the form and what is stored differ, for a page that shows both.
    pub fn against(&self, stored: &Draft) -> Vec<Clash> {
        let theirs = BriefForm::from(stored);
        let mut clashes = Vec::new();
        for (field, theirs) in theirs.0 {
            let mine = Value::String(self.get(&field));
            if mine != theirs {
                clashes.push(Clash {
                    field,
                    mine,
                    theirs,
                    original: None,
                });
            }
        }
        clashes
    }
}

/// Puts the section's title before the field's label on the conflict page.
pub fn name_sections(errors: &mut Errors, version: &Version) {
    for clash in &mut errors.clashes {
        clash.label = label_of(
            &clash.field,
            &clash.label,
            version
                .sections
                .iter()
                .map(|section| (section.id, section.title.as_str())),
        );
    }
}

/// "Läget: text"; the label itself for what is not a section's.
pub fn label_of<'a>(
    field: &str,
    label: &str,
    mut sections: impl Iterator<Item = (i64, &'a str)>,
) -> String {
    let id = field
        .rsplit_once('_')
        .and_then(|(_, id)| id.parse::<i64>().ok());
    match id.and_then(|id| sections.find(|(each, _)| *each == id)) {
        Some((_, title)) => format!("{title}: {}", label.to_lowercase()),
        None => label.to_owned(),
    }
}
