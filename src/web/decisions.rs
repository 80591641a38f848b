//! Beslut: what has been decided in all dialogues, by län, issue area, year and words.

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::outcomes::part::{Tag, became};
use super::text::{counted, first_upper};
use super::{outcomes as conduct, page};
use crate::App;
use crate::error::Result;
use crate::store::outcomes::{self, Decision, Filter, Sort};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const SORTS: [&str; 3] = ["dag", "lan", "sakfraga"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    team: String,
    lan: String,
    sakfraga: String,
    ar: String,
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
            ("sakfraga", &self.sakfraga),
            ("ar", &self.ar),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            issue_area: list::id(&self.sakfraga),
            year: (!self.ar.is_empty()).then(|| {
                let year = self.ar.parse().ok();
                year.filter(|year| (1990..=2100).contains(year))
                    .unwrap_or(0)
            }),
            words: self.q.clone(),
        }
    }
}

struct Row {
    text: String,
    shareable: bool,
    /// Where it stands on the page of its dialogue.
    url: String,
    item: String,
    area: String,
    area_url: String,
    county: String,
    dialogue_url: String,
    day: String,
    became: Option<Tag>,
}

#[derive(Template)]
#[template(path = "decisions/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    /// The filter; and with the order, for the links to other pages of the list.
    address: String,
    paging: String,
    order: Order,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    areas: Vec<Choice>,
    years: Vec<Choice>,
    count: String,
    rows: Vec<Row>,
    number: i64,
    pages: i64,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let filter = query.filter(&holders);
    let order = Order::read(&query.sortera, &SORTS, "-dag");
    let sort = match order.key.as_str() {
        "lan" => Sort::County,
        "sakfraga" => Sort::Area,
        _ => Sort::Day,
    };
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let found = outcomes::list(db, &filter, (sort, order.descending), part, today).await?;
    if let Some(format) = format {
        return export::respond(table(found.rows), format, &file_name("beslut", today)).await;
    }
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        areas: holders
            .issue_areas
            .iter()
            .map(|area| Choice::new(area.id, &area.name))
            .collect(),
        years: years(&app, &query).await?,
        count: first_upper(&counted(found.total, "beslut", "beslut")),
        number: found.number,
        pages: found.pages(),
        rows: found.rows.into_iter().map(row).collect(),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

async fn years(app: &App, query: &ListQuery) -> Result<Vec<Choice>> {
    let mut years = outcomes::years(app.db.read()).await?;
    if !query.ar.is_empty() && query.ar.len() == 4 && !years.contains(&query.ar) {
        years.push(query.ar.clone());
    }
    Ok(years.iter().map(|year| Choice::new(year, year)).collect())
}

fn row(of: Decision) -> Row {
    let outcome = &of.shown.outcome;
    let (dialogue, item) = (outcome.dialogue_id, outcome.line.agenda_item_id);
    Row {
        url: format!("{}#utfall-{}", conduct::at(dialogue, item), outcome.id),
        dialogue_url: format!("/dialoger/{dialogue}"),
        became: became(&of.shown, &format!("/lan/{}", of.county_slug)),
        text: outcome.line.text.clone(),
        shareable: outcome.line.shareable,
        area_url: of
            .shown
            .area_id
            .map_or(String::new(), |id| format!("/sakfragor/{id}")),
        item: of.shown.item,
        area: of.shown.area,
        county: of.county_name,
        day: super::text::iso(of.held_on),
    }
}

fn table(rows: Vec<Decision>) -> Table {
    let columns = [
        ("Beslut", Kind::Text),
        ("Län", Kind::Text),
        ("Dialog", Kind::Date),
        ("Punkt", Kind::Text),
        ("Sakfråga", Kind::Text),
        ("Får delas med regionen", Kind::Text),
        ("Blev", Kind::Text),
    ];
    let cells = |of: Decision| -> Vec<Cell> {
        let tag = became(&of.shown, "");
        let line = of.shown.outcome.line;
        vec![
            line.text.into(),
            of.county_name.into(),
            of.held_on.into(),
            of.shown.item.into(),
            of.shown.area.into(),
            if line.shareable { "ja" } else { "nej" }.into(),
            tag.map(|tag| tag.label).into(),
        ]
    };
    Table::new("Beslut", &columns, rows.into_iter().map(cells))
}
