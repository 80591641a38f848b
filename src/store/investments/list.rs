//! Lists of satsningar: filtered, ordered, fifty at a time, and what they sum up to.

use crate::domain::investment::{Money, Status};
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::kept::{self, Until};
use crate::store::narrow::by_words;
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};
use std::sync::Arc;

/// What a list of satsningar is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub status: Option<Status>,
    pub county: Option<String>,
    pub team: Option<i64>,
    pub issue_area: Option<i64>,
    pub dialogue: Option<i64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Status,
    Title,
    County,
    Ours,
    Others,
}

/// A satsning as a list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub title: String,
    /// Short names of its län, in Swedish order.
    pub counties: Vec<String>,
    pub issue_area: String,
    pub unit: String,
    pub status: Status,
    pub relevant: Option<bool>,
    pub ours: Option<i64>,
    /// The sum of the other partners' shares that are settled.
    pub others: i64,
    /// How many of the shares, ours among them, are not.
    pub unsettled: i64,
    pub partners: Vec<String>,
    pub decision: String,
    pub decided_on: Option<Date>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub shareable: bool,
}

impl Row {
    pub fn url(&self) -> String {
        format!("/satsningar/{}", self.id)
    }
}

/// What the satsningar that pass a filter come to; those that are rejected are in neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Decided, ongoing and reported.
    pub decided: Money,
    /// Ideas, and those that are prepared.
    pub coming: Money,
}

const OTHERS: &str =
    "(select coalesce(sum(kronor), 0) from investment_shares where investment_id = v.id)";
const UNSETTLED: &str = "((v.our_kronor is null) + (select count(*) from investment_shares where investment_id = v.id and kronor is null))";
const FROM: &str = " from investments v join units u on u.id = v.unit_id left join issue_areas i on i.id = v.issue_area_id ";

/// A page of the list, and the sums of the whole of it.
#[derive(Debug)]
pub struct Shown {
    pub found: Page<Row>,
    pub sums: Sums,
}

pub async fn shown(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Arc<Shown>> {
    let key = format!("{filter:?} {sort:?} {descending} {part:?} {today}");
    let read = async {
        Ok(Shown {
            found: list(db, filter, sort, descending, part, today).await?,
            sums: sums(db, filter, today).await?,
        })
    };
    kept::answer(db, Until::AnythingHappens, ("investments", key), read).await
}

pub async fn list(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*) from investments v ");
    narrow(&mut counting, filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = rows_of(filter, today);
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

fn rows_of(filter: &Filter, today: Date) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(format!(
        "select v.*, u.name as unit, coalesce(i.name, '') as issue_area, {OTHERS} as others, {UNSETTLED} as unsettled,
                (select json_group_array(short_name) from (select c.short_name from investment_counties vc
                    join counties c on c.code = vc.county where vc.investment_id = v.id
                    order by c.short_name collate svenska)) as counties,
                (select json_group_array(partner) from (select partner from investment_shares
                    where investment_id = v.id order by position, id)) as partners"
    ));
    narrow(query.push(FROM), filter, today);
    query
}

/// How many a page of something else shows.
const SHORT: i64 = 6;

/// The first few of a dialogue, a län or an issue area, and one more to tell that there are more.
pub async fn in_short(db: &Reader, filter: &Filter, today: Date) -> Result<Arc<(Vec<Row>, bool)>> {
    let read = async {
        let mut query = rows_of(filter, today);
        query.push(" order by ").push(order(Sort::Status, false));
        query.push(" limit ").push_bind(SHORT + 1);
        let mut rows = query.build().try_map(row).fetch_all(db).await?;
        let more = rows.len() as i64 > SHORT;
        rows.truncate(SHORT as usize);
        Ok((rows, more))
    };
    let about = ("investments in short", format!("{filter:?} {today}"));
    kept::answer(db, Until::AnythingHappens, about, read).await
}

async fn sums(db: &Reader, filter: &Filter, today: Date) -> Result<Sums> {
    let mut query = QueryBuilder::new(format!(
        "select v.status in ('decided', 'ongoing', 'reported') as decided, count(*) as satsningar,
                coalesce(sum(v.our_kronor), 0) as ours, sum({OTHERS}) as others, sum({UNSETTLED}) as unsettled
         from investments v "
    ));
    narrow(&mut query, filter, today);
    query.push(" and v.status <> 'rejected' group by 1");
    let sum = |row: SqliteRow| {
        let money = Money {
            satsningar: row.int("satsningar")?,
            ours: row.int("ours")?,
            others: row.int("others")?,
            unsettled: row.int("unsettled")?,
        };
        Ok((row.flag("decided")?, money))
    };
    let mut sums = Sums::default();
    for (decided, money) in query.build().try_map(sum).fetch_all(db).await? {
        match decided {
            true => sums.decided = money,
            false => sums.coming = money,
        }
    }
    Ok(sums)
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query.push(" where 1 = 1");
    if let Some(status) = filter.status {
        query.push(" and v.status = ").push_bind(status.code());
    }
    for (column, id) in [
        ("v.issue_area_id", filter.issue_area),
        ("v.dialogue_id", filter.dialogue),
    ] {
        if let Some(id) = id {
            query.push(format!(" and {column} = ")).push_bind(id);
        }
    }
    if let Some(county) = &filter.county {
        query
            .push(" and v.id in (select investment_id from investment_counties where county = ")
            .push_bind(county.clone())
            .push(")");
    }
    if let Some(team) = filter.team {
        query
            .push(
                " and v.id in (select vc.investment_id from team_counties tc
                  join investment_counties vc on vc.county = tc.county where tc.team_id = ",
            )
            .push_bind(team)
            .push(" and tc.valid_from <= ")
            .push_bind(today.to_string())
            .push(" and (tc.valid_to is null or tc.valid_to >= ")
            .push_bind(today.to_string())
            .push("))");
    }
    by_words(query, "v.search_text", &filter.words);
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "v.title collate svenska, v.id";
    match sort {
        Sort::Status => format!(
            "case v.status when 'idea' then 1 when 'prepared' then 2 when 'decided' then 3 when 'ongoing' then 4
             when 'reported' then 5 else 6 end {way}, {then}"
        ),
        Sort::Title => format!("v.title collate svenska {way}, v.id"),
        Sort::County => format!(
            "(select min(c.short_name collate svenska) from investment_counties vc join counties c on c.code = vc.county
              where vc.investment_id = v.id) collate svenska {way}, {then}"
        ),
        Sort::Ours => format!("coalesce(v.our_kronor, -1) {way}, {then}"),
        Sort::Others => format!("{OTHERS} {way}, {then}"),
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        title: row.string("title")?,
        counties: row.json("counties")?,
        issue_area: row.string("issue_area")?,
        unit: row.string("unit")?,
        status: row.parsed("status")?,
        relevant: row.opt_int("relevant")?.map(|yes| yes != 0),
        ours: row.opt_int("our_kronor")?,
        others: row.int("others")?,
        unsettled: row.int("unsettled")?,
        partners: row.json("partners")?,
        decision: row.string("decision")?,
        decided_on: row.opt_parsed("decided_on")?,
        starts_on: row.opt_parsed("starts_on")?,
        ends_on: row.opt_parsed("ends_on")?,
        shareable: row.flag("shareable")?,
    })
}
