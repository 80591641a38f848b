//! A page whose text an administrator changes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a version of such a page holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    pub title: String,
    /// Markdown.
    pub text: String,
    pub valid_from: Date,
    /// Innehållsansvarig.
    pub owner_id: Option<i64>,
}
