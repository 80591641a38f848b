//! What the page of a dialogue tells of it, the same for everyone who reads it.

use super::{Mention, find, neighbours};
use crate::domain::brief_order::Order;
use crate::domain::dialogue::Dialogue;
use crate::domain::dialogue_issue::DialogueIssue;
use crate::domain::judgement::{Judgement, Question};
use crate::domain::milestone::Milestone;
use crate::domain::participant::Participant;
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use crate::store::{brief_orders, dialogue_issues, judgements, milestones, participants};
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// An insats as the dialogue it came from shows it.
#[derive(Clone, Debug)]
pub struct ActionLine {
    pub id: i64,
    pub dialogue_id: i64,
    pub title: String,
    pub unit: String,
    pub status: crate::domain::action::Status,
    pub due_on: Date,
}

/// How many insatser of a dialogue its page shows; the rest are a click away.
pub const SHOWN: usize = 50;

/// All that the page of a dialogue tells of it, the same for everyone.
#[derive(Clone, Debug)]
pub struct Told {
    pub dialogue: Dialogue,
    pub milestones: Vec<Milestone>,
    pub previous: Option<Mention>,
    pub following: Option<Mention>,
    /// At most one more than is shown.
    pub actions: Vec<ActionLine>,
    pub participants: Vec<Participant>,
    pub issues: Vec<DialogueIssue>,
    pub orders: Vec<Order>,
    /// Whether the länsansvarig takes part, as it was judged last.
    pub takes_part: Option<Judgement>,
}

pub async fn told(db: &Reader, id: i64) -> Result<Arc<Told>> {
    let read = async {
        let dialogue = find(db, id).await?;
        let (previous, following) = neighbours(db, &dialogue).await?;
        Ok(Told {
            milestones: milestones::of_dialogue(db, id).await?,
            actions: actions(db, id).await?,
            participants: participants::of_dialogue(db, id).await?,
            issues: dialogue_issues::of_dialogue(db, id).await?,
            orders: brief_orders::of_dialogue(db, id).await?,
            takes_part: judgements::last(db, id, Question::TakePart).await?,
            dialogue,
            previous,
            following,
        })
    };
    kept::answer(
        db,
        Until::AnythingHappens,
        ("dialogue", id.to_string()),
        read,
    )
    .await
}

/// The insatser of a dialogue, those that are due first.
pub async fn actions(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<ActionLine>> {
    let rows = sqlx::query(
        "select a.id, a.dialogue_id, a.title, u.name as unit, a.status, a.due_on
         from actions a join units u on u.id = a.unit_id where a.dialogue_id = ?
         order by a.status in ('done', 'stopped'), a.due_on, a.id limit ?",
    )
    .bind(id)
    .bind(SHOWN as i64 + 1)
    .try_map(|row: SqliteRow| {
        Ok(ActionLine {
            id: row.int("id")?,
            dialogue_id: row.int("dialogue_id")?,
            title: row.string("title")?,
            unit: row.string("unit")?,
            status: row.parsed("status")?,
            due_on: row.parsed("due_on")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
