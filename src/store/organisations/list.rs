//! The list of organisations: filtered, ordered, fifty at a time.

use crate::domain::contact::{Level, OrganisationKind};
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::narrow::{by_team, by_words};
use crate::store::reader::Reader;
use crate::store::{Page, Part, secrecy};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub kind: Option<OrganisationKind>,
    pub level: Option<Level>,
    pub county: Option<String>,
    pub team: Option<i64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Name,
    Kind,
    County,
    Last,
}

/// An organisation as the list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub name: String,
    pub kind: OrganisationKind,
    pub level: Level,
    pub county: String,
    pub county_slug: String,
    pub municipality: String,
    /// Those who are there today.
    pub people: i64,
    pub last_on: Option<Date>,
}

pub async fn list(
    db: &Reader,
    sight: &Sight,
    filter: &Filter,
    (sort, descending): (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*) from organisations o");
    narrow(&mut counting, filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(
        "select o.id, o.name, o.kind, o.level, coalesce(c.short_name, '') as county, coalesce(c.slug, '') as county_slug,
                coalesce(m.name, '') as municipality,
                (select count(distinct r.contact_id) from contact_roles r join contacts p on p.id = r.contact_id
                 where r.organisation_id = o.id and p.removed_at is null and p.pseudonymised_at is null
                   and (r.valid_to is null or r.valid_to >= ",
    );
    query.push_bind(today.to_string()).push(")");
    secrecy::narrow(&mut query, "contact", "p.id", sight);
    query.push(") as people, (select max(e.held_on) from contact_entries e where e.organisation_id = o.id and e.removed_at is null");
    secrecy::narrow(&mut query, "contact_entry", "e.id", sight);
    query.push(
        ") as last_on from organisations o left join counties c on c.code = o.county
         left join municipalities m on m.code = o.municipality",
    );
    narrow(&mut query, filter, today);
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

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query.push(" where o.removed_at is null");
    if let Some(kind) = filter.kind {
        query.push(" and o.kind = ").push_bind(kind.code());
    }
    if let Some(level) = filter.level {
        query.push(" and o.level = ").push_bind(level.code());
    }
    if let Some(county) = &filter.county {
        query.push(" and o.county = ").push_bind(county.clone());
    }
    if let Some(team) = filter.team {
        by_team(query, "o.county", team, today);
    }
    by_words(query, "o.name_key", &filter.words);
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "o.name collate svenska, o.id";
    match sort {
        Sort::Name => format!("o.name collate svenska {way}, o.id"),
        Sort::Kind => format!("o.kind {way}, {then}"),
        Sort::County => format!("county = '', county collate svenska {way}, {then}"),
        Sort::Last => format!("last_on is null, last_on {way}, {then}"),
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        name: row.string("name")?,
        kind: row.parsed("kind")?,
        level: row.parsed("level")?,
        county: row.string("county")?,
        county_slug: row.string("county_slug")?,
        municipality: row.string("municipality")?,
        people: row.int("people")?,
        last_on: row.opt_parsed("last_on")?,
    })
}
