//! Rapporter till regionerna: what has been sent to whom, and what is being written.

use crate::App;
use crate::domain::region_report::Status;
use crate::error::Result;
use crate::store::region_reports::{self, Filter, Row, Sort};
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::list::{self, Order};
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const SORTS: [&str; 4] = ["skickad", "lan", "dialog", "mottagare"];
const COMMENTED: &str = "kommenterad";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    team: String,
    lan: String,
    ar: String,
    status: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("q", &self.q),
            ("team", &self.team),
            ("lan", &self.lan),
            ("ar", &self.ar),
            ("status", &self.status),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            words: self.q.clone(),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            year: (!self.ar.is_empty()).then(|| self.ar.parse().unwrap_or(0)),
            status: match self.status.as_str() {
                COMMENTED => Some(Status::Sent),
                code => code.parse().ok(),
            },
            commented: self.status == COMMENTED,
        }
    }
}

#[derive(Template)]
#[template(path = "region_reports/list.html")]
struct ListPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    years: Vec<Choice>,
    statuses: Vec<Choice>,
    count: String,
    rows: Vec<Row>,
    number: i64,
    pages: i64,
    filtered: bool,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let order = Order::read(&query.sortera, &SORTS, "-skickad");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let filter = query.filter(&holders);
    let sort = sort_of(&order);
    let found = region_reports::list(db, &filter, sort, order.descending, part, today).await?;
    if let Some(format) = format {
        let file = file_name("regionrapporter", today);
        return export::respond(table(found.rows), format, &file).await;
    }
    let template = ListPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        years: region_reports::years(db)
            .await?
            .iter()
            .map(|year| Choice::new(year, year))
            .collect(),
        statuses: statuses(),
        count: text::first_upper(&text::counted(found.total, "rapport", "rapporter")),
        number: found.number,
        pages: found.pages(),
        rows: found.rows,
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn statuses() -> Vec<Choice> {
    let all = Status::ALL.iter();
    let all = all.map(|each| Choice::new(each, each.label()));
    all.chain([Choice::new(COMMENTED, "Kommenterad av regionen")])
        .collect()
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "lan" => Sort::County,
        "dialog" => Sort::Dialogue,
        "mottagare" => Sort::Recipient,
        _ => Sort::Sent,
    }
}

fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Län", Kind::Text),
        ("Dialogens datum", Kind::Date),
        ("Status", Kind::Text),
        ("Skickad", Kind::Date),
        ("Mottagare", Kind::Text),
        ("Diarienummer", Kind::Text),
        ("Skickad av", Kind::Text),
        ("Regionens kommentar", Kind::Text),
        ("Kommenterad", Kind::Date),
    ];
    let day = |day: Option<jiff::civil::Date>| day.map_or(Cell::Empty, Cell::Date);
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.county.into(),
            row.held_on.into(),
            row.status.label().into(),
            day(row.sent_on),
            row.recipient.into(),
            row.diary_no.into(),
            row.sent_by.into(),
            row.region_comment.into(),
            day(row.commented_on),
        ]
    };
    Table::new(
        "Rapporter till regionerna",
        &columns,
        rows.into_iter().map(cells),
    )
}
