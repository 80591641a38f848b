//! Sökning over every kind of record.
//!
//! There is a document per record. [`super::Write::commit`] gives `queue` what was recorded, so that no noun has
//! to think of it, and a search begins by making those documents anew. `touched` tells which they are, `kinds`
//! what a document of each kind holds, and `index` writes it. `find` reads: every statement narrows to what the one who asks may read of what is marked.

mod document;
mod find;
mod index;
mod kinds;
mod matching;
mod more_kinds;
mod queue;
mod touched;

pub use find::{Found, Hit, Seeker, find, first, years};
pub use index::{ensure, rebuild, verdict};
pub(super) use queue::{Queue, note};
pub use queue::{catch_up, keep_up};
pub(super) use touched::Touched;

/// What a document of a kind is made of.
struct Source {
    kind: crate::domain::search::Kind,
    /// The column that tells records apart.
    id: &'static str,
    /// The columns of a document; what a kind has not may be left out, but for `record`, `url` and `title`.
    columns: &'static str,
    /// From `from`, with the conditions for what is found at all.
    rows: &'static str,
}

impl Source {
    fn all() -> impl Iterator<Item = &'static Source> {
        kinds::SOURCES.iter().chain(more_kinds::SOURCES)
    }

    fn of(kind: crate::domain::event::SubjectKind) -> Option<&'static Source> {
        Source::all().find(|source| source.kind.code() == kind.code())
    }

    /// Reads the documents of the records in `?1`, a JSON list; of all of them when it is null.
    fn statement(&self, whole: bool) -> String {
        let Source {
            id, columns, rows, ..
        } = self;
        let chosen = match whole {
            true => "?1 is null".to_owned(),
            false => format!("{id} in (select value from json_each(?1))"),
        };
        format!("select {id} as record, {columns} from {rows} and {chosen}")
    }
}
