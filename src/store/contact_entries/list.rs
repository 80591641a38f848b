//! The list of the contact log: filtered, ordered, fifty at a time.

use crate::domain::contact::Channel;
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::kept;
use crate::store::narrow::{by_team, by_words};
use crate::store::reader::Reader;
use crate::store::{Page, Part, secrecy};
use crate::{marked, seen};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

/// What the log is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub county: Option<String>,
    pub team: Option<i64>,
    pub organisation: Option<i64>,
    pub contact: Option<i64>,
    pub channel: Option<Channel>,
    pub issue_area: Option<i64>,
    pub unit: Option<i64>,
    pub since: Option<Date>,
    /// Only tjänsteanteckningar.
    pub official: bool,
    /// Only those with something left to follow up.
    pub waits: bool,
    /// Only those of one who wrote it.
    pub author: Option<i64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Day,
    Subject,
    County,
    FollowUp,
}

/// An entry as the list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub held_on: Date,
    pub channel: Channel,
    pub subject: String,
    pub county: String,
    pub county_slug: String,
    pub organisation: String,
    /// Those who may be read.
    pub people: Vec<String>,
    pub author: String,
    pub unit: String,
    pub issue_area: String,
    pub official: bool,
    /// What is left to do, and the day.
    pub follow_up: String,
    pub follow_up_on: Option<Date>,
    pub followed_up: bool,
    pub secrecy: Option<String>,
}

impl Row {
    pub fn url(&self) -> String {
        crate::domain::contact::entry_url(self.id)
    }
}

const ROWS: &str = concat!(
    "select e.id, e.held_on, e.channel, e.subject, coalesce(c.short_name, '') as county, coalesce(c.slug, '') as county_slug,
            coalesce(o.name, '') as organisation, coalesce(a.name, '') as author, coalesce(u.name, '') as unit,
            coalesce(i.name, '') as issue_area, e.official, e.follow_up, e.follow_up_on,
            e.followed_up_at is not null as followed_up,
            (select json_group_array(name) from (select p.name from contact_entry_people x join contacts p on p.id = x.contact_id
                where x.entry_id = e.id and ",
    seen!("contact", "p.id", "?1"),
    " order by p.name collate svenska)) as people, ",
    marked!("contact_entry", "e.id"),
    " as secrecy from contact_entries e left join counties c on c.code = e.county
      left join organisations o on o.id = e.organisation_id left join people a on a.id = e.created_by
      left join units u on u.id = e.unit_id left join issue_areas i on i.id = e.issue_area_id"
);

pub async fn list(
    db: &Reader,
    sight: &Sight,
    filter: &Filter,
    by: (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let asked = (filter, by, today, sight.json());
    let read = read(db, sight, filter, by, part, today);
    kept::listed(db, "contact entries", asked, part, read).await
}

async fn read(
    db: &Reader,
    sight: &Sight,
    filter: &Filter,
    (sort, descending): (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*) from contact_entries e");
    narrow(&mut counting, sight, filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = rows(sight);
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

/// The entries of a län from a day to another, the latest first.
pub async fn of_county_between(
    db: &Reader,
    sight: &Sight,
    county: &str,
    (from, to): (Date, Date),
    most: i64,
) -> Result<Vec<Row>> {
    let mut query = rows(sight);
    query.push(" where e.removed_at is null");
    secrecy::narrow(&mut query, "contact_entry", "e.id", sight);
    query
        .push(" and e.county = ")
        .push_bind(county.to_owned())
        .push(" and e.held_on between ")
        .push_bind(from.to_string())
        .push(" and ")
        .push_bind(to.to_string())
        .push(" order by e.held_on desc, e.id desc limit ")
        .push_bind(most);
    Ok(query.build().try_map(row).fetch_all(db).await?)
}

fn rows(sight: &Sight) -> QueryBuilder<Sqlite> {
    let (before, after) = ROWS.split_once("?1").unwrap_or((ROWS, ""));
    let mut query = QueryBuilder::new(before);
    query.push_bind(sight.json()).push(after);
    query
}

fn narrow(query: &mut QueryBuilder<Sqlite>, sight: &Sight, filter: &Filter, today: Date) {
    query.push(" where e.removed_at is null");
    secrecy::narrow(query, "contact_entry", "e.id", sight);
    if let Some(county) = &filter.county {
        query.push(" and e.county = ").push_bind(county.clone());
    }
    if let Some(team) = filter.team {
        by_team(query, "e.county", team, today);
    }
    for (column, id) in [
        ("e.organisation_id", filter.organisation),
        ("e.issue_area_id", filter.issue_area),
        ("e.unit_id", filter.unit),
        ("e.created_by", filter.author),
    ] {
        if let Some(id) = id {
            query.push(format!(" and {column} = ")).push_bind(id);
        }
    }
    if let Some(contact) = filter.contact {
        query
            .push(" and e.id in (select entry_id from contact_entry_people where contact_id = ")
            .push_bind(contact);
        secrecy::narrow(query, "contact", "contact_id", sight);
        query.push(")");
    }
    if let Some(channel) = filter.channel {
        query.push(" and e.channel = ").push_bind(channel.code());
    }
    if let Some(day) = filter.since {
        query.push(" and e.held_on >= ").push_bind(day.to_string());
    }
    if filter.official {
        query.push(" and e.official = 1");
    }
    if filter.waits {
        query.push(" and e.follow_up_on is not null and e.followed_up_at is null");
    }
    by_words(query, "e.search_text", &filter.words);
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "e.held_on desc, e.id desc";
    match sort {
        Sort::Day => format!("e.held_on {way}, e.id {way}"),
        Sort::Subject => format!("e.subject collate svenska {way}, {then}"),
        Sort::County => format!("county = '', county collate svenska {way}, {then}"),
        Sort::FollowUp => format!("e.follow_up_on is null, e.follow_up_on {way}, {then}"),
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        held_on: row.parsed("held_on")?,
        channel: row.parsed("channel")?,
        subject: row.string("subject")?,
        county: row.string("county")?,
        county_slug: row.string("county_slug")?,
        organisation: row.string("organisation")?,
        people: row.json("people")?,
        author: row.string("author")?,
        unit: row.string("unit")?,
        issue_area: row.string("issue_area")?,
        official: row.flag("official")?,
        follow_up: row.string("follow_up")?,
        follow_up_on: row.opt_parsed("follow_up_on")?,
        followed_up: row.flag("followed_up")?,
        secrecy: row.opt_string("secrecy")?,
    })
}
