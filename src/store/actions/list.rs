//! Lists of actions: filtered, ordered, fifty at a time.

use crate::domain::action::{Direction, Kind, Owner, Receipt, Status};
use crate::domain::people::Seat;
use crate::error::Result;
use crate::store::columns::{Columns, Text};
use crate::store::kept::{self, Until};
use crate::store::narrow::by_words;
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};
use std::collections::HashMap;
use std::sync::Arc;

/// What a list of actions is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub county: Option<String>,
    pub team: Option<i64>,
    pub issue_area: Option<i64>,
    pub unit: Option<i64>,
    pub owner: Option<Owner>,
    pub status: Option<Status>,
    /// Only what remains to be done.
    pub open: bool,
    /// Only what is open and past its date.
    pub late: bool,
    pub dialogue: Option<i64>,
    pub direction: Option<Direction>,
    pub kind: Option<Kind>,
    pub words: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Due,
    Title,
    County,
    Status,
}

/// An action as a list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub title: String,
    /// Short names of its län, in Swedish order.
    pub counties: Vec<String>,
    pub issue_area: Option<String>,
    pub unit: String,
    pub owner_seat: Option<Seat>,
    pub owner_person_id: Option<i64>,
    /// The name of the person who owns it by name.
    pub owner_name: Option<String>,
    pub due_on: Date,
    pub status: Status,
    pub dialogue_id: Option<i64>,
    pub kind: Kind,
    pub direction: Direction,
    /// The other agency that has promised.
    pub agency: Option<String>,
    pub receipt: Receipt,
    pub shareable: bool,
    pub version: i64,
}

impl Row {
    pub fn url(&self) -> String {
        format!("/insatser/{}", self.id)
    }

    pub fn is_late(&self, today: Date) -> bool {
        self.status.is_open() && self.due_on < today
    }
}

const OPEN: &str = "a.status in ('proposed', 'decided', 'ongoing')";
const ROWS: &str = "select a.id, a.title, a.owner_seat, a.owner_person_id, a.due_on, a.status, a.dialogue_id, a.version,
        a.kind, a.direction, a.receipt, a.shareable, g.name as agency, u.name as unit, i.name as issue_area, p.name as owner_name,
        (select json_group_array(short_name) from (select c.short_name from action_counties ac
            join counties c on c.code = ac.county where ac.action_id = a.id
            order by c.short_name collate svenska)) as counties
    from actions a join units u on u.id = a.unit_id
    left join issue_areas i on i.id = a.issue_area_id left join people p on p.id = a.owner_person_id
    left join national_agencies g on g.id = a.agency_id ";

/// A page of the list, and the colleagues it can be narrowed to.
#[derive(Debug)]
pub struct Shown {
    pub found: Page<Row>,
    pub owners: Vec<(i64, String)>,
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
            owners: super::named_owners(db).await?,
        })
    };
    kept::answer(db, Until::AnythingHappens, ("actions", key), read).await
}

/// A part of the actions that pass the filter.
pub async fn list(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*) from actions a ");
    narrow(&mut counting, filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(ROWS);
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

/// The actions a dialogue has led to: open ones first, by date.
pub async fn of_dialogue(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Row>> {
    let mut query = QueryBuilder::new(ROWS);
    query
        .push(" where a.dialogue_id = ")
        .push_bind(dialogue_id)
        .push(" order by ")
        .push(OPEN)
        .push(" desc, a.due_on, a.id limit 200");
    Ok(query.build().try_map(row).fetch_all(db).await?)
}

/// How many actions there are in a län.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    pub open: i64,
    pub late: i64,
}

/// The counts of every län that has an action, by its code.
pub async fn open_by_county(
    db: impl SqliteExecutor<'_>,
    today: Date,
) -> Result<HashMap<String, Counts>> {
    let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(
        "select ac.county, count(*), sum(a.status in ('proposed', 'decided', 'ongoing')),
                sum(a.status in ('proposed', 'decided', 'ongoing') and a.due_on < ?)
         from action_counties ac join actions a on a.id = ac.action_id group by ac.county",
    )
    .bind(Text(today))
    .fetch_all(db)
    .await?;
    let count = |(county, all, open, late)| (county, Counts { all, open, late });
    Ok(rows.into_iter().map(count).collect())
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query.push(" where 1 = 1");
    if let Some(status) = filter.status {
        query.push(" and a.status = ").push_bind(status.code());
    }
    if filter.open || filter.late {
        query.push(" and ").push(OPEN);
    }
    if filter.late {
        query.push(" and a.due_on < ").push_bind(today.to_string());
    }
    for (column, code) in [
        ("a.direction", filter.direction.map(Direction::code)),
        ("a.kind", filter.kind.map(Kind::code)),
    ] {
        if let Some(code) = code {
            query.push(format!(" and {column} = ")).push_bind(code);
        }
    }
    narrow_by_place(query, filter, today);
    for (column, id) in [
        ("a.issue_area_id", filter.issue_area),
        ("a.unit_id", filter.unit),
        ("a.dialogue_id", filter.dialogue),
    ] {
        if let Some(id) = id {
            query.push(format!(" and {column} = ")).push_bind(id);
        }
    }
    match &filter.owner {
        Some(Owner::Seat(seat)) => {
            query
                .push(" and a.owner_seat = ")
                .push_bind(seat.to_string());
        }
        Some(Owner::Person(id)) => {
            query.push(" and a.owner_person_id = ").push_bind(*id);
        }
        None => {}
    }
    by_words(query, "a.search_text", &filter.words);
}

fn narrow_by_place(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    if let Some(county) = &filter.county {
        query
            .push(" and a.id in (select action_id from action_counties where county = ")
            .push_bind(county.clone())
            .push(")");
    }
    if let Some(team) = filter.team {
        query
            .push(
                " and a.id in (select ac.action_id from team_counties tc
                  join action_counties ac on ac.county = tc.county where tc.team_id = ",
            )
            .push_bind(team)
            .push(" and tc.valid_from <= ")
            .push_bind(today.to_string())
            .push(" and (tc.valid_to is null or tc.valid_to >= ")
            .push_bind(today.to_string())
            .push("))");
    }
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    match sort {
        Sort::Due => format!("a.due_on {way}, a.title collate svenska, a.id"),
        Sort::Title => format!("a.title collate svenska {way}, a.id"),
        Sort::County => format!(
            "(select min(c.short_name collate svenska) from action_counties ac join counties c on c.code = ac.county
              where ac.action_id = a.id) collate svenska {way}, a.due_on, a.id"
        ),
        Sort::Status => format!(
            "case a.status when 'proposed' then 1 when 'decided' then 2 when 'ongoing' then 3
             when 'done' then 4 else 5 end {way}, a.due_on, a.id"
        ),
    }
}

pub(crate) fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        title: row.string("title")?,
        counties: row.json("counties")?,
        issue_area: row.opt_string("issue_area")?,
        unit: row.string("unit")?,
        owner_seat: row.opt_parsed("owner_seat")?,
        owner_person_id: row.opt_int("owner_person_id")?,
        owner_name: row.opt_string("owner_name")?,
        due_on: row.parsed("due_on")?,
        status: row.parsed("status")?,
        dialogue_id: row.opt_int("dialogue_id")?,
        kind: row.parsed("kind")?,
        direction: row.parsed("direction")?,
        agency: row.opt_string("agency")?,
        receipt: row.parsed("receipt")?,
        shareable: row.flag("shareable")?,
        version: row.int("version")?,
    })
}
