//! Insatser: the list, whose filter is its address.

mod check;
pub(super) use check::offered;
pub mod checkins;
pub mod edit;
pub mod form;
pub mod from_line;
pub mod given;
pub mod given_view;
pub mod query;
pub mod report;
pub mod show;
pub mod words;

use super::export::{self, Cell, Format, Kind as Column, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::page;
use super::saved_views::Bar;
use super::text::{counted, first_upper};
use crate::App;
use crate::domain::access::Act;
use crate::domain::action::{Direction, Kind, Receipt, Status};
use crate::domain::calendar::days_between;
use crate::domain::saved_view::List;
use crate::error::Result;
use crate::store::actions::{self, Filter, Row, Sort};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use words::{Due, OwnerWords};

const OPEN: &str = "";
const ALL: &str = "alla";
const SORTS: [&str; 4] = ["klart", "titel", "lan", "status"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    team: String,
    lan: String,
    sakfraga: String,
    enhet: String,
    agare: String,
    status: String,
    sena: String,
    dialog: String,
    lovat: String,
    slag: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 11] {
        [
            ("q", &self.q),
            ("team", &self.team),
            ("lan", &self.lan),
            ("sakfraga", &self.sakfraga),
            ("enhet", &self.enhet),
            ("agare", &self.agare),
            ("status", &self.status),
            ("sena", &self.sena),
            ("dialog", &self.dialog),
            ("lovat", &self.lovat),
            ("slag", &self.slag),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            issue_area: list::id(&self.sakfraga),
            unit: list::id(&self.enhet),
            owner: self.agare.parse().ok(),
            status: self.status.parse().ok(),
            open: self.status == OPEN,
            late: !self.sena.is_empty(),
            dialogue: list::id(&self.dialog),
            direction: self.lovat.parse().ok(),
            kind: self.slag.parse().ok(),
            words: self.q.clone(),
        }
    }
}

struct ListRow {
    url: String,
    title: String,
    /// Its issue area, who has promised when it is not we, and that it is an operativ insats.
    about: String,
    receipt: Option<&'static str>,
    counties: String,
    owner: OwnerWords,
    unit: String,
    due: Due,
    status: &'static str,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "actions/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    /// The filter; and with the order, for the links to other pages of the list.
    address: String,
    paging: String,
    views: Bar,
    order: Order,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
    units: Vec<Choice>,
    owners: Vec<Choice>,
    statuses: Vec<Choice>,
    count: String,
    rows: Vec<ListRow>,
    number: i64,
    pages: i64,
    filtered: bool,
    can_create: bool,
    from_dialogue: Option<actions::Origin>,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let filter = query.filter(&holders);
    let order = Order::read(&query.sortera, &SORTS, "klart");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let sort = sort_of(&order);
    if let Some(format) = format {
        let found = actions::list(db, &filter, sort, order.descending, part, today).await?;
        let table = table(found.rows, &holders, today);
        return export::respond(table, format, &file_name("insatser", today)).await;
    }
    let from_dialogue = match filter.dialogue {
        Some(id) => actions::origin(db, id).await.ok(),
        None => None,
    };
    let shown = actions::shown(db, &filter, sort, order.descending, part, today).await?;
    let found = &shown.found;
    let paging = list::paging(&query.pairs(), &query.sortera, &order);
    let places = (&holders.teams[..], &holders.counties[..]);
    let template = IndexPage {
        shell: me.shell(),
        views: Bar::load(&app, &me, List::Actions, &paging, places).await?,
        address: list::query(&query.pairs()),
        paging,
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
        units: choices(&holders.units, |each| (each.id, &each.name)),
        owners: owner_choices(&holders, &shown.owners),
        statuses: statuses(),
        count: first_upper(&counted(found.total, "insats", "insatser")),
        number: found.number,
        pages: found.pages(),
        rows: found
            .rows
            .iter()
            .map(|row| in_words(row, &holders, today))
            .collect(),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_create: me.can_somewhere(Act::CreateAction),
        from_dialogue,
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "titel" => Sort::Title,
        "lan" => Sort::County,
        "status" => Sort::Status,
        _ => Sort::Due,
    }
}

fn in_words(row: &Row, holders: &Holders, today: Date) -> ListRow {
    ListRow {
        url: row.url(),
        owner: OwnerWords::of(holders, row.owner_seat.as_ref(), row.owner_name.as_deref()),
        due: Due::of(row.due_on, today, row.status.is_open()),
        counties: words::counties(&row.counties),
        about: about(row),
        receipt: matches!(row.receipt, Receipt::Asked | Receipt::Declined)
            .then(|| row.receipt.label()),
        unit: row.unit.clone(),
        status: row.status.label(),
        tone: words::tone(row.status),
        title: row.title.clone(),
    }
}

/// "Regelförenkling · Regionen har lovat · Operativ insats"
fn about(row: &Row) -> String {
    let promised = match (row.direction, &row.agency) {
        (Direction::ToRegion, _) => None,
        (Direction::FromRegion, _) => Some("Regionen har lovat".to_owned()),
        (Direction::Third, Some(agency)) => Some(format!("{agency} har lovat")),
        (Direction::Third, None) => Some("En annan myndighet har lovat".to_owned()),
    };
    let kind = (row.kind == Kind::Operational).then(|| row.kind.label().to_owned());
    let parts = [row.issue_area.clone(), promised, kind];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Who has promised, in full.
fn promiser(row: &Row) -> String {
    row.agency
        .clone()
        .unwrap_or_else(|| row.direction.label().to_owned())
}

/// The list as a file: every län by name, owner and function apart.
fn table(rows: Vec<Row>, holders: &Holders, today: Date) -> Table {
    let columns = [
        ("Insats", Column::Text),
        ("Sakfråga", Column::Text),
        ("Klart senast", Column::Date),
        ("Dagar sen", Column::Number),
        ("Status", Column::Text),
        ("Län", Column::Text),
        ("Ägare", Column::Text),
        ("Funktion", Column::Text),
        ("Ansvarig enhet", Column::Text),
        ("Vem har lovat", Column::Text),
        ("Slag", Column::Text),
        ("Hos enheten", Column::Text),
        ("Får delas med regionen", Column::Text),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        let owner = OwnerWords::of(holders, row.owner_seat.as_ref(), row.owner_name.as_deref());
        let late = row.is_late(today).then(|| days_between(row.due_on, today));
        let (promiser, receipt) = (promiser(&row), row.receipt);
        let receipt = (receipt != Receipt::NotGiven).then(|| receipt.label().to_owned());
        vec![
            row.title.into(),
            row.issue_area.into(),
            row.due_on.into(),
            late.into(),
            row.status.label().into(),
            row.counties.join(", ").into(),
            owner.name.into(),
            owner.function.into(),
            row.unit.into(),
            promiser.into(),
            row.kind.label().into(),
            receipt.into(),
            if row.shareable { "ja" } else { "nej" }.into(),
        ]
    };
    Table::new("Insatser", &columns, rows.into_iter().map(cells))
}

pub(super) fn choices<T>(rows: &[T], pair: impl Fn(&T) -> (i64, &String)) -> Vec<Choice> {
    let choice = |(value, label)| Choice::new(value, label);
    rows.iter().map(|row| choice(pair(row))).collect()
}

fn owner_choices(holders: &Holders, people: &[(i64, String)]) -> Vec<Choice> {
    let people = people
        .iter()
        .map(|(id, name)| Choice::new(format!("person/{id}"), name));
    holders.choices().into_iter().chain(people).collect()
}

impl IndexPage {
    fn directions(&self) -> Vec<Choice> {
        Choice::of_codes(Direction::ALL, Direction::label)
    }

    fn kinds(&self) -> Vec<Choice> {
        Choice::of_codes(Kind::ALL, Kind::label)
    }
}

fn statuses() -> Vec<Choice> {
    let each = Status::ALL
        .iter()
        .map(|status| Choice::new(status.code(), status.label()));
    std::iter::once(Choice::new(ALL, "Alla"))
        .chain(each)
        .collect()
}
