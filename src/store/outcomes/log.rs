//! The lines of all dialogues of some kinds: the decision log, and what a län has prioritised and chosen.

use super::{Shown, shown};
use crate::domain::dialogue::Phase;
use crate::domain::outcome::OutcomeKind;
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::kept;
use crate::store::narrow::{by_team, by_words};
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

/// What the log is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub county: Option<String>,
    pub team: Option<i64>,
    pub issue_area: Option<i64>,
    pub year: Option<i16>,
    pub words: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Day,
    County,
    Area,
}

/// A line with the dialogue it was said at.
#[derive(Clone, Debug)]
pub struct Decision {
    pub shown: Shown,
    pub county: String,
    pub county_name: String,
    pub county_slug: String,
    pub held_on: Date,
    pub phase: Phase,
}

const FROM: &str =
    "from outcomes o join dialogues d on d.id = o.dialogue_id join counties c on c.code = d.county
     left join agenda_items x on x.id = o.agenda_item_id
     left join issue_areas i on i.id = coalesce(o.issue_area_id, x.issue_area_id) ";

const ROWS: &str = "select o.*, coalesce(i.name, '') as area, i.id as area_id, i.department_id,
            coalesce(x.title, '') as item, coalesce(a.status, h.status, k.state) as stands,
            coalesce(w.name, '') as writer, d.county, c.short_name, c.slug, d.held_on, d.phase ";

const MADE: &str = "left join actions a on a.id = o.action_id left join handovers h on h.id = o.handover_id
     left join agenda_items k on k.id = o.parked_item_id left join people w on w.id = o.created_by ";

/// A part of the decisions of all dialogues that pass the filter.
pub async fn list(
    db: &Reader,
    filter: &Filter,
    by: (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Decision>> {
    let read = read_list(db, filter, by, part, today);
    kept::listed(db, "decisions", (filter, by, today), part, read).await
}

async fn read_list(
    db: &Reader,
    filter: &Filter,
    (sort, descending): (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Decision>> {
    let mut counting = QueryBuilder::new(format!("select count(*) {FROM}"));
    narrow(&mut counting, filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(format!("{ROWS} {FROM} {MADE}"));
    narrow(&mut query, filter, today);
    query.push(order(sort, descending));
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query.build().try_map(decision).fetch_all(db).await?;
    Ok(Page {
        rows,
        total,
        number: part.number(),
    })
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query
        .push(" where o.removed_at is null and o.kind = ")
        .push_bind(OutcomeKind::Decision.code());
    if let Some(county) = &filter.county {
        query.push(" and d.county = ").push_bind(county.clone());
    }
    if let Some(team) = filter.team {
        by_team(query, "d.county", team, today);
    }
    if let Some(area) = filter.issue_area {
        query.push(" and i.id = ").push_bind(area);
    }
    if let Some(year) = filter.year {
        query
            .push(" and d.held_on between ")
            .push_bind(format!("{year:04}-01-01"))
            .push(" and ")
            .push_bind(format!("{year:04}-12-31"));
    }
    by_words(query, "o.search_text", &filter.words);
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let newest = "d.held_on desc, o.dialogue_id, o.position, o.id";
    match sort {
        Sort::Day => format!(" order by d.held_on {way}, o.dialogue_id, o.position, o.id"),
        Sort::County => format!(" order by c.short_name collate svenska {way}, {newest}"),
        Sort::Area => {
            format!(" order by i.name is null, i.name collate svenska {way}, {newest}")
        }
    }
}

/// What a län has prioritised and chosen, the newest dialogue first; a handful.
pub async fn of_county(
    db: impl SqliteExecutor<'_>,
    county: &str,
    most: i64,
) -> Result<Vec<Decision>> {
    let mut query = QueryBuilder::new(format!("{ROWS} {FROM} {MADE}"));
    query
        .push(" where o.removed_at is null and o.kind in ('priority', 'choice') and d.county = ")
        .push_bind(county.to_owned())
        .push(" order by d.held_on desc, o.dialogue_id, o.position, o.id limit ")
        .push_bind(most);
    Ok(query.build().try_map(decision).fetch_all(db).await?)
}

/// The years in which something was decided, newest first.
pub async fn years(db: &Reader) -> Result<Vec<String>> {
    let read = sqlx::query_scalar(
        "select distinct substr(d.held_on, 1, 4) from outcomes o join dialogues d on d.id = o.dialogue_id
         where o.kind = 'decision' and o.removed_at is null order by 1 desc",
    )
    .fetch_all(db);
    kept::copy(db, "decision years", "", async { Ok(read.await?) }).await
}

fn decision(row: SqliteRow) -> sqlx::Result<Decision> {
    Ok(Decision {
        county: row.string("county")?,
        county_name: row.string("short_name")?,
        county_slug: row.string("slug")?,
        held_on: row.parsed("held_on")?,
        phase: row.parsed("phase")?,
        shown: shown(row)?,
    })
}
