//! The list of contacts: filtered, ordered, fifty at a time.

use crate::domain::contact::{Level, OrganisationKind};
use crate::domain::secrecy::Sight;
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::marked;
use crate::store::columns::Columns;
use crate::store::kept;
use crate::store::narrow::{MOST_WORDS, by_team};
use crate::store::reader::Reader;
use crate::store::{Page, Part, secrecy};
use jiff::civil::Date;
use serde::Deserialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

/// Whether those who have left their posts are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Left {
    #[default]
    Without,
    Only,
    Too,
}

#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub kind: Option<OrganisationKind>,
    pub level: Option<Level>,
    pub county: Option<String>,
    pub team: Option<i64>,
    pub left: Left,
    /// Only those whose data should be gone through.
    pub review: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Name,
    Organisation,
    County,
    Last,
    Review,
}

/// A post in the list.
#[derive(Clone, Debug, Deserialize)]
pub struct Seat {
    pub title: String,
    pub organisation: String,
    pub organisation_id: i64,
    pub kind: String,
    pub county: String,
    pub held: i64,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub review_on: Date,
    pub posts: Vec<Seat>,
    pub last_on: Option<Date>,
    pub secrecy: Option<String>,
}

impl Row {
    pub fn url(&self) -> String {
        crate::domain::contact::url(self.id)
    }

    /// What she is told by: a post she has, else one she had.
    pub fn post(&self) -> Option<&Seat> {
        self.posts.first()
    }

    pub fn has_left(&self) -> bool {
        !self.posts.is_empty() && self.posts.iter().all(|post| post.held == 0)
    }
}

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
    kept::listed(db, "contacts", asked, part, read).await
}

async fn read(
    db: &Reader,
    sight: &Sight,
    filter: &Filter,
    (sort, descending): (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*) from contacts p");
    narrow(&mut counting, sight, filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(
        "select p.id, p.name, p.email, p.phone, p.review_on,
             (select json_group_array(json_object('title', title, 'organisation', name, 'organisation_id', id,
                  'kind', kind, 'county', county, 'held', held)) from (
                  select r.title, o.name, o.id, o.kind, coalesce(c.short_name, '') as county,
                         (r.valid_to is null or r.valid_to >= ",
    );
    query.push_bind(today.to_string()).push(
        ") as held from contact_roles r join organisations o on o.id = r.organisation_id
                  left join counties c on c.code = o.county where r.contact_id = p.id
                  order by held desc, r.valid_from desc, r.id limit 10)) as posts,
             (select max(e.held_on) from contact_entry_people x join contact_entries e on e.id = x.entry_id
              where x.contact_id = p.id and e.removed_at is null",
    );
    secrecy::narrow(&mut query, "contact_entry", "e.id", sight);
    query.push(concat!(
        ") as last_on, ",
        marked!("contact", "p.id"),
        " as secrecy from contacts p"
    ));
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

fn narrow(query: &mut QueryBuilder<Sqlite>, sight: &Sight, filter: &Filter, today: Date) {
    query.push(" where p.removed_at is null and p.pseudonymised_at is null");
    secrecy::narrow(query, "contact", "p.id", sight);
    if filter.review {
        query
            .push(" and p.review_on <= ")
            .push_bind(today.to_string());
    }
    match filter.left {
        Left::Too => {}
        Left::Without => held(
            query,
            " and (not exists (select 1 from contact_roles r where r.contact_id = p.id) or exists ",
            today,
            ")",
        ),
        Left::Only => held(
            query,
            " and exists (select 1 from contact_roles r where r.contact_id = p.id) and not exists ",
            today,
            "",
        ),
    }
    at(query, filter, today);
    for word in fold(&filter.words).split_whitespace().take(MOST_WORDS) {
        query
            .push(" and (instr(p.name_key, ")
            .push_bind(word.to_owned())
            .push(") > 0 or instr(lower(p.email), ")
            .push_bind(word.to_owned())
            .push(
                ") > 0 or exists (select 1 from contact_roles r join organisations o on o.id = r.organisation_id
                    where r.contact_id = p.id and instr(o.name_key, ",
            )
            .push_bind(word.to_owned())
            .push(") > 0))");
    }
}

/// Whether there is a post that is held today, between the words before and after.
fn held(query: &mut QueryBuilder<Sqlite>, before: &str, today: Date, after: &str) {
    query
        .push(before)
        .push("(select 1 from contact_roles r where r.contact_id = p.id and (r.valid_to is null or r.valid_to >= ")
        .push_bind(today.to_string())
        .push("))")
        .push(after);
}

/// What is asked of the organisation: one and the same post must fit.
fn at(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    let asked = filter.kind.is_some()
        || filter.level.is_some()
        || filter.county.is_some()
        || filter.team.is_some();
    if !asked {
        return;
    }
    query.push(" and exists (select 1 from contact_roles r join organisations o on o.id = r.organisation_id where r.contact_id = p.id");
    if filter.left == Left::Without {
        query
            .push(" and (r.valid_to is null or r.valid_to >= ")
            .push_bind(today.to_string())
            .push(")");
    }
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
    query.push(")");
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "p.name collate svenska, p.id";
    match sort {
        Sort::Name => format!("p.name collate svenska {way}, p.id"),
        Sort::Organisation => {
            format!(
                "coalesce(json_extract(posts, '$[0].organisation'), '') collate svenska {way}, {then}"
            )
        }
        Sort::County => {
            format!(
                "coalesce(json_extract(posts, '$[0].county'), '') collate svenska {way}, {then}"
            )
        }
        Sort::Last => format!("last_on is null, last_on {way}, {then}"),
        Sort::Review => format!("p.review_on {way}, {then}"),
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        name: row.string("name")?,
        email: row.string("email")?,
        phone: row.string("phone")?,
        review_on: row.parsed("review_on")?,
        posts: row.json("posts")?,
        last_on: row.opt_parsed("last_on")?,
        secrecy: row.opt_string("secrecy")?,
    })
}
