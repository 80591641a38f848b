//! What the start page tells of notes: those to decide about, and what is new in what one follows.

use super::list::followed;
use super::{Owned, own_uses, url};
use crate::domain::calendar::add_days;
use crate::domain::observation::UNUSED_DAYS;
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use crate::store::secrecy;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _};
use std::sync::Arc;

/// A note in few words.
#[derive(Clone, Debug)]
pub struct Brief {
    pub id: i64,
    pub title: String,
    pub counties: String,
    pub author: String,
    pub created_at: Timestamp,
    /// Nobody has used it for a year.
    pub unused: bool,
}

impl Brief {
    pub fn url(&self) -> String {
        url(self.id)
    }
}

/// What the start page of a person tells.
#[derive(Debug)]
pub struct ForMe {
    pub to_decide: Vec<Brief>,
    pub in_all: i64,
    pub followed: Vec<Brief>,
    pub used: Vec<Owned>,
}

const MOST: i64 = 6;
const NEW_DAYS: i64 = 14;

const BRIEF: &str = "select o.id, o.title, o.created_at, coalesce(p.name, '') as author, o.status,
        coalesce((select group_concat(short_name, ', ') from (select c.short_name from observation_counties oc
             join counties c on c.code = oc.county where oc.observation_id = o.id
             order by c.short_name collate svenska)), 'Hela landet') as counties,
        coalesce(o.settled_on, substr(o.created_at, 1, 10)) as since, count(*) over () as total
     from observations o left join people p on p.id = o.created_by where o.removed_at is null";

/// `counties` are those whose notes she decides about; `national` that she decides about the country's.
pub async fn for_me(
    db: &Reader,
    sight: &Sight,
    me: i64,
    (counties, national): (&[String], bool),
    today: Date,
) -> Result<Arc<ForMe>> {
    let codes = serde_json::Value::from(counties).to_string();
    let key = format!("{me} {codes} {national} {today} {}", sight.json());
    let read = async {
        let (to_decide, in_all) = match counties.is_empty() && !national {
            true => (vec![], 0),
            false => to_decide(db, sight, (&codes, national), today).await?,
        };
        Ok(ForMe {
            to_decide,
            in_all,
            followed: in_what_is_followed(db, sight, me, today).await?,
            used: own_uses(db, me, sight).await?,
        })
    };
    kept::answer(db, Until::AnythingHappens, ("my notes", key), read).await
}

/// New ones, and those that nobody has used for a year; the oldest first.
async fn to_decide(
    db: &Reader,
    sight: &Sight,
    (codes, national): (&str, bool),
    today: Date,
) -> Result<(Vec<Brief>, i64)> {
    let mut query = QueryBuilder::new(BRIEF);
    secrecy::narrow(&mut query, "observation", "o.id", sight);
    query
        .push(" and ((o.level = 'national' and ")
        .push_bind(national);
    query.push(") or o.id in (select observation_id from observation_counties where county in (select value from json_each(");
    query.push_bind(codes.to_owned());
    query.push(")))) and (o.status = 'new' or (o.status = 'watched' and coalesce(o.settled_on, substr(o.created_at, 1, 10)) <= ");
    query.push_bind(add_days(today, -UNUSED_DAYS).to_string());
    query
        .push(" and not exists (select 1 from observation_uses u where u.observation_id = o.id)))");
    query
        .push(" order by o.created_at, o.id limit ")
        .push_bind(MOST);
    let rows = query
        .build()
        .try_map(|row| brief(row, today))
        .fetch_all(db)
        .await?;
    let total = rows.first().map_or(0, |(_, total)| *total);
    Ok((rows.into_iter().map(|(brief, _)| brief).collect(), total))
}

async fn in_what_is_followed(
    db: &Reader,
    sight: &Sight,
    me: i64,
    today: Date,
) -> Result<Vec<Brief>> {
    let mut query = QueryBuilder::new(BRIEF);
    secrecy::narrow(&mut query, "observation", "o.id", sight);
    query
        .push(" and o.status <> 'dismissed' and o.created_by is not ")
        .push_bind(me);
    query
        .push(" and o.created_at >= ")
        .push_bind(add_days(today, -NEW_DAYS).to_string());
    followed(&mut query, me);
    query
        .push(" order by o.created_at desc, o.id desc limit ")
        .push_bind(MOST);
    let rows = query
        .build()
        .try_map(|row| brief(row, today))
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|(brief, _)| brief).collect())
}

fn brief(row: SqliteRow, today: Date) -> sqlx::Result<(Brief, i64)> {
    use crate::store::columns::Columns;
    let since: Date = row.parsed("since")?;
    let brief = Brief {
        id: row.int("id")?,
        title: row.string("title")?,
        counties: row.string("counties")?,
        author: row.string("author")?,
        created_at: row.parsed("created_at")?,
        unused: since <= add_days(today, -UNUSED_DAYS),
    };
    Ok((brief, row.try_get("total")?))
}
