//! The search: everyone who is logged in has it; what it finds is narrowed record by record.

use super::rows::{Row, page};

pub fn pages() -> Vec<Row> {
    vec![
        page("/sok?q=region").all(200),
        page("/sok/forslag?q=region").all(200),
    ]
}
