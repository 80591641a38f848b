//! Lists of reports: filtered, ordered, fifty at a time.

use crate::domain::region_report::Status;
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::narrow::{MOST_WORDS, by_team};
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

/// What a list of reports is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In the receiver, the diarienummer and the region's comment.
    pub words: String,
    pub county: Option<String>,
    pub team: Option<i64>,
    /// In which they were sent.
    pub year: Option<i16>,
    pub status: Option<Status>,
    /// Whether the region has said something of it.
    pub commented: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Sent,
    County,
    Dialogue,
    Recipient,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub dialogue_id: i64,
    pub county: String,
    pub held_on: Date,
    pub status: Status,
    pub sent_on: Option<Date>,
    pub recipient: String,
    pub diary_no: String,
    pub sent_by: String,
    pub region_comment: String,
    pub commented_on: Option<Date>,
}

impl Row {
    pub fn url(&self) -> String {
        let url = crate::domain::region_report::url(self.dialogue_id);
        match self.status {
            Status::Draft => url,
            Status::Sent => format!("{url}/{}", self.id),
        }
    }
}

const FROM: &str = " from region_reports r join dialogues d on d.id = r.dialogue_id
    join counties c on c.code = d.county left join people p on p.id = r.sent_by where 1 = 1";
const ROWS: &str = "select r.id, r.dialogue_id, c.short_name as county, d.held_on, r.status, r.sent_on, r.recipient,
        r.diary_no, coalesce(p.name, '') as sent_by, r.region_comment, r.commented_on";

pub async fn list(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let words = fold(&filter.words);
    let mut query = QueryBuilder::new(ROWS);
    narrow(query.push(FROM), filter, today);
    query.push(" order by ").push(order(sort, descending));
    // Words are looked for as people spell them, which the database does not know of.
    query.push(" limit ").push_bind(Part::MOST + 1);
    let rows = query.build().try_map(row).fetch_all(db).await?;
    let rows: Vec<Row> = rows.into_iter().filter(|row| says(row, &words)).collect();
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let shown = rows
        .into_iter()
        .skip(usize::try_from(part.offset()).unwrap_or(usize::MAX))
        .take(usize::try_from(part.limit()).unwrap_or(usize::MAX));
    Ok(Page {
        rows: shown.collect(),
        total,
        number: part.number(),
    })
}

fn says(row: &Row, words: &str) -> bool {
    let all = [
        &row.recipient,
        &row.diary_no,
        &row.region_comment,
        &row.county,
    ];
    let text = all.map(|each| fold(each)).join(" ");
    let mut words = words.split_whitespace().take(MOST_WORDS);
    words.all(|word| text.contains(word))
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    if let Some(county) = &filter.county {
        query.push(" and d.county = ").push_bind(county.clone());
    }
    if let Some(team) = filter.team {
        by_team(query, "d.county", team, today);
    }
    if let Some(year) = filter.year {
        query
            .push(" and r.sent_on between ")
            .push_bind(format!("{year:04}-01-01"))
            .push(" and ")
            .push_bind(format!("{year:04}-12-31"));
    }
    if let Some(status) = filter.status {
        query.push(" and r.status = ").push_bind(status.code());
    }
    if filter.commented {
        query.push(" and r.region_comment <> ''");
    }
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "r.sent_on desc, r.id desc";
    match sort {
        // A draft is the latest of all.
        Sort::Sent => format!("coalesce(r.sent_on, '9999') {way}, r.id {way}"),
        Sort::County => format!("c.short_name collate svenska {way}, {then}"),
        Sort::Dialogue => format!("d.held_on {way}, {then}"),
        Sort::Recipient => format!("r.recipient collate svenska {way}, {then}"),
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        county: row.string("county")?,
        held_on: row.parsed("held_on")?,
        status: row.parsed("status")?,
        sent_on: row.opt_parsed("sent_on")?,
        recipient: row.string("recipient")?,
        diary_no: row.string("diary_no")?,
        sent_by: row.string("sent_by")?,
        region_comment: row.string("region_comment")?,
        commented_on: row.opt_parsed("commented_on")?,
    })
}

/// The years in which reports have been sent, the latest first.
pub async fn years(db: impl SqliteExecutor<'_>) -> Result<Vec<String>> {
    let rows = sqlx::query_scalar(
        "select distinct substr(sent_on, 1, 4) from region_reports where sent_on is not null order by 1 desc",
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The latest reports of a län, for its page.
pub async fn of_county(db: impl SqliteExecutor<'_>, county: &str, most: i64) -> Result<Vec<Row>> {
    let query = sqlx::AssertSqlSafe(format!(
        "{ROWS} {FROM} and d.county = ? order by coalesce(r.sent_on, '9999') desc, r.id desc limit ?"
    ));
    let rows = sqlx::query(query).bind(county).bind(most);
    Ok(rows.try_map(row).fetch_all(db).await?)
}
