//! What the agency does: types and rules. No SQL, no HTTP.

pub mod access;
pub mod action;
pub mod agenda;
pub mod agenda_item;
pub mod assessment;
pub mod assignment;
pub mod attachment;
pub mod brief;
pub mod brief_order;
pub mod calendar;
pub mod calendar_date;
pub mod contact;
pub mod content;
pub mod county;
pub mod dialogue;
pub mod dialogue_issue;
pub mod dialogue_type;
pub mod difference;
pub mod event;
pub mod feed;
pub mod feedback;
pub mod figures;
pub mod handover;
pub mod investment;
pub mod invitation;
pub mod judgement;
pub mod lesson;
pub mod matrix;
pub mod milestone;
pub mod minutes;
pub mod need;
pub mod network;
pub mod observation;
pub mod offer;
pub mod outcome;
pub mod pace;
pub mod pack;
pub mod participant;
pub mod password;
pub mod pattern;
pub mod people;
pub mod places;
pub mod position;
pub mod region_report;
pub mod registers;
pub mod round;
pub mod saved_view;
pub mod search;
pub mod secrecy;
pub mod setting;
pub mod since;
pub mod source;
pub mod spelling;
pub mod transition_case;
pub mod wording;
pub mod workload;

/// Gives a closed set of codes its text in the database and its label on the page.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $(#[serde(rename = $code)] $variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                $name::ALL.iter().copied().find(|each| each.code() == text)
                    .ok_or_else(|| format!("unknown {}: {text}", stringify!($name)))
            }
        }
    };
}
