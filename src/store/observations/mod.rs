//! Omvärldsnotiser: read one by one, with what several people make of each, and those that are alike.

mod follows;
mod list;
mod spots;
mod start;
mod targets;
mod uses;
mod write;

pub use follows::{Follows, follow, follows, kept_follows, unfollow};
pub use list::{
    Filter, Place as Of, Row, Sort, count_of_county, list, of_counties_since, of_county_between,
};
pub use spots::{Spot, spots};
pub use start::{ForMe, for_me};
pub use targets::{Target, choices, target, titles};
pub use uses::{
    Owned, Use, UsedNote, add_use, candidates, find_use, of_target, own_uses, remove_use, uses,
};
pub use write::{Item, add, assess, change, item, remove, settle};

use super::columns::{Columns, Text};
use super::narrow::MOST_WORDS;
use super::reader::Reader;
use super::secrecy;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::observation::{Judgement, Note, Settling, Step, alike, words};
use crate::domain::secrecy::Sight;
use crate::domain::spelling::fold;
use crate::error::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, SqliteExecutor};

/// A note as it is stored, also one that has been taken away.
#[derive(Clone, Debug)]
pub struct Shown {
    pub id: i64,
    pub note: Note,
    pub settling: Settling,
    pub settled_on: Option<Date>,
    pub settled_by: String,
    pub municipality_name: String,
    pub author_id: Option<i64>,
    pub author: String,
    pub created_at: Timestamp,
    pub removed: bool,
    pub version: i64,
}

impl Shown {
    pub fn url(&self) -> String {
        url(self.id)
    }

    pub fn subject(&self) -> Subject {
        subject(self.id)
    }
}

pub fn url(id: i64) -> String {
    format!("/omvarld/{id}")
}

pub fn subject(id: i64) -> Subject {
    Subject::new(SubjectKind::Observation, id)
}

/// Of everyone: the route that shows it begins with the guard of `web::secrecy`.
pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Shown> {
    Ok(sqlx::query(
        "select o.*, coalesce(m.name, '') as municipality_name, coalesce(p.name, '') as author,
                coalesce(s.name, '') as settled_by_name,
                (select json_group_array(county) from (select county from observation_counties
                     where observation_id = o.id order by county)) as counties,
                (select json_group_array(issue_area_id) from (select issue_area_id from observation_issue_areas
                     where observation_id = o.id order by issue_area_id)) as issue_areas
         from observations o left join municipalities m on m.code = o.municipality
         left join people p on p.id = o.created_by left join people s on s.id = o.settled_by
         where o.id = ?",
    )
    .bind(id)
    .try_map(shown)
    .fetch_one(db)
    .await?)
}

fn shown(row: SqliteRow) -> sqlx::Result<Shown> {
    Ok(Shown {
        id: row.int("id")?,
        note: Note {
            title: row.string("title")?,
            what: row.string("what")?,
            meaning: row.string("meaning")?,
            url: row.string("url")?,
            source: row.string("source")?,
            source_on: row.opt_parsed("source_on")?,
            counties: row.json("counties")?,
            municipality: row.opt_string("municipality")?,
            industry: row.string("industry")?.parse().ok(),
            issue_areas: row.json("issue_areas")?,
        },
        settling: Settling {
            status: row.parsed("status")?,
            reason: row.string("reason")?,
        },
        settled_on: row.opt_parsed("settled_on")?,
        settled_by: row.string("settled_by_name")?,
        municipality_name: row.string("municipality_name")?,
        author_id: row.opt_int("created_by")?,
        author: row.string("author")?,
        created_at: row.parsed("created_at")?,
        removed: row.opt_string("removed_at")?.is_some(),
        version: row.int("version")?,
    })
}

/// What one person makes of a note.
#[derive(Clone, Debug)]
pub struct Judged {
    pub person_id: i64,
    pub name: String,
    pub judgement: Judgement,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// What everyone makes of a note, the first first.
pub async fn judgements(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<Judged>> {
    let rows = sqlx::query(
        "select a.*, p.name from observation_assessments a join people p on p.id = a.person_id
         where a.observation_id = ? order by a.updated_at, a.person_id limit 200",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Judged {
            person_id: row.int("person_id")?,
            name: row.string("name")?,
            judgement: Judgement {
                step: row.parsed("step")?,
                impact: row.parsed("impact")?,
                certainty: row.parsed("certainty")?,
                horizon: row.parsed("horizon")?,
                reason: row.string("reason")?,
            },
            updated_at: row.parsed("updated_at")?,
            version: row.int("version")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Where a note stands on the ladder.
pub fn step(judged: &[Judged]) -> Step {
    let placed: Vec<Step> = judged.iter().map(|each| each.judgement.step).collect();
    crate::domain::observation::step(&placed)
}

/// A note that may tell of the same.
#[derive(Clone, Debug)]
pub struct Like {
    pub id: i64,
    pub title: String,
    pub author: String,
    pub created_at: Timestamp,
    pub same_link: bool,
}

impl Like {
    pub fn url(&self) -> String {
        url(self.id)
    }
}

const MOST_LOOKED_AT: i64 = 300;
const MOST_ALIKE: usize = 5;

/// The notes she may read with the same link, or with a title that is like this one.
pub async fn similar(
    db: &Reader,
    (title, url_key): (&str, &str),
    since: Date,
    sight: &Sight,
) -> Result<Vec<Like>> {
    let wanted = words(title);
    if wanted.is_empty() && url_key.is_empty() {
        return Ok(vec![]);
    }
    let mut query = QueryBuilder::new(
        "select o.id, o.title, o.url_key, o.created_at, coalesce(p.name, '') as author
         from observations o left join people p on p.id = o.created_by
         where o.removed_at is null and ((o.url_key <> '' and o.url_key = ",
    );
    query.push_bind(url_key.to_owned());
    query
        .push(") or (o.created_at >= ")
        .push_bind(since.to_string());
    query.push(" and (0");
    for word in wanted.iter().take(MOST_WORDS) {
        query.push(" or instr(o.search_text, ");
        query.push_bind(word.clone()).push(") > 0");
    }
    query.push(")))");
    secrecy::narrow(&mut query, "observation", "o.id", sight);
    query
        .push(" order by o.id desc limit ")
        .push_bind(MOST_LOOKED_AT);
    let found = query.build().try_map(|row: SqliteRow| {
        let key = row.string("url_key")?;
        Ok(Like {
            id: row.int("id")?,
            title: row.string("title")?,
            author: row.string("author")?,
            created_at: row.parsed("created_at")?,
            same_link: !key.is_empty() && key == url_key,
        })
    });
    let mut found = found.fetch_all(db).await?;
    found.retain(|each| each.same_link || alike(&wanted, &words(&each.title)));
    found.sort_by_key(|each| !each.same_link);
    found.truncate(MOST_ALIKE);
    Ok(found)
}

fn search_text(note: &Note) -> String {
    let Note {
        title,
        what,
        meaning,
        source,
        ..
    } = note;
    fold(&format!("{title} {what} {meaning} {source}"))
}

fn day(day: Date) -> Text<Date> {
    Text(day)
}
