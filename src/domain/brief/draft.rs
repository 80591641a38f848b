//! What a person writes in a version of a brief, flat, as the log and the form have it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a person writes of one section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    pub ready: bool,
    pub shareable: bool,
}

/// What a person writes in a version. In the log each section has fields of its own: `text_12`, `ready_12`,
/// `shareable_12`, so that two who write in different sections do not meet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub summary: String,
    pub summary_shareable: bool,
    pub sources: String,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    #[serde(flatten, with = "by_field")]
    pub sections: BTreeMap<i64, Written>,
}

impl Draft {
    pub fn section(&self, id: i64) -> Written {
        self.sections.get(&id).cloned().unwrap_or_default()
    }
}

mod by_field {
    use super::Written;
    use serde::ser::SerializeMap;
    use serde::{Deserialize, Deserializer, Serializer};
    use serde_json::Value;
    use std::collections::BTreeMap;

    pub fn serialize<S: Serializer>(
        sections: &BTreeMap<i64, Written>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(sections.len() * 3))?;
        for (id, written) in sections {
            map.serialize_entry(&format!("text_{id}"), &written.text)?;
            map.serialize_entry(&format!("ready_{id}"), &written.ready)?;
            map.serialize_entry(&format!("shareable_{id}"), &written.shareable)?;
        }
        map.end()
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<i64, Written>, D::Error> {
        let fields = BTreeMap::<String, Value>::deserialize(from)?;
        let mut sections = BTreeMap::<i64, Written>::new();
        for (field, value) in fields {
            let Some((part, id)) = field.rsplit_once('_') else {
                continue;
            };
            let Ok(id) = id.parse() else { continue };
            let written = sections.entry(id).or_default();
            match part {
                "text" => written.text = value.as_str().unwrap_or_default().to_owned(),
                "ready" => written.ready = value.as_bool().unwrap_or_default(),
                "shareable" => written.shareable = value.as_bool().unwrap_or_default(),
                _ => {}
            }
        }
        Ok(sections)
    }
}
