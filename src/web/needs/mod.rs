//! Behov: the list, whose filter is its address, and the gaps per department.

pub mod edit;
pub mod matching;
pub mod settle;
pub mod show;
mod told;

use super::actions::choices;
use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::page;
use super::text::{counted, first_upper};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::need::{self, Need, Source};
use crate::error::Result;
use crate::store::needs::{self, Filter, Gap, Row, Sort};
use crate::store::places;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const SORTS: [&str; 5] = ["datum", "titel", "lan", "sakfraga", "avdelning"];
const GAPS: &str = "saknas";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    #[serde(rename = "match")]
    matched: String,
    team: String,
    lan: String,
    sakfraga: String,
    avdelning: String,
    kalla: String,
    status: String,
    erbjudande: String,
    dialog: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 10] {
        [
            ("q", &self.q),
            ("match", &self.matched),
            ("team", &self.team),
            ("lan", &self.lan),
            ("sakfraga", &self.sakfraga),
            ("avdelning", &self.avdelning),
            ("kalla", &self.kalla),
            ("status", &self.status),
            ("erbjudande", &self.erbjudande),
            ("dialog", &self.dialog),
        ]
    }

    fn shows_gaps(&self) -> bool {
        self.matched == GAPS
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            words: self.q.clone(),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            issue_area: list::id(&self.sakfraga),
            department: list::id(&self.avdelning),
            source: self.kalla.parse().ok(),
            dialogue: list::id(&self.dialog),
            offer: list::id(&self.erbjudande),
            open: match self.status.as_str() {
                "alla" => None,
                "avslutade" => Some(false),
                _ => Some(true),
            },
            matched: match self.matched.as_str() {
                GAPS => Some(false),
                "finns" => Some(true),
                _ => None,
            },
        }
    }
}

/// The rows of a department, or all rows under no heading.
struct Group {
    heading: Option<(String, String)>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "needs/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
    departments: Vec<Choice>,
    count: String,
    groups: Vec<Group>,
    /// Luckor per avdelning, with where each leads.
    gaps: Vec<(Gap, String)>,
    empty: bool,
    number: i64,
    pages: i64,
    filtered: bool,
    can_add: bool,
}

impl IndexPage {
    fn sources(&self) -> Vec<Choice> {
        Choice::of_codes(Source::ALL, Source::label)
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
    let own = if query.shows_gaps() {
        "avdelning"
    } else {
        "-datum"
    };
    let order = Order::read(&query.sortera, &SORTS, own);
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let sort = sort_of(&order);
    let found = needs::list(db, &filter, sort, order.descending, part, today).await?;
    if let Some(format) = format {
        let name = if query.shows_gaps() {
            "luckor"
        } else {
            "behov"
        };
        return export::respond(table(found.rows), format, &file_name(name, today)).await;
    }
    let gaps = match query.shows_gaps() {
        true => needs::gaps(db, &filter, today).await?,
        false => vec![],
    };
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
        departments: holders
            .departments
            .iter()
            .map(|each| Choice::new(each.id, &each.name))
            .collect(),
        count: count(&query, found.total),
        number: found.number,
        pages: found.pages(),
        empty: found.rows.is_empty(),
        groups: grouped(found.rows, order.key == "avdelning", &gaps),
        gaps: with_links(gaps, &query),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_add: me.can_somewhere(Act::KeepNeeds),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn count(query: &ListQuery, total: i64) -> String {
    let words = match query.shows_gaps() {
        true => counted(total, "behov utan erbjudande", "behov utan erbjudande"),
        false => counted(total, "behov", "behov"),
    };
    first_upper(&words)
}

/// Department by department when that is the order; the number is of all there are, not of the page.
fn grouped(rows: Vec<Row>, by_department: bool, gaps: &[Gap]) -> Vec<Group> {
    let mut groups: Vec<(Option<i64>, Group)> = Vec::new();
    for row in rows {
        let key = by_department.then_some(row.department_id);
        match groups.last_mut().filter(|(each, _)| *each == key) {
            Some((_, group)) => group.rows.push(row),
            None => {
                let gap = gaps.iter().find(|gap| Some(gap.department_id) == key);
                let note = gap.map_or(String::new(), |gap| counted(gap.needs, "lucka", "luckor"));
                let heading = key.map(|_| (row.department.clone(), note));
                groups.push((
                    key,
                    Group {
                        heading,
                        rows: vec![row],
                    },
                ));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn with_links(gaps: Vec<Gap>, query: &ListQuery) -> Vec<(Gap, String)> {
    let link = |gap: Gap| {
        let id = gap.department_id.to_string();
        let pairs = query.pairs().map(|(name, value)| match name {
            "avdelning" => (name, id.as_str()),
            _ => (name, value),
        });
        let url = format!("/behov?{}", list::query(&pairs));
        (gap, url)
    };
    gaps.into_iter().map(link).collect()
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "titel" => Sort::Title,
        "lan" => Sort::County,
        "sakfraga" => Sort::IssueArea,
        "avdelning" => Sort::Department,
        _ => Sort::Raised,
    }
}

/// The list as a file.
fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Behov", Kind::Text),
        ("Län", Kind::Text),
        ("Kommun", Kind::Text),
        ("Sakfråga", Kind::Text),
        ("Avdelning", Kind::Text),
        ("Källa", Kind::Text),
        ("Datum", Kind::Date),
        ("Erbjudanden", Kind::Text),
        ("Avslutat", Kind::Date),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.title.into(),
            row.county.into(),
            row.municipality.into(),
            row.issue_area.into(),
            row.department.into(),
            row.source.label().into(),
            row.raised_on.into(),
            row.offers.join(", ").into(),
            row.closed_on.into(),
        ]
    };
    Table::new("Behov", &columns, rows.into_iter().map(cells))
}

/// The permit to keep a need as it stands.
async fn may(app: &App, me: &Me, need: &Need) -> Result<Permit> {
    let (db, today) = (app.db.read(), app.clock.today());
    let county = places::county_by_code(db, &need.wish.county, today).await?;
    let place = need::place(&county, need.department_id, need.wish.issue_area_id);
    me.may(Act::KeepNeeds, &place)
}
