//! Lists of notes: narrowed to what one may read, filtered, ordered, fifty at a time.

use super::url;
use crate::domain::observation::{Level, Status, Step, UNUSED_DAYS};
use crate::domain::secrecy::Sight;
use crate::domain::transition_case::Industry;
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::kept::{self, Until};
use crate::store::narrow::by_words;
use crate::store::reader::Reader;
use crate::store::{Page, Part, secrecy};
use crate::{marked, seen};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};
use std::sync::Arc;

/// What a list of notes is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub level: Option<Level>,
    pub county: Option<String>,
    pub team: Option<i64>,
    pub issue_area: Option<i64>,
    pub industry: Option<Industry>,
    pub status: Option<Status>,
    pub step: Option<Step>,
    pub author: Option<i64>,
    /// What this person follows.
    pub followed_by: Option<i64>,
    /// Only those that nobody has used for a year.
    pub unused: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Written,
    Title,
    Status,
    Step,
}

/// A län as a row of a list names it.
#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    pub slug: String,
    pub name: String,
}

/// A note as a list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub title: String,
    pub meaning: String,
    pub link: String,
    pub source: String,
    pub source_on: Option<Date>,
    pub counties: Vec<Place>,
    pub municipality: String,
    pub issue_areas: Vec<String>,
    pub industry: Option<Industry>,
    pub status: Status,
    pub step: Step,
    pub uses: i64,
    pub author: String,
    pub created_at: Timestamp,
    /// "30 kap. 23 § OSL, 2026-11-23"
    pub marked: Option<String>,
}

impl Row {
    pub fn url(&self) -> String {
        url(self.id)
    }

    pub fn level(&self) -> Level {
        match self.counties.is_empty() {
            true => Level::National,
            false => Level::Regional,
        }
    }

    /// "Norrbotten, Västerbotten" or "Hela landet"
    pub fn where_to(&self) -> String {
        if self.counties.is_empty() {
            return "Hela landet".to_owned();
        }
        let names = self.counties.iter().map(|each| each.name.as_str());
        names.collect::<Vec<_>>().join(", ")
    }
}

/// The same rule as `domain::observation::step`, of the note `o`.
#[macro_export]
macro_rules! step {
    () => {
        "(select case when sum(a.step = 'trend') >= 2 then 'trend'
                      when sum(a.step in ('pattern', 'trend')) >= 2 then 'pattern' else 'signal' end
          from observation_assessments a where a.observation_id = o.id)"
    };
}

const ROWS: &str = concat!(
    "select o.id, o.title, o.meaning, o.url, o.source, o.source_on, o.industry, o.status, o.created_at,
        coalesce(p.name, '') as author, coalesce(m.name, '') as municipality, ",
    step!(),
    " as step, ",
    marked!("observation", "o.id"),
    " as marked,
        (select count(*) from observation_uses u where u.observation_id = o.id
             and (u.brief_id is null or u.brief_id in (select id from open_briefs))) as uses,
        (select json_group_array(json_object('slug', slug, 'name', short_name)) from (select c.slug, c.short_name
             from observation_counties oc join counties c on c.code = oc.county where oc.observation_id = o.id
             order by c.short_name collate svenska)) as counties,
        (select json_group_array(name) from (select i.name from observation_issue_areas oi
             join issue_areas i on i.id = oi.issue_area_id where oi.observation_id = o.id
             order by i.name collate svenska)) as issue_areas
     from observations o left join people p on p.id = o.created_by
     left join municipalities m on m.code = o.municipality "
);

pub async fn list(
    db: &Reader,
    sight: &Sight,
    filter: &Filter,
    (sort, descending): (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let asked = (filter, sort, descending, today, sight.json());
    let read = read(db, sight, filter, (sort, descending), part, today);
    kept::listed(db, "observations", asked, part, read).await
}

async fn read(
    db: &Reader,
    sight: &Sight,
    filter: &Filter,
    (sort, descending): (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*) from observations o ");
    narrow(&mut counting, sight, filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(ROWS);
    narrow(&mut query, sight, filter, today);
    query.push(" order by ").push(order(sort, descending));
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query.build().try_map(row).fetch_all(db).await?;
    Ok(Page {
        rows,
        total,
        number: part.number(),
    })
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "o.created_at desc, o.id desc";
    match sort {
        Sort::Written => format!("o.created_at {way}, o.id {way}"),
        Sort::Title => format!("o.title collate svenska {way}, o.id"),
        Sort::Status => format!("instr('new watched used dismissed', o.status) {way}, {then}"),
        Sort::Step => format!("instr('signal pattern trend', step) {way}, {then}"),
    }
}

fn narrow(query: &mut QueryBuilder<Sqlite>, sight: &Sight, filter: &Filter, today: Date) {
    query.push(" where o.removed_at is null");
    secrecy::narrow(query, "observation", "o.id", sight);
    places(query, filter, today);
    if let Some(industry) = filter.industry {
        query.push(" and o.industry = ").push_bind(industry.code());
    }
    if let Some(status) = filter.status {
        query.push(" and o.status = ").push_bind(status.code());
    }
    if let Some(step) = filter.step {
        query.push(concat!(" and ", step!(), " = "));
        query.push_bind(step.code());
    }
    if let Some(author) = filter.author {
        query.push(" and o.created_by = ").push_bind(author);
    }
    if let Some(person) = filter.followed_by {
        followed(query, person);
    }
    if filter.unused {
        unused(query, today);
    }
    by_words(query, "o.search_text", &filter.words);
}

fn places(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    if let Some(level) = filter.level {
        query.push(" and o.level = ").push_bind(level.code());
    }
    if let Some(county) = &filter.county {
        query.push(" and o.id in (select observation_id from observation_counties where county = ");
        query.push_bind(county.clone()).push(")");
    }
    if let Some(team) = filter.team {
        query.push(" and o.id in (select oc.observation_id from observation_counties oc join team_counties tc on tc.county = oc.county where tc.team_id = ");
        query.push_bind(team).push(" and tc.valid_from <= ");
        query.push_bind(today.to_string());
        query.push(" and (tc.valid_to is null or tc.valid_to >= ");
        query.push_bind(today.to_string()).push("))");
    }
    if let Some(area) = filter.issue_area {
        query.push(
            " and o.id in (select observation_id from observation_issue_areas where issue_area_id = ",
        );
        query.push_bind(area).push(")");
    }
}

pub(super) fn followed(query: &mut QueryBuilder<Sqlite>, person: i64) {
    query.push(" and o.id in (select oc.observation_id from follows f join observation_counties oc on oc.county = f.county where f.person_id = ");
    query.push_bind(person);
    query.push(" union select oi.observation_id from follows f join observation_issue_areas oi on oi.issue_area_id = f.issue_area_id where f.person_id = ");
    query.push_bind(person).push(")");
}

/// Neither used nor dismissed, and nothing has been decided for a year.
pub(super) fn unused(query: &mut QueryBuilder<Sqlite>, today: Date) {
    let since = crate::domain::calendar::add_days(today, -UNUSED_DAYS);
    query.push(" and o.status in ('new', 'watched') and coalesce(o.settled_on, substr(o.created_at, 1, 10)) <= ");
    query.push_bind(since.to_string());
    query.push(" and not exists (select 1 from observation_uses u where u.observation_id = o.id)");
}

pub(super) fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        title: row.string("title")?,
        meaning: row.string("meaning")?,
        link: row.string("url")?,
        source: row.string("source")?,
        source_on: row.opt_parsed("source_on")?,
        counties: row.json("counties")?,
        municipality: row.string("municipality")?,
        issue_areas: row.json("issue_areas")?,
        industry: row.string("industry")?.parse().ok(),
        status: row.parsed("status")?,
        step: row.parsed("step")?,
        uses: row.int("uses")?,
        author: row.string("author")?,
        created_at: row.parsed("created_at")?,
        marked: row.opt_string("marked")?,
    })
}

/// How many notes of a län one may read.
pub async fn count_of_county(db: &Reader, county: &str, sight: &Sight) -> Result<Arc<i64>> {
    let key = format!("{county} {}", sight.json());
    let read = async {
        let count = sqlx::query_scalar(concat!(
            "select count(*) from observation_counties oc join observations o on o.id = oc.observation_id
             where oc.county = ?1 and o.removed_at is null and ",
            seen!("observation", "o.id", "?2")
        ))
        .bind(county)
        .bind(sight.json())
        .fetch_one(db)
        .await?;
        Ok(count)
    };
    kept::answer(db, Until::AnythingHappens, ("county notes", key), read).await
}

/// The notes of a län that were written from a day to another, the newest first; dismissed ones are left out.
pub async fn of_county_between(
    db: &Reader,
    sight: &Sight,
    county: &str,
    (from, to): (Date, Date),
    most: i64,
) -> Result<Vec<Row>> {
    let mut query = QueryBuilder::new(ROWS);
    query.push(" where o.removed_at is null and o.status <> 'dismissed'");
    secrecy::narrow(&mut query, "observation", "o.id", sight);
    query
        .push(" and substr(o.created_at, 1, 10) between ")
        .push_bind(from.to_string())
        .push(" and ")
        .push_bind(to.to_string())
        .push(" and o.id in (select observation_id from observation_counties where county = ")
        .push_bind(county.to_owned())
        .push(") order by o.created_at desc, o.id desc limit ")
        .push_bind(most);
    Ok(query.build().try_map(row).fetch_all(db).await?)
}

/// The notes of some län, and of the whole country, written since a day; dismissed ones are left out, the
/// newest come first.
pub async fn of_counties_since(
    db: &Reader,
    sight: &Sight,
    counties: &[String],
    since: Date,
    most: i64,
) -> Result<Vec<Row>> {
    let about = format!("{counties:?} {since} {most} {}", sight.json());
    let read = async {
        let mut query = QueryBuilder::new(ROWS);
        query.push(" where o.removed_at is null and o.status <> 'dismissed'");
        secrecy::narrow(&mut query, "observation", "o.id", sight);
        query
            .push(" and o.created_at >= ")
            .push_bind(since.to_string());
        query.push(" and (o.level = 'national' or o.id in (select observation_id from observation_counties where county in (select value from json_each(");
        query.push_bind(serde_json::json!(counties).to_string());
        query.push(")))) order by o.created_at desc, o.id desc limit ");
        query.push_bind(most);
        Ok(query.build().try_map(row).fetch_all(db).await?)
    };
    kept::copy(db, "observations of län", about, read).await
}
