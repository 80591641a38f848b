//! Bedömningar: only added to. The last one of a question holds.

use super::columns::{Columns, Text};
use super::kept;
use super::reader::Reader;
use super::{Page, Part, Write, secrecy};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::judgement::{About, Answer, Judgement, Judging, Question};
use crate::domain::milestone::{Milestone, Settling};
use crate::domain::people::Seat;
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::store::narrow::{by_team, by_words};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

/// Adds a judgement that a page asked for.
pub async fn judge(tx: &mut Write, judging: &Judging) -> Result<i64> {
    let id = insert(tx, judging).await?;
    let (kind, of) = subject(judging.about);
    let event = Event::new(EventKind::Judged, SubjectKind::Judgement, id)
        .within(kind, of)
        .change("question", None::<&str>, judging.question)
        .change("answer", None::<&str>, judging.answer)
        .change("reason", "", &judging.reason);
    tx.record(event).await?;
    Ok(id)
}

fn subject(about: About) -> (SubjectKind, i64) {
    match about {
        About::Dialogue(id) => (SubjectKind::Dialogue, id),
        About::Action(id) => (SubjectKind::Action, id),
        About::Investment(id) => (SubjectKind::Investment, id),
        About::Case(id) => (SubjectKind::TransitionCase, id),
    }
}

/// Adds the judgement that a change of an insats or a satsning holds; their own event tells of it.
pub(super) async fn follow(tx: &mut Write, judging: &Judging) -> Result<()> {
    insert(tx, judging).await?;
    Ok(())
}

async fn insert(tx: &mut Write, judging: &Judging) -> Result<i64> {
    let (by, now) = (tx.actor(), tx.now());
    let id = sqlx::query_scalar(
        "insert into judgements (question, dialogue_id, action_id, investment_id, transition_case_id, seat, answer, reason, by_id, judged_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(Text(judging.question))
    .bind(judging.about.dialogue())
    .bind(judging.about.action())
    .bind(judging.about.investment())
    .bind(judging.about.case())
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
        about: About::Dialogue(before.dialogue_id),
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

/// The last judgement of an insats or a satsning, with who made it.
pub async fn last_of(db: impl SqliteExecutor<'_>, about: About) -> Result<Option<Judgement>> {
    let row = sqlx::query(
        "select j.*, p.name as by_name from judgements j left join people p on p.id = j.by_id
         where (?1 is not null and j.action_id = ?1) or (?2 is not null and j.investment_id = ?2)
         order by j.id desc limit 1",
    )
    .bind(about.action())
    .bind(about.investment())
    .try_map(judgement)
    .fetch_optional(db)
    .await?;
    Ok(row)
}

fn judgement(row: SqliteRow) -> sqlx::Result<Judgement> {
    let action = row.opt_int("action_id")?.map(About::Action);
    let about = action.or(row.opt_int("investment_id")?.map(About::Investment));
    let about = about.or(row.opt_int("dialogue_id")?.map(About::Dialogue));
    let about = about.or(row.opt_int("transition_case_id")?.map(About::Case));
    Ok(Judgement {
        id: row.int("id")?,
        judging: Judging {
            question: row.parsed("question")?,
            about: about.ok_or(sqlx::Error::RowNotFound)?,
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
    /// Of the dialogue's day, or of the judgement when there is no dialogue.
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
    /// The län of the dialogue; the title of an insats or a satsning.
    pub name: String,
    /// The dialogue's day.
    pub held_on: Option<Date>,
    /// The län it concerns.
    pub counties: Vec<String>,
    /// Whether no later one answers the same question.
    pub holds: bool,
}

impl Row {
    pub fn judged_at(&self) -> Timestamp {
        self.judgement.judged_at
    }
}

const FROM: &str = " from judgements j left join dialogues d on d.id = j.dialogue_id left join counties c on c.code = d.county
    left join actions a on a.id = j.action_id left join investments v on v.id = j.investment_id
    left join transition_cases t on t.id = j.transition_case_id left join counties tc on tc.code = t.county
    left join people p on p.id = j.by_id where 1 = 1";

/// The län of what is judged, as a list of codes.
const OF_COUNTIES: &str =
    "select d.county union all select county from action_counties where action_id = j.action_id
    union all select county from investment_counties where investment_id = j.investment_id
    union all select t.county where t.county is not null";

/// What is searched, with the letters that [`fold`] makes of the Swedish ones.
const SEARCHED: &str = "replace(replace(replace(replace(replace(replace(replace(replace(
    lower(j.reason || ' ' || coalesce(p.name, '') || ' ' || coalesce(c.short_name, a.title, v.title, tc.short_name)),
    'å', 'a'), 'ä', 'a'), 'ö', 'o'), 'é', 'e'), 'Å', 'a'), 'Ä', 'a'), 'Ö', 'o'), 'É', 'e')";

pub async fn list(
    db: &Reader,
    (filter, sight): (&Filter, &Sight),
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let read = read_list(db, (filter, sight), sort, descending, part, today);
    kept::listed(
        db,
        "judgements",
        (filter, sight, sort, descending, today),
        part,
        read,
    )
    .await
}

async fn read_list(
    db: &Reader,
    (filter, sight): (&Filter, &Sight),
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*)");
    narrow(&mut counting, filter, sight, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(
        format!("select j.*, p.name as by_name, coalesce(c.short_name, a.title, v.title, case t.kind when 'establishment' then 'Etableringsärende ' else 'Varselärende ' end || t.id) as name, d.held_on,
                (select json_group_array(short_name) from (select k.short_name from counties k
                     where k.code in ({OF_COUNTIES}) order by k.short_name collate svenska)) as counties,
                not exists (select 1 from judgements l where l.question = j.question and l.id > j.id
                            and (l.dialogue_id = j.dialogue_id or l.action_id = j.action_id
                                 or l.investment_id = j.investment_id
                                 or l.transition_case_id = j.transition_case_id)) as holds"),
    );
    narrow(&mut query, filter, sight, today);
    let way = if descending { "desc" } else { "asc" };
    query.push(match sort {
        Sort::When => format!(" order by j.judged_at {way}, j.id {way}"),
        Sort::County => {
            format!(" order by name collate svenska {way}, d.held_on desc, j.id desc")
        }
        Sort::Question => format!(" order by j.question {way}, j.id desc"),
        Sort::Answer => format!(" order by j.answer {way}, j.id desc"),
    });
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let row = |row: SqliteRow| {
        Ok(Row {
            name: row.string("name")?,
            held_on: row.opt_parsed("held_on")?,
            counties: row.json("counties")?,
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

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, sight: &Sight, today: Date) {
    query.push(FROM);
    secrecy::narrow(query, "transition_case", "j.transition_case_id", sight);
    if let Some(question) = filter.question {
        query.push(" and j.question = ").push_bind(question.code());
    }
    if let Some(answer) = filter.answer {
        query.push(" and j.answer = ").push_bind(answer.code());
    }
    if let Some(county) = &filter.county {
        query.push(" and ").push_bind(county.clone());
        query.push(format!(" in ({OF_COUNTIES})"));
    }
    if let Some(year) = filter.year {
        query
            .push(" and substr(coalesce(d.held_on, j.judged_at), 1, 4) = ")
            .push_bind(format!("{year:04}"));
    }
    if let Some(team) = filter.team {
        query.push(format!(
            " and exists (select 1 from ({OF_COUNTIES}) where true"
        ));
        by_team(query, "county", team, today);
        query.push(")");
    }
    by_words(query, SEARCHED, &filter.words);
}

/// The years of the dialogues that have a judgement, newest first.
pub async fn years(db: &Reader) -> Result<Vec<i64>> {
    let read = sqlx::query_scalar(
        "select distinct cast(substr(coalesce(d.held_on, j.judged_at), 1, 4) as integer) as year
         from judgements j left join dialogues d on d.id = j.dialogue_id
         where j.transition_case_id is null order by year desc",
    )
    .fetch_all(db);
    kept::copy(db, "judgement years", "", async { Ok(read.await?) }).await
}
