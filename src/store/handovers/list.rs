//! Lists of handovers: filtered, ordered, fifty at a time, each with where it stands today.

use super::OWNER;
use crate::clock::in_stockholm;
use crate::domain::handover::{Standing, silent_before, standing};
use crate::error::Result;
use crate::store::columns::{Columns, Text};
use crate::store::narrow::{by_team, by_words};
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

/// What a list is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub standing: Option<Standing>,
    /// Closed ones too; else those alone that are not.
    pub closed: bool,
    pub county: Option<String>,
    pub team: Option<i64>,
    pub unit: Option<i64>,
    pub issue_area: Option<i64>,
    pub dialogue: Option<i64>,
    /// Only those whose day for contact has passed without one.
    pub late: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    ContactBy,
    Sent,
    County,
    Unit,
    IssueArea,
}

/// A handover as a list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub question: String,
    pub county: String,
    pub county_code: String,
    pub county_slug: String,
    pub unit: String,
    pub issue_area: String,
    pub department_id: i64,
    pub of_regioner: bool,
    pub dialogue_id: Option<i64>,
    pub held_on: Option<Date>,
    pub contact_by: Date,
    pub sent_on: Date,
    pub first_contact_on: Option<Date>,
    pub standing: Standing,
}

impl Row {
    pub fn url(&self) -> String {
        format!("/overlamningar/{}", self.id)
    }

    /// Whether the day for contact has passed without one.
    pub fn is_late(&self, today: Date) -> bool {
        let waits = !matches!(self.standing, Standing::ContactMade | Standing::Closed);
        waits && self.contact_by < today
    }
}

const ROWS: &str =
    "select h.id, h.question, h.status, h.sent_at, h.contact_by, h.first_contact_on, h.dialogue_id,
        c.short_name as county, c.code as county_code, c.slug as county_slug, u.name as unit,
        coalesce(i.name, '') as issue_area, d.id as department_id, d.is_regioner, x.held_on ";

fn from(query: &mut QueryBuilder<Sqlite>) {
    query
        .push(" from handovers h join counties c on c.code = h.county")
        .push(OWNER)
        .push(" left join dialogues x on x.id = h.dialogue_id where 1 = 1");
}

pub async fn list(
    db: &Reader,
    filter: &Filter,
    (sort, descending): (Sort, bool),
    part: Part,
    (today, silence_days): (Date, i64),
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*)");
    from(&mut counting);
    narrow(&mut counting, filter, today, silence_days);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(ROWS);
    from(&mut query);
    narrow(&mut query, filter, today, silence_days);
    query.push(" order by ").push(order(sort, descending));
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query
        .build()
        .try_map(|each| row(each, today, silence_days))
        .fetch_all(db)
        .await?;
    Ok(Page {
        rows,
        total,
        number: part.number(),
    })
}

/// Every handover of a dialogue, also those that are closed.
pub async fn of_dialogue(
    db: &Reader,
    dialogue: i64,
    (today, silence_days): (Date, i64),
) -> Result<Vec<Row>> {
    let filter = Filter {
        dialogue: Some(dialogue),
        closed: true,
        ..Filter::default()
    };
    let by = (Sort::ContactBy, false);
    let found = list(db, &filter, by, Part::Page(1), (today, silence_days)).await?;
    Ok(found.rows)
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date, silence_days: i64) {
    match filter.standing {
        Some(wanted) => stands(query, wanted, today, silence_days),
        None if filter.closed => {}
        None => {
            query.push(" and h.status <> 'closed'");
        }
    }
    if filter.late {
        query
            .push(" and h.status in ('sent', 'accepted', 'returned') and h.contact_by < ")
            .push_bind(Text(today));
    }
    if let Some(county) = &filter.county {
        query.push(" and h.county = ").push_bind(county.clone());
    }
    for (column, id) in [
        ("h.unit_id", filter.unit),
        ("h.issue_area_id", filter.issue_area),
        ("h.dialogue_id", filter.dialogue),
    ] {
        if let Some(id) = id {
            query.push(format!(" and {column} = ")).push_bind(id);
        }
    }
    if let Some(team) = filter.team {
        by_team(query, "h.county", team, today);
    }
    by_words(query, SEARCHED, &filter.words);
}

/// What is searched, with the letters that [`fold`] makes of the Swedish ones.
const SEARCHED: &str = "replace(replace(replace(replace(replace(replace(replace(replace(
    lower(h.question || ' ' || h.note || ' ' || u.name), 'å', 'a'), 'ä', 'a'), 'ö', 'o'), 'é', 'e'),
    'Å', 'a'), 'Ä', 'a'), 'Ö', 'o'), 'É', 'e')";

/// The rule of `domain::handover`, as a condition.
fn stands(query: &mut QueryBuilder<Sqlite>, wanted: Standing, today: Date, silence_days: i64) {
    let status = match wanted {
        Standing::Waiting => "sent",
        Standing::Accepted => "accepted",
        Standing::ContactMade => "contact_made",
        Standing::Closed => "closed",
        Standing::Returned => "returned",
        Standing::Silent => "",
    };
    if !status.is_empty() {
        query.push(" and h.status = ").push_bind(status);
    }
    let negated = match wanted {
        Standing::Waiting | Standing::Accepted => " and not (",
        Standing::Silent => " and h.status in ('sent', 'accepted') and (",
        _ => return,
    };
    query
        .push(negated)
        .push("h.contact_by < ")
        .push_bind(Text(today))
        .push(" or (h.status = 'sent' and h.sent_at < ")
        .push_bind(Text(silent_before(silence_days, today)))
        .push("))");
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    match sort {
        Sort::ContactBy => format!("h.contact_by {way}, h.id {way}"),
        Sort::Sent => format!("h.sent_at {way}, h.id {way}"),
        Sort::County => format!("c.short_name collate svenska {way}, h.contact_by, h.id"),
        Sort::Unit => format!("u.name collate svenska {way}, h.contact_by, h.id"),
        Sort::IssueArea => format!("i.name collate svenska {way}, h.contact_by, h.id"),
    }
}

fn row(row: SqliteRow, today: Date, silence_days: i64) -> sqlx::Result<Row> {
    let sent_on = in_stockholm(row.parsed("sent_at")?);
    let contact_by = row.parsed("contact_by")?;
    let status = row.parsed("status")?;
    Ok(Row {
        id: row.int("id")?,
        question: row.string("question")?,
        county: row.string("county")?,
        county_code: row.string("county_code")?,
        county_slug: row.string("county_slug")?,
        unit: row.string("unit")?,
        issue_area: row.string("issue_area")?,
        department_id: row.int("department_id")?,
        of_regioner: row.flag("is_regioner")?,
        dialogue_id: row.opt_int("dialogue_id")?,
        held_on: row.opt_parsed("held_on")?,
        first_contact_on: row.opt_parsed("first_contact_on")?,
        standing: standing(status, sent_on, contact_by, silence_days, today),
        contact_by,
        sent_on,
    })
}
