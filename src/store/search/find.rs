//! What a search finds: the hits in the order of their rank, and how many there are of each kind.

use super::matching;
use super::queue::caught_up;
use crate::domain::search::ask::Asked;
use crate::domain::search::{Filter, Kind, State};
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::store::columns::{Columns, Text};
use crate::store::{Db, Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqliteExecutor};

/// Who asks, and when.
pub struct Seeker<'a> {
    pub sight: &'a Sight,
    pub today: Date,
    /// The tags of what is hers: 'p:3', 's:lead/1', 'm:25'.
    pub mine: Vec<String>,
    /// The län of the team that is asked for.
    pub of_team: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Hit {
    pub kind: Kind,
    pub url: String,
    pub title: String,
    pub text: String,
    /// The other words it is found by: its sakfråga, its unit, a number.
    pub meta: String,
    pub status: String,
    pub day: Option<Date>,
    pub counties: Vec<String>,
    /// The marking, in short; empty of what is open to everyone.
    pub secrecy: String,
}

impl Hit {
    /// "Insats"; of a case its own kind, "Etablering", which its title begins with.
    pub fn kind_name(&self) -> &str {
        match self.kind {
            Kind::TransitionCase => self.title.split(',').next().unwrap_or_default(),
            kind => kind.label(),
        }
    }
}

#[derive(Debug)]
pub struct Found {
    pub page: Page<Hit>,
    /// Of each kind there is any of, whichever kind was asked for.
    pub kinds: Vec<(Kind, i64)>,
}

/// A word in a title weighs more than in a text, the word itself more than its stem.
const RANK: &str = "bm25(search_words, 10.0, 3.0, 2.0, 5.0, 1.0)";
/// What is of today weighs a little more than what is of some years ago.
const RECENT: &str =
    "(1.0 + max(0.0, 0.3 - abs(julianday(coalesce(d.day, '2000-01-01')) - julianday(";

/// The place or the matter itself comes before what is said of it.
const KIND: &str = "case d.kind when 'county' then 2.0 when 'issue_area' then 1.6 when 'person' then 1.3 else 1.0 end";

pub async fn find(db: &Db, asked: &Asked, seeker: &Seeker<'_>, part: Part) -> Result<Found> {
    caught_up(db).await?;
    let mut conn = db.read().acquire().await?;
    let words = matching::expression(&mut conn, &asked.terms).await?;
    let kinds = kinds(&mut conn, asked, words.as_deref(), seeker).await?;
    let of_kind = |(kind, _): &&(Kind, i64)| asked.filter.kind.is_none_or(|only| only == *kind);
    let total = kinds.iter().filter(of_kind).map(|(_, count)| count).sum();
    let some = (part.limit(), part.offset());
    let rows = match total {
        0 => Vec::new(),
        _ => hits(&mut conn, asked, words.as_deref(), seeker, some).await?,
    };
    Ok(Found {
        page: Page {
            rows,
            total,
            number: part.number(),
        },
        kinds,
    })
}

/// The first hits, while one types.
pub async fn first(db: &Db, asked: &Asked, seeker: &Seeker<'_>, most: i64) -> Result<Vec<Hit>> {
    caught_up(db).await?;
    let mut conn = db.read().acquire().await?;
    let words = matching::expression(&mut conn, &asked.terms).await?;
    hits(&mut conn, asked, words.as_deref(), seeker, (most, 0)).await
}

async fn kinds(
    conn: &mut SqliteConnection,
    asked: &Asked,
    words: Option<&str>,
    seeker: &Seeker<'_>,
) -> Result<Vec<(Kind, i64)>> {
    let any = Filter {
        kind: None,
        ..asked.filter.clone()
    };
    let mut query = QueryBuilder::new("select d.kind, count(*) as hits");
    narrow(&mut query, asked, &any, words, seeker);
    query.push(" group by d.kind");
    let row = |row: SqliteRow| Ok((row.parsed("kind")?, row.int("hits")?));
    let mut kinds: Vec<(Kind, i64)> = query.build().try_map(row).fetch_all(conn).await?;
    kinds.sort();
    Ok(kinds)
}

async fn hits(
    conn: &mut SqliteConnection,
    asked: &Asked,
    words: Option<&str>,
    seeker: &Seeker<'_>,
    (limit, offset): (i64, i64),
) -> Result<Vec<Hit>> {
    let mut query = QueryBuilder::new("with hits as (select d.id as hit, ");
    match words {
        Some(_) => {
            query
                .push(RANK)
                .push(" * ")
                .push(RECENT)
                .push_bind(Text(seeker.today));
            query.push(")) / 3650.0)) * ").push(KIND).push(" as place");
        }
        None => {
            query.push("-coalesce(julianday(d.day), 0) as place");
        }
    }
    narrow(&mut query, asked, &asked.filter, words, seeker);
    query
        .push(" order by place, d.id desc limit ")
        .push_bind(limit);
    query.push(" offset ").push_bind(offset);
    query.push(
        ") select d.*, t.text, t.meta, coalesce((select sm.provision || ', ' || sm.marked_on from secrecy_markings sm
               where sm.kind = d.kind and sm.record_id = cast(d.record as integer)), '') as secrecy
         from hits join search_documents d on d.id = hits.hit join search_texts t on t.document_id = d.id
         order by hits.place, d.id desc",
    );
    Ok(query.build().try_map(hit).fetch_all(conn).await?)
}

fn hit(row: SqliteRow) -> sqlx::Result<Hit> {
    Ok(Hit {
        kind: row.parsed("kind")?,
        url: row.string("url")?,
        title: row.string("title")?,
        text: row.string("text")?,
        meta: row.string("meta")?,
        status: row.string("status")?,
        day: row.opt_parsed("day")?,
        counties: row.json("counties")?,
        secrecy: row.string("secrecy")?,
    })
}

/// From where, and under which conditions; the first of them is what the one who asks may read.
fn narrow(
    query: &mut QueryBuilder<Sqlite>,
    asked: &Asked,
    filter: &Filter,
    words: Option<&str>,
    seeker: &Seeker<'_>,
) {
    match words {
        Some(words) => {
            query.push(" from search_words join search_documents d on d.id = search_words.rowid where search_words match ");
            query.push_bind(words.to_owned());
        }
        None => {
            query.push(" from search_documents d where true");
        }
    }
    seen(query, seeker.sight);
    if !asked.without.is_empty() {
        query.push(" and d.id not in (select rowid from search_words where search_words match ");
        query
            .push_bind(matching::unwanted(&asked.without))
            .push(")");
    }
    if let Some(kind) = filter.kind {
        query.push(" and d.kind = ").push_bind(kind.code());
    }
    if let Some(year) = filter.year {
        query
            .push(" and d.day between ")
            .push_bind(format!("{year}-01-01"));
        query.push(" and ").push_bind(format!("{year}-12-31"));
    }
    if let Some(state) = filter.state {
        stands(query, state, seeker.today);
    }
    if let Some(county) = &filter.county {
        tagged(query, &[format!("c:{county}")]);
    }
    if filter.team.is_some() {
        let tags: Vec<String> = seeker
            .of_team
            .iter()
            .map(|code| format!("c:{code}"))
            .collect();
        tagged(query, &tags);
    }
    if filter.mine {
        tagged(query, &seeker.mine);
    }
}

/// As `store::secrecy::narrow`, for records of every kind.
fn seen(query: &mut QueryBuilder<Sqlite>, sight: &Sight) {
    query
        .push(
            " and (not exists (select 1 from secrecy_markings sm where sm.kind = d.kind and sm.record_id = cast(d.record as integer))
               or exists (select 1 from secrecy_scopes ss where ss.kind = d.kind and ss.record_id = cast(d.record as integer)
                          and ss.scope in (select value from json_each(",
        )
        .push_bind(sight.json())
        .push("))))");
}

fn stands(query: &mut QueryBuilder<Sqlite>, state: State, today: Date) {
    match state {
        State::Open => {
            query.push(" and d.is_open = 1 and (d.ends_on is null or d.ends_on >= ");
            query.push_bind(Text(today)).push(")");
        }
        State::Late => {
            query
                .push(" and d.is_open = 1 and d.due_on < ")
                .push_bind(Text(today));
        }
        State::Closed => {
            query
                .push(" and (d.is_open = 0 or d.ends_on < ")
                .push_bind(Text(today))
                .push(")");
        }
    }
}

fn tagged(query: &mut QueryBuilder<Sqlite>, tags: &[String]) {
    query.push(" and d.id in (select document_id from search_tags where tag in (select value from json_each(");
    query
        .push_bind(serde_json::json!(tags).to_string())
        .push(")))");
}

/// The years that anything is of which everyone may read, the last first.
pub async fn years(db: impl SqliteExecutor<'_>) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "select distinct substr(day, 1, 4) from search_documents where day is not null
           and kind in ('dialogue', 'action') order by 1 desc limit 50",
    )
    .fetch_all(db)
    .await?)
}
