//! Täckning: how much of the feedback after dialogues has been given, per län, department or round.

use super::{departments, rounds, text_key};
use crate::App;
use crate::domain::feedback::Direction;
use crate::error::Result;
use crate::store::feedback::coverage::{self, Count};
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::list::{self, Order};
use crate::web::me::{Me, Shell};
use crate::web::page;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::{Date, date};
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

const SORTS: [&str; 3] = ["namn", "sena", "givna"];
/// Without a round asked for: dialogues held this year and the one before.
const YEARS: i16 = 1;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    per: String,
    riktning: String,
    team: String,
    lan: String,
    avdelning: String,
    omgang: String,
    sortera: String,
    format: String,
}

impl Asked {
    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("per", &self.per),
            ("riktning", &self.riktning),
            ("team", &self.team),
            ("lan", &self.lan),
            ("avdelning", &self.avdelning),
            ("omgang", &self.omgang),
        ]
    }

    fn wants(&self, count: &Count, holders: &Holders) -> bool {
        let is = |asked: &str, own: &str| asked.is_empty() || asked == own;
        let Some(county) = holders.county(&count.county) else {
            return false;
        };
        let department = count
            .department_id
            .map_or(String::new(), |id| id.to_string());
        is(&self.riktning, count.direction.slug())
            && is(&self.team, &county.team_slug)
            && (is(&self.lan, &county.slug) || self.lan == county.code)
            && is(&self.avdelning, &department)
            && is(&self.omgang, &count.round.to_string())
    }

    /// The first day whose dialogues are counted.
    fn since(&self, today: Date) -> Date {
        match self.omgang.is_empty() {
            true => date(today.year() - YEARS, 1, 1),
            false => Date::MIN,
        }
    }
}

#[derive(Default)]
struct Row {
    name: String,
    url: String,
    given: i64,
    open: i64,
    late: i64,
    waived: i64,
}

impl Row {
    fn all(&self) -> i64 {
        self.given + self.open + self.late + self.waived
    }

    fn add(&mut self, count: &Count) {
        self.given += count.given;
        self.open += count.open;
        self.late += count.late;
        self.waived += count.waived;
    }
}

#[derive(Template)]
#[template(path = "feedback/coverage.html")]
struct CoveragePage {
    shell: Shell,
    query: Asked,
    address: String,
    paging: String,
    order: Order,
    heading: &'static str,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    departments: Vec<Choice>,
    rounds: Vec<Choice>,
    rows: Vec<Row>,
    total: Row,
    since: String,
    filtered: bool,
}

impl CoveragePage {
    fn directions(&self) -> Vec<Choice> {
        let label = |each: &Direction| format!("Till {}", each.label());
        let all = Direction::ALL.iter();
        all.map(|each| Choice::new(each.slug(), label(each)))
            .collect()
    }

    /// The same filter, counted per something else.
    fn per(&self, what: &str) -> String {
        let pairs = self.query.pairs().map(|(name, value)| match name {
            "per" => (name, what),
            _ => (name, value),
        });
        format!("/aterkoppling/tackning?{}", list::query(&pairs))
    }

    fn is_per(&self, what: &str) -> bool {
        let own = match self.query.per.as_str() {
            "avdelning" | "omgang" => self.query.per.as_str(),
            _ => "lan",
        };
        own == what
    }
}

pub async fn show(State(app): State<App>, me: Me, Query(query): Query<Asked>) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let since = query.since(today);
    let counts = coverage::counts(db, since, today).await?;
    let order = Order::read(&query.sortera, &SORTS, "namn");
    let wanted: Vec<_> = counts
        .iter()
        .filter(|count| query.wants(count, &holders))
        .collect();
    let (heading, rows) = rows(&wanted, &query.per, &holders);
    let rows = sorted(rows, &order, query.per == "omgang");
    if let Some(format) = Format::of(&query.format) {
        let name = file_name("tackning", today);
        return export::respond(table(rows, heading), format, &name).await;
    }
    let mut total = Row::default();
    wanted.iter().for_each(|count| total.add(count));
    let template = CoveragePage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        departments: departments(&holders),
        rounds: rounds(
            counts
                .iter()
                .map(|count| count.round)
                .chain([i64::from(today.year())]),
        ),
        since: match query.omgang.is_empty() {
            true => format!("Dialoger som har hållits sedan {since}."),
            false => format!("Dialoger i omgång {}.", query.omgang),
        },
        filtered: query.pairs()[1..]
            .iter()
            .any(|(_, value)| !value.is_empty()),
        heading,
        rows,
        total,
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn rows(counts: &[&Count], per: &str, holders: &Holders) -> (&'static str, Vec<Row>) {
    let mut found: BTreeMap<String, Row> = BTreeMap::new();
    let county = |code: &str| holders.county(code);
    let department = |id: Option<i64>| {
        let mut all = holders.departments.iter();
        all.find(|each| Some(each.id) == id)
            .map_or("Teamet".to_owned(), |each| each.name.clone())
    };
    for count in counts {
        let (key, name, url) = match per {
            "avdelning" => {
                let id = count.department_id.unwrap_or_default();
                (
                    format!("{id:05}"),
                    department(count.department_id),
                    String::new(),
                )
            }
            "omgang" => (
                count.round.to_string(),
                format!("Omgång {}", count.round),
                String::new(),
            ),
            _ => {
                let county = county(&count.county);
                let name = county.map_or(String::new(), |each| each.short_name.clone());
                let url = county.map_or(String::new(), |each| each.url());
                (count.county.clone(), name, url)
            }
        };
        let row = found.entry(key).or_default();
        row.add(count);
        (row.name, row.url) = (name, url);
    }
    let heading = match per {
        "avdelning" => "Avdelning",
        "omgang" => "Omgång",
        _ => "Län",
    };
    (heading, found.into_values().collect())
}

fn sorted(mut rows: Vec<Row>, order: &Order, newest_first: bool) -> Vec<Row> {
    rows.sort_by_key(|row| text_key(&row.name));
    if newest_first {
        rows.reverse();
    }
    match order.key.as_str() {
        "sena" => rows.sort_by_key(|row| Reverse((row.late, row.open))),
        "givna" => rows.sort_by_key(|row| match row.all() {
            0 => 1_000,
            all => (row.given + row.waived) * 1_000 / all,
        }),
        _ => {}
    }
    if order.descending {
        rows.reverse();
    }
    rows
}

fn table(rows: Vec<Row>, heading: &'static str) -> Table {
    let columns = [
        (heading, Kind::Text),
        ("Att ge", Kind::Number),
        ("Givna", Kind::Number),
        ("Öppna", Kind::Number),
        ("Försenade", Kind::Number),
        ("Avstådda", Kind::Number),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        let all = row.all();
        vec![
            row.name.into(),
            all.into(),
            row.given.into(),
            row.open.into(),
            row.late.into(),
            row.waived.into(),
        ]
    };
    Table::new("Täckning", &columns, rows.into_iter().map(cells))
}
