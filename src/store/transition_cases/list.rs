//! Lists of cases: filtered, ordered, fifty at a time, and never more than their reader may see.

use crate::domain::judgement::Answer;
use crate::domain::secrecy::Sight;
use crate::domain::transition_case::{
    Count, Headline, Industry, Kind, Phase, Status, Threshold, inhabitants_json, title, url,
};
use crate::error::Result;
use crate::store::columns::{Columns, Text};
use crate::store::kept;
use crate::store::narrow::by_words;
use crate::store::reader::Reader;
use crate::store::{Page, Part, secrecy};
use crate::{marked, seen};
use jiff::civil::Date;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

/// What a list is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub kind: Option<Kind>,
    pub status: Option<Status>,
    pub phase: Option<Phase>,
    pub county: Option<String>,
    pub team: Option<i64>,
    /// Of the day the agency learnt of it.
    pub year: Option<i64>,
    /// Only those that are "större".
    pub large: bool,
    /// Closed ones too.
    pub closed: bool,
    /// Only those that wait for a judgement.
    pub waiting: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Reported,
    County,
    Affected,
    Status,
    Phase,
}

/// A case as a list shows it: without the company.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub kind: Kind,
    pub industry: Option<Industry>,
    pub county: String,
    pub county_code: String,
    pub municipality: String,
    pub affected: Option<i64>,
    pub reported_on: Date,
    pub notice_on: Option<Date>,
    pub begins_on: Option<Date>,
    pub status: Status,
    pub phase: Phase,
    pub answer: Option<Answer>,
    pub judged_on: Option<Date>,
    pub team_id: i64,
    /// By name; none is the uppdragsansvarig of the län's team.
    pub contact_person: Option<String>,
    pub contact_person_id: Option<i64>,
    pub closed_on: Option<Date>,
    /// "30 kap. 23 § OSL, 2026-11-23"; empty for an open one.
    pub secrecy: String,
}

impl Row {
    pub fn url(&self) -> String {
        url(self.id)
    }

    pub fn title(&self) -> String {
        title(&Headline {
            kind: self.kind,
            affected: self.affected,
            industry: self.industry,
            municipality: &self.municipality,
            county: &self.county,
        })
    }
}

const ROWS: &str = concat!(
    "select t.id, t.kind, t.industry, t.county as county_code, c.short_name as county, coalesce(m.name, '') as municipality,
            t.affected, t.reported_on, t.notice_on, t.begins_on, t.status, t.phase, t.judgement, t.judged_on, t.closed_on,
            t.contact_person_id, cp.name as contact_name, coalesce(tc.team_id, 0) as team_id, coalesce(",
    marked!("transition_case", "t.id"),
    ", '') as secrecy "
);

fn from(query: &mut QueryBuilder<Sqlite>, today: Date) {
    query
        .push(
            " from transition_cases t join counties c on c.code = t.county
              left join municipalities m on m.code = t.municipality left join people cp on cp.id = t.contact_person_id
              left join team_counties tc on tc.county = t.county and tc.valid_from <= ",
        )
        .push_bind(Text(today))
        .push(" and (tc.valid_to is null or tc.valid_to >= ")
        .push_bind(Text(today))
        .push(")");
}

pub async fn list(
    db: &Reader,
    of: (&Filter, Threshold, &Sight),
    by: (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let (filter, threshold, sight) = of;
    let asked = (filter, threshold, by, today, sight.json());
    let read = read(db, of, by, part, today);
    kept::listed(db, "transition cases", asked, part, read).await
}

async fn read(
    db: &Reader,
    (filter, threshold, sight): (&Filter, Threshold, &Sight),
    (sort, descending): (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*)");
    from(&mut counting, today);
    narrow(&mut counting, filter, threshold, sight);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(ROWS);
    from(&mut query, today);
    narrow(&mut query, filter, threshold, sight);
    query.push(" order by ").push(order(sort, descending));
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    Ok(Page {
        rows: query.build().try_map(row).fetch_all(db).await?,
        total,
        number: part.number(),
    })
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, threshold: Threshold, sight: &Sight) {
    query.push(" where 1 = 1");
    secrecy::narrow(query, "transition_case", "t.id", sight);
    for (column, code) in [
        ("t.kind", filter.kind.map(Kind::code)),
        ("t.status", filter.status.map(Status::code)),
        ("t.phase", filter.phase.map(Phase::code)),
    ] {
        if let Some(code) = code {
            query.push(format!(" and {column} = ")).push_bind(code);
        }
    }
    if filter.status.is_none() && !filter.closed {
        query.push(" and t.status <> 'closed'");
    }
    if filter.waiting {
        query.push(" and t.status in ('reported', 'assessing')");
    }
    if let Some(county) = &filter.county {
        query.push(" and t.county = ").push_bind(county.clone());
    }
    if let Some(team) = filter.team {
        query.push(" and tc.team_id = ").push_bind(team);
    }
    if let Some(year) = filter.year {
        query
            .push(" and substr(t.reported_on, 1, 4) = ")
            .push_bind(format!("{year:04}"));
    }
    if filter.large {
        large(query, threshold);
    }
    by_words(query, "t.search_text", &filter.words);
}

/// The rule of [`Threshold::is_large`], as a condition.
fn large(query: &mut QueryBuilder<Sqlite>, threshold: Threshold) {
    query
        .push(" and (t.affected >= ")
        .push_bind(threshold.persons)
        .push(" or t.affected * 100000 >= ")
        .push_bind(threshold.per_100k)
        .push(" * json_extract(")
        .push_bind(inhabitants_json())
        .push(", '$.\"' || t.county || '\"'))");
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "t.reported_on desc, t.id desc";
    match sort {
        Sort::Reported => format!("t.reported_on {way}, t.id {way}"),
        Sort::County => format!("c.short_name collate svenska {way}, {then}"),
        Sort::Affected => format!("coalesce(t.affected, -1) {way}, {then}"),
        Sort::Status => format!(
            "case t.status when 'reported' then 1 when 'assessing' then 2 when 'contact_named' then 3
             when 'no_action' then 4 else 5 end {way}, {then}"
        ),
        Sort::Phase => format!(
            "case t.phase when 'prepare' then 1 when 'analyse' then 2 when 'plan' then 3 when 'carry_out' then 4
             else 5 end {way}, {then}"
        ),
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        kind: row.parsed("kind")?,
        industry: row.string("industry")?.parse().ok(),
        county: row.string("county")?,
        county_code: row.string("county_code")?,
        municipality: row.string("municipality")?,
        affected: row.opt_int("affected")?,
        reported_on: row.parsed("reported_on")?,
        notice_on: row.opt_parsed("notice_on")?,
        begins_on: row.opt_parsed("begins_on")?,
        status: row.parsed("status")?,
        phase: row.parsed("phase")?,
        answer: row.string("judgement")?.parse().ok(),
        judged_on: row.opt_parsed("judged_on")?,
        team_id: row.int("team_id")?,
        contact_person: row.opt_string("contact_name")?,
        contact_person_id: row.opt_int("contact_person_id")?,
        closed_on: row.opt_parsed("closed_on")?,
        secrecy: row.string("secrecy")?,
    })
}

/// The cases that someone has to judge or to be contact person of, in one statement.
pub(super) async fn in_hand(db: &Reader, sight: &Sight, today: Date) -> Result<Vec<Row>> {
    let mut query = QueryBuilder::new(ROWS);
    from(&mut query, today);
    query.push(" where t.status in ('reported', 'assessing', 'contact_named')");
    secrecy::narrow(&mut query, "transition_case", "t.id", sight);
    query.push(" order by t.reported_on, t.id limit 1000");
    Ok(query.build().try_map(row).fetch_all(db).await?)
}

/// The open cases of a län that one may read, the latest first.
pub async fn open_of_county(
    db: &Reader,
    sight: &Sight,
    county: &str,
    today: Date,
) -> Result<Vec<Row>> {
    let mut query = QueryBuilder::new(ROWS);
    from(&mut query, today);
    query
        .push(" where t.status <> 'closed' and t.county = ")
        .push_bind(county.to_owned());
    secrecy::narrow(&mut query, "transition_case", "t.id", sight);
    query.push(" order by t.reported_on desc, t.id desc limit 50");
    Ok(query.build().try_map(row).fetch_all(db).await?)
}

/// The open cases of a län, whoever may read them: for the pack, which sorts out its readers itself.
pub async fn of_county(conn: &mut SqliteConnection, county: &str, today: Date) -> Result<Vec<Row>> {
    let mut query = QueryBuilder::new(ROWS);
    from(&mut query, today);
    query
        .push(" where t.status <> 'closed' and t.county = ")
        .push_bind(county.to_owned())
        .push(" order by t.reported_on desc, t.id desc limit 50");
    Ok(query.build().try_map(row).fetch_all(conn).await?)
}

/// What a year's table is made of: the cases of a kind that the reader may see.
pub async fn counts(
    db: impl SqliteExecutor<'_>,
    (kind, year): (Kind, i64),
    sight: &Sight,
) -> Result<Vec<Count>> {
    let rows = sqlx::query(concat!(
        "select t.county, t.affected from transition_cases t
         where t.kind = ?1 and substr(t.reported_on, 1, 4) = ?2 and ",
        seen!("transition_case", "t.id", "?3")
    ))
    .bind(kind.code())
    .bind(format!("{year:04}"))
    .bind(sight.json())
    .try_map(|row: SqliteRow| {
        Ok(Count {
            county: row.string("county")?,
            affected: row.opt_int("affected")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The years in which the reader may see a case, newest first.
pub async fn years(db: impl SqliteExecutor<'_>, sight: &Sight) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar(concat!(
        "select distinct cast(substr(t.reported_on, 1, 4) as integer) as year from transition_cases t where ",
        seen!("transition_case", "t.id", "?1"),
        " order by year desc"
    ))
    .bind(sight.json())
    .fetch_all(db)
    .await?)
}
