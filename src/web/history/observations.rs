//! The fields of omvärldsnotiser, in the words of [`super`].

use super::Show;
use crate::domain::observation::{Certainty, Horizon, Impact, Step};

#[rustfmt::skip]
pub const FIELDS: &[(&str, &str, Show)] = &[
    ("what", "Mer om vad som hände", Show::Text),
    ("url", "Länk till källan", Show::Text),
    ("source_on", "Källans datum", Show::Date),
    ("step", "Steg", code!(Step)),
    ("impact", "Påverkan", code!(Impact)),
    ("certainty", "Säkerhet", code!(Certainty)),
    ("horizon", "Tid", code!(Horizon)),
    ("used_in", "Använd i", Show::Text),
    // Never in a history: what a new note's form carries along, and nobody has typed.
    ("post", "Post ur inkorgen", Show::Code(|_| None)),
    ("meeting", "Nätverksträff", Show::Code(|_| None)),
    ("seen", "Liknande notiser", Show::Code(|_| None)),
];
