//! Strategiska satsningar: the register, whose filter is its address, and what it sums up to.

mod card;
mod check;
pub mod edit;
mod form;
pub mod judge;
pub mod show;
pub mod status;

pub use card::Card;

use super::actions::{choices, words};
use super::export::{self, Cell, Format, Kind as Column, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::page;
use super::text::{counted, first_upper, number as whole};
use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::investment::{Investment, Money, Status};
use crate::error::Result;
use crate::store::investments::{self, Filter, Row, Sort, Sums};
use crate::store::reader::Reader;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat satsningen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

const SORTS: [&str; 5] = ["status", "titel", "lan", "vart", "ovrigt"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    status: String,
    team: String,
    lan: String,
    sakfraga: String,
    dialog: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("q", &self.q),
            ("status", &self.status),
            ("team", &self.team),
            ("lan", &self.lan),
            ("sakfraga", &self.sakfraga),
            ("dialog", &self.dialog),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            words: self.q.clone(),
            status: self.status.parse().ok(),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            issue_area: list::id(&self.sakfraga),
            dialogue: list::id(&self.dialog),
        }
    }
}

struct ListRow {
    row: Row,
    counties: String,
    ours: String,
    others: String,
}

/// What some satsningar come to, in words and whole kronor.
struct SumRow {
    name: &'static str,
    count: String,
    money: Money,
    ours: String,
    others: String,
    all: String,
}

#[derive(Template)]
#[template(path = "investments/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    statuses: Vec<Choice>,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
    count: String,
    rows: Vec<ListRow>,
    sums: Vec<SumRow>,
    number: i64,
    pages: i64,
    filtered: bool,
    can_add: bool,
}

impl IndexPage {
    fn tone(&self, of: &Status) -> &'static str {
        tone(*of)
    }
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let filter = query.filter(&holders);
    let order = Order::read(&query.sortera, &SORTS, "status");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let sort = sort_of(&order);
    if let Some(format) = format {
        let found = investments::list(db, &filter, sort, order.descending, part, today).await?;
        return export::respond(table(found.rows), format, &file_name("satsningar", today)).await;
    }
    let shown = investments::shown(db, &filter, sort, order.descending, part, today).await?;
    let found = &shown.found;
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        statuses: Choice::of_codes(Status::ALL, Status::label),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
        count: first_upper(&counted(found.total, "satsning", "satsningar")),
        number: found.number,
        pages: found.pages(),
        rows: found.rows.iter().cloned().map(in_words).collect(),
        sums: sum_rows(&shown.sums),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_add: me.can_somewhere(Act::ProposeInvestment),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "titel" => Sort::Title,
        "lan" => Sort::County,
        "vart" => Sort::Ours,
        "ovrigt" => Sort::Others,
        _ => Sort::Status,
    }
}

fn in_words(row: Row) -> ListRow {
    ListRow {
        counties: words::counties(&row.counties),
        ours: row.ours.map_or("–".to_owned(), whole),
        others: whole(row.others),
        row,
    }
}

/// Decided money and money that is only thought of are never one sum.
fn sum_rows(sums: &Sums) -> Vec<SumRow> {
    let row = |name, money: Money| SumRow {
        name,
        count: counted(money.satsningar, "satsning", "satsningar"),
        ours: whole(money.ours),
        others: whole(money.others),
        all: whole(money.all()),
        money,
    };
    let rows = [
        row("Beslutade, pågående och slutrapporterade", sums.decided),
        row("Idéer och de som bereds", sums.coming),
    ];
    rows.into_iter()
        .filter(|row| row.money.satsningar > 0)
        .collect()
}

/// The list as a file: each partner's money in a column of its own kind.
fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Satsning", Column::Text),
        ("Status", Column::Text),
        ("Län", Column::Text),
        ("Sakfråga", Column::Text),
        ("Enhet", Column::Text),
        ("Vår del, kronor", Column::Number),
        ("Övriga parters del, kronor", Column::Number),
        ("Andelar som inte är satta", Column::Number),
        ("Övriga parter", Column::Text),
        ("Bedömd som relevant", Column::Text),
        ("Beslut", Column::Text),
        ("Beslutat", Column::Date),
        ("Börjar", Column::Date),
        ("Slutar", Column::Date),
        ("Får delas med regionen", Column::Text),
    ];
    let yes = |yes: bool| if yes { "ja" } else { "nej" };
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.title.into(),
            row.status.label().into(),
            row.counties.join(", ").into(),
            row.issue_area.into(),
            row.unit.into(),
            row.ours.into(),
            row.others.into(),
            row.unsettled.into(),
            row.partners.join(", ").into(),
            row.relevant.map_or("", yes).into(),
            row.decision.into(),
            row.decided_on.into(),
            row.starts_on.into(),
            row.ends_on.into(),
            yes(row.shareable).into(),
        ]
    };
    Table::new("Satsningar", &columns, rows.into_iter().map(cells))
}

/// The tone of a status's tag.
pub fn tone(status: Status) -> &'static str {
    match status {
        Status::Idea => "",
        Status::Prepared => "amber",
        Status::Decided | Status::Ongoing => "pine",
        Status::Reported => "green",
        Status::Rejected => "struck",
    }
}

async fn place(db: &Reader, of: &Investment, today: Date) -> Result<Place> {
    let mut conn = db.acquire().await?;
    investments::place(&mut conn, &of.terms, today).await
}

async fn may(app: &App, me: &Me, act: Act, of: &Investment) -> Result<Permit> {
    let place = place(app.db.read(), of, app.clock.today()).await?;
    me.may(act, &place)
}
