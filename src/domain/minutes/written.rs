//! What a person writes in minutes, flat, as the log and the form have it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text that stands instead of what an item's lines say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub text: String,
    pub shareable: bool,
}

/// What a person writes besides what the minutes are built from. In the log each item has fields of its own,
/// `text_12` and `shareable_12`, so that two who write under different items do not meet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub introduction: String,
    pub introduction_shareable: bool,
    pub closing: String,
    pub closing_shareable: bool,
    #[serde(flatten, with = "by_field")]
    pub texts: BTreeMap<i64, Text>,
}

impl Written {
    /// The text of an item; none while its lines speak for themselves.
    pub fn text(&self, item: i64) -> Option<&Text> {
        let text = self.texts.get(&item);
        text.filter(|each| !each.text.trim().is_empty())
    }
}

mod by_field {
    use super::Text;
    use serde::ser::SerializeMap;
    use serde::{Deserialize, Deserializer, Serializer};
    use serde_json::Value;
    use std::collections::BTreeMap;

    pub fn serialize<S: Serializer>(texts: &BTreeMap<i64, Text>, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(texts.len() * 2))?;
        for (id, text) in texts {
            map.serialize_entry(&format!("text_{id}"), &text.text)?;
            map.serialize_entry(&format!("shareable_{id}"), &text.shareable)?;
        }
        map.end()
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<i64, Text>, D::Error> {
        let fields = BTreeMap::<String, Value>::deserialize(from)?;
        let mut texts = BTreeMap::<i64, Text>::new();
        for (field, value) in fields {
            let Some((part, id)) = field.rsplit_once('_') else {
                continue;
            };
            let Ok(id) = id.parse() else { continue };
            let text = texts.entry(id).or_default();
            match part {
                "text" => text.text = value.as_str().unwrap_or_default().to_owned(),
                "shareable" => text.shareable = value.as_bool().unwrap_or_default(),
                _ => {}
            }
        }
        Ok(texts)
    }
}
