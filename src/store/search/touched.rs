//! What has been recorded, and the records whose documents it changes.

use super::Source;
use super::index::{of_kind, rebuild};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::error::Result;
use crate::store::columns::Columns;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;
use std::collections::{BTreeSet, HashMap};

/// When more than this is touched, the whole index is made anew.
const MANY: usize = 400;

const TAG: &str = "tag";
const EVERYTHING: &str = "everything";

/// What has been recorded since the documents were made.
#[derive(Default)]
pub struct Touched {
    records: BTreeSet<(SubjectKind, String)>,
    /// The tags of records whose change changes the documents of others.
    tags: BTreeSet<String>,
    everything: bool,
}

impl Touched {
    pub fn add(&mut self, event: &Event) {
        let subject = &event.subject;
        match subject.kind {
            SubjectKind::Installation
            | SubjectKind::Department
            | SubjectKind::Unit
            | SubjectKind::Team
            | SubjectKind::IssueArea
            | SubjectKind::RegionalActor => self.everything = true,
            SubjectKind::Dialogue if moves(event.kind) => self.tag("d", &subject.id),
            SubjectKind::Organisation => self.tag("o", &subject.id),
            SubjectKind::Network => self.tag("n", &subject.id),
            _ => {}
        }
        for each in std::iter::once(subject).chain(&event.parent) {
            self.records.insert((each.kind, each.id.clone()));
        }
    }

    /// As rows of the queue.
    pub fn notes(&self) -> Vec<(&'static str, &str)> {
        let records = self.records.iter();
        let records = records.map(|(kind, id)| (kind.code(), id.as_str()));
        let tags = self.tags.iter().map(|tag| (TAG, tag.as_str()));
        let everything = self.everything.then_some((EVERYTHING, ""));
        records.chain(tags).chain(everything).collect()
    }

    /// Takes in a row of the queue. A kind of another version of the program has documents of another kind.
    pub fn noted(&mut self, kind: &str, record: String) {
        match (kind, kind.parse()) {
            (TAG, _) => drop(self.tags.insert(record)),
            (_, Ok(kind)) => drop(self.records.insert((kind, record))),
            _ => self.everything = true,
        }
    }

    fn tag(&mut self, letter: &str, id: &str) {
        self.tags.insert(format!("{letter}:{id}"));
    }
}

/// What belongs to a dialogue has its day.
fn moves(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::DialoguePlanned | EventKind::DialogueChanged | EventKind::DialogueMoved
    )
}

/// Makes the documents of what was recorded as the records now are.
pub async fn refresh(conn: &mut SqliteConnection, touched: Touched) -> Result<()> {
    if touched.everything || touched.records.len() > MANY {
        return rebuild(conn).await;
    }
    let mut kinds: HashMap<&'static str, (&'static Source, BTreeSet<String>)> = HashMap::new();
    let mut add = |kind: SubjectKind, id: String| {
        if let Some(source) = Source::of(kind) {
            let (_, ids) = kinds
                .entry(source.kind.code())
                .or_insert((source, BTreeSet::new()));
            ids.insert(id);
        }
    };
    for (kind, id) in touched.records {
        for (kind, id) in meant(conn, kind, id).await? {
            add(kind, id);
        }
    }
    for tag in touched.tags {
        for (kind, id) in tagged(conn, &tag).await? {
            add(kind, id);
        }
    }
    for (source, ids) in kinds.into_values() {
        of_kind(conn, source, &ids).await?;
    }
    Ok(())
}

/// The records with documents that a subject stands for.
async fn meant(
    conn: &mut SqliteConnection,
    kind: SubjectKind,
    id: String,
) -> Result<Vec<(SubjectKind, String)>> {
    let (kind, statement) = match kind {
        SubjectKind::Account => return Ok(vec![(SubjectKind::Person, id)]),
        SubjectKind::Assignment => (
            SubjectKind::Person,
            "select cast(person_id as text) from assignments where id = ?",
        ),
        SubjectKind::BriefVersion => (
            SubjectKind::Brief,
            "select cast(brief_id as text) from brief_versions where id = ?",
        ),
        SubjectKind::Contact => (
            kind,
            "select ?1 union select cast(id as text) from contacts where merged_into = cast(?1 as integer)",
        ),
        SubjectKind::Organisation => (
            kind,
            "select ?1 union select cast(id as text) from organisations where merged_into = cast(?1 as integer)",
        ),
        _ => return Ok(vec![(kind, id)]),
    };
    let ids: Vec<String> = sqlx::query_scalar(statement)
        .bind(id)
        .fetch_all(conn)
        .await?;
    Ok(ids.into_iter().map(|id| (kind, id)).collect())
}

async fn tagged(conn: &mut SqliteConnection, tag: &str) -> Result<Vec<(SubjectKind, String)>> {
    let rows = sqlx::query(
        "select d.kind, d.record from search_tags t join search_documents d on d.id = t.document_id where t.tag = ?",
    )
    .bind(tag)
    .try_map(|row: SqliteRow| Ok((row.parsed("kind")?, row.string("record")?)))
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
