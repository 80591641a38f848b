//! A list under a name: its filter and its order, for oneself or shared with a team.

use crate::codes;
use serde::{Deserialize, Serialize};

codes! {
    /// The lists that can be saved.
    List {
        Actions = "insatser", "Insatser";
        Dialogues = "dialoger", "Dialoger";
        Overview = "oversikt", "Översikt";
    }
}

impl List {
    pub fn url(self) -> String {
        format!("/{self}")
    }

    /// What stands in the list's address; the page's number and the kind of file are not kept.
    fn fields(self) -> &'static [&'static str] {
        match self {
            List::Actions => &[
                "q", "team", "lan", "sakfraga", "enhet", "agare", "status", "sena", "dialog",
                "lovat", "slag", "sortera",
            ],
            List::Dialogues => &["ar", "team", "lan", "fas", "nar", "sortera"],
            List::Overview => &["visa", "datum", "sortera"],
        }
    }

    /// The part of a query that the list knows, each field once and none empty.
    pub fn known(self, query: &str) -> String {
        let mut kept: Vec<(String, String)> = Vec::new();
        for (field, value) in form_urlencoded::parse(query.as_bytes()) {
            let again = kept.iter().any(|(each, _)| *each == field);
            if !value.is_empty() && !again && self.fields().contains(&field.as_ref()) {
                kept.push((field.into_owned(), value.into_owned()));
            }
        }
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish()
    }
}

/// What someone saves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedView {
    pub list: List,
    pub name: String,
    pub query: String,
    pub team_id: Option<i64>,
}

impl SavedView {
    pub fn url(&self) -> String {
        match self.query.is_empty() {
            true => self.list.url(),
            false => format!("{}?{}", self.list.url(), self.query),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_list_knows_is_kept() {
        let query = "lan=norrbotten&sida=3&format=csv&x=%22%3E&q=%C3%A4lg&lan=skane&team=";
        assert_eq!(List::Actions.known(query), "lan=norrbotten&q=%C3%A4lg");
        assert_eq!(List::Overview.known(query), "");
        let sorted = "ar=2026&sortera=-datum";
        assert_eq!(List::Dialogues.known(sorted), sorted);
    }
}
