//! Bedömningar: only added to. The last one of a question holds.

use super::columns::{Columns, Text};
use super::reader::Reader;
use super::{Page, Part, Write};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::judgement::{Answer, Judgement, Judging, Question};
use crate::domain::milestone::{Milestone, Settling};
use crate::domain::people::Seat;
use crate::domain::spelling::fold;
use crate::error::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

/// Adds a judgement that a page asked for.
pub async fn judge(tx: &mut Write, judging: &Judging) -> Result<i64> {
    let id = insert(tx, judging).await?;
    let event = Event::new(EventKind::Judged, SubjectKind::Judgement, id)
        .within(SubjectKind::Dialogue, judging.dialogue_id)
        .change("question", None::<&str>, judging.question)
        .change("answer", None::<&str>, judging.answer)
        .change("reason", "", &judging.reason);
    tx.record(event).await?;
    Ok(id)
}

async fn insert(tx: &mut Write, judging: &Judging) -> Result<i64> {
    let (by, now) = (tx.actor(), tx.now());
    let id = sqlx::query_scalar(
        "insert into judgements (question, dialogue_id, seat, answer, reason, by_id, judged_at)
         values (?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(Text(judging.question))
    .bind(judging.dialogue_id)
    .bind(judging.seat.as_ref().map(Seat::to_string))
    .bind(Text(judging.answer))
    .bind(&judging.reason)
    .bind(by)
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}

/// The answer to a judgement milestone is a judgement; the milestone's event tells of it.
pub(super) async fn follow_milestone(
    tx: &mut Write,
    before: &Milestone,
    after: &Settling,
) -> Result<()> {
    let answer = after.state.answer(before.judgement);
    let same = before.settling.state.answer(before.judgement) == answer
        && (!after.state.asks_why() || before.settling.reason == after.reason);
    let question = before.key.parse::<Question>().ok();
    let answer = answer.and_then(|answer| answer.parse::<Answer>().ok());
    let (Some(question), Some(answer), false) = (question, answer, same) else {
        return Ok(());
    };
    let judging = Judging {
        question,
        dialogue_id: before.dialogue_id,
        seat: None,
        answer,
        reason: after.reason.clone(),
    };
    insert(tx, &judging).await?;
    Ok(())
}

/// What holds of a question for a dialogue.
pub async fn last(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
    question: Question,
) -> Result<Option<Judgement>> {
    let row = sqlx::query(
        "select j.*, p.name as by_name from judgements j left join people p on p.id = j.by_id
         where j.dialogue_id = ? and j.question = ? order by j.id desc limit 1",
    )
    .bind(dialogue_id)
    .bind(Text(question))
    .try_map(judgement)
    .fetch_optional(db)
    .await?;
    Ok(row)
}

fn judgement(row: SqliteRow) -> sqlx::Result<Judgement> {
    Ok(Judgement {
        id: row.int("id")?,
        judging: Judging {
            question: row.parsed("question")?,
            dialogue_id: row.int("dialogue_id")?,
            seat: row.opt_parsed("seat")?,
            answer: row.parsed("answer")?,
            reason: row.string("reason")?,
        },
        by: row.opt_string("by_name")?,
        judged_at: row.parsed("judged_at")?,
    })
}

/// What the list is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub question: Option<Question>,
    pub answer: Option<Answer>,
    pub county: Option<String>,
    pub team: Option<i64>,
    /// Of the dialogue's day.
    pub year: Option<i64>,
    pub words: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    When,
    County,
    Question,
    Answer,
}

/// A judgement as the list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub judgement: Judgement,
    pub county_name: String,
    pub held_on: Date,
    /// Whether no later one answers the same question.
    pub holds: bool,
}

impl Row {
    pub fn judged_at(&self) -> Timestamp {
        self.judgement.judged_at
    }
}

const FROM: &str = " from judgements j join dialogues d on d.id = j.dialogue_id join counties c on c.code = d.county
    left join people p on p.id = j.by_id where 1 = 1";

/// Words of a search that are looked for; more are left out.
const MOST_WORDS: usize = 8;
/// What is searched, with the letters that [`fold`] makes of the Swedish ones.
const SEARCHED: &str = "replace(replace(replace(replace(replace(replace(replace(replace(
    lower(j.reason || ' ' || coalesce(p.name, '') || ' ' || c.short_name),
    'å', 'a'), 'ä', 'a'), 'ö', 'o'), 'é', 'e'), 'Å', 'a'), 'Ä', 'a'), 'Ö', 'o'), 'É', 'e')";

pub async fn list(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*)");
    narrow(&mut counting, filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(
        "select j.*, p.name as by_name, c.short_name, d.held_on,
                not exists (select 1 from judgements l where l.dialogue_id = j.dialogue_id
                            and l.question = j.question and l.id > j.id) as holds",
    );
    narrow(&mut query, filter, today);
    let way = if descending { "desc" } else { "asc" };
    query.push(match sort {
        Sort::When => format!(" order by j.judged_at {way}, j.id {way}"),
        Sort::County => {
            format!(" order by c.short_name collate svenska {way}, d.held_on desc, j.id desc")
        }
        Sort::Question => format!(" order by j.question {way}, j.id desc"),
        Sort::Answer => format!(" order by j.answer {way}, j.id desc"),
    });
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let row = |row: SqliteRow| {
        Ok(Row {
            county_name: row.string("short_name")?,
            held_on: row.parsed("held_on")?,
            holds: row.flag("holds")?,
            judgement: judgement(row)?,
        })
    };
    Ok(Page {
        rows: query.build().try_map(row).fetch_all(db).await?,
        total,
        number: part.number(),
    })
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query.push(FROM);
    if let Some(question) = filter.question {
        query.push(" and j.question = ").push_bind(question.code());
    }
    if let Some(answer) = filter.answer {
        query.push(" and j.answer = ").push_bind(answer.code());
    }
    if let Some(county) = &filter.county {
        query.push(" and d.county = ").push_bind(county.clone());
    }
    if let Some(year) = filter.year {
        query
            .push(" and substr(d.held_on, 1, 4) = ")
            .push_bind(format!("{year:04}"));
    }
    if let Some(team) = filter.team {
        query
            .push(" and d.county in (select county from team_counties where team_id = ")
            .push_bind(team)
            .push(" and valid_from <= ")
            .push_bind(today.to_string())
            .push(" and (valid_to is null or valid_to >= ")
            .push_bind(today.to_string())
            .push("))");
    }
    for word in fold(&filter.words).split_whitespace().take(MOST_WORDS) {
        query
            .push(format!(" and instr({SEARCHED}, "))
            .push_bind(word.to_owned())
            .push(") > 0");
    }
}

/// The years of the dialogues that have a judgement, newest first.
pub async fn years(db: impl SqliteExecutor<'_>) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar(
        "select distinct cast(substr(d.held_on, 1, 4) as integer) as year
         from judgements j join dialogues d on d.id = j.dialogue_id order by year desc",
    )
    .fetch_all(db)
    .await?)
}
