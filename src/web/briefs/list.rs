//! The list of briefs, whose filter is its address.

use super::{Validity, new, tone};
use crate::App;
use crate::domain::access::Act;
use crate::domain::brief::{Scope, Status};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::briefs::{self, Filter, Listed, Sort};
use crate::store::places;
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::list::{self, Order};
use crate::web::me::{Me, Shell};
use crate::web::page;
use crate::web::secrecy;
use crate::web::text::{counted, first_upper};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const SORTS: [&str; 5] = ["om", "avdelning", "status", "galler", "andrad"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    omfattning: String,
    avdelning: String,
    sakfraga: String,
    lan: String,
    status: String,
    inaktuella: String,
    mina: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("q", &self.q),
            ("omfattning", &self.omfattning),
            ("avdelning", &self.avdelning),
            ("sakfraga", &self.sakfraga),
            ("lan", &self.lan),
            ("status", &self.status),
            ("inaktuella", &self.inaktuella),
            ("mina", &self.mina),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders, areas: &[(i64, String)]) -> Filter {
        Filter {
            scope: self.omfattning.parse::<Scope>().ok(),
            department: list::id(&self.avdelning),
            issue_area: list::id(&self.sakfraga),
            county: holders.county_asked(&self.lan),
            status: self.status.parse::<Status>().ok(),
            stale: !self.inaktuella.is_empty(),
            about: self.about(holders, areas),
            hers: None,
        }
    }

    /// The issue areas and län whose names hold every word that is looked for.
    fn about(&self, holders: &Holders, areas: &[(i64, String)]) -> Option<(Vec<i64>, Vec<String>)> {
        let words = fold(&self.q);
        let mut words = words.split_whitespace().peekable();
        words.peek()?;
        let words: Vec<_> = words.take(8).collect();
        let holds = |name: String| words.iter().all(|word| fold(&name).contains(word));
        let found = areas
            .iter()
            .filter(|(_, name)| holds(format!("nationellt underlag {name}")));
        let counties = holders.counties.iter().filter(|county| {
            holds(format!(
                "regionalt underlag {} {}",
                county.name, county.aliases
            ))
        });
        Some((
            found.map(|(id, _)| *id).collect(),
            counties.map(|county| county.code.clone()).collect(),
        ))
    }
}

struct ListRow {
    url: String,
    subject: String,
    scope: &'static str,
    department: String,
    status: &'static str,
    tone: &'static str,
    held: String,
    validity: Validity,
    ready: i64,
    sections: i64,
    underway: bool,
    changed_on: Date,
    marked: bool,
}

#[derive(Template)]
#[template(path = "briefs/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    scopes: Vec<Choice>,
    departments: Vec<Choice>,
    issue_areas: Vec<Choice>,
    counties: Vec<Choice>,
    statuses: Vec<Choice>,
    count: String,
    rows: Vec<ListRow>,
    number: i64,
    pages: i64,
    filtered: bool,
    can_write: bool,
    can_begin: bool,
    has_own: bool,
    without: String,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let areas: Vec<(i64, String)> = places::issue_areas(db, today)
        .await?
        .into_iter()
        .map(|area| (area.id, area.name))
        .collect();
    let about = new::all(&app).await?;
    let mut filter = query.filter(&holders, &areas);
    filter.hers = (!query.mina.is_empty()).then(|| new::hers(&me, &about));
    let order = Order::read(&query.sortera, &SORTS, "om");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let sort = sort_of(&order);
    let sight = secrecy::sight(&app, &me).await?;
    let asked = (&filter, &*sight);
    let found = briefs::list(db, asked, sort, order.descending, part, today).await?;
    if let Some(format) = format {
        let name = file_name("underlag", today);
        return export::respond(table(found.rows), format, &name).await;
    }
    let (areas_without, counties_without): (Vec<_>, Vec<_>) = about
        .iter()
        .filter(|(_, _, none)| *none)
        .partition(|(_, brief, _)| brief.of.scope() == Scope::National);
    let paging = list::paging(&query.pairs(), &query.sortera, &order);
    let choices = |all: &[crate::domain::places::Department]| {
        all.iter()
            .map(|each| Choice::new(each.id, &each.name))
            .collect()
    };
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging,
        scopes: Choice::of_codes(Scope::ALL, Scope::label),
        departments: choices(&holders.departments),
        issue_areas: areas
            .iter()
            .map(|(id, name)| Choice::new(id, name))
            .collect(),
        counties: holders.county_choices(&query.lan),
        statuses: statuses(),
        count: counted(found.total, "underlag", "underlag"),
        number: found.number,
        pages: found.pages(),
        rows: found
            .rows
            .into_iter()
            .map(|row| in_words(row, today))
            .collect(),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_write: new::can_somewhere(&me),
        can_begin: new::can_begin(&me, &about),
        has_own: new::can_somewhere(&me) || me.can_somewhere(Act::ApproveBrief),
        without: without(areas_without.len(), counties_without.len()),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

/// "2 sakfrågor och 14 län har inget underlag"; empty when all have one.
fn without(areas: usize, counties: usize) -> String {
    let areas = (areas > 0).then(|| counted(areas as i64, "sakfråga", "sakfrågor"));
    let counties = (counties > 0).then(|| counted(counties as i64, "län", "län"));
    let both: Vec<String> = areas.into_iter().chain(counties).collect();
    match both.is_empty() {
        true => String::new(),
        false => first_upper(&format!("{} har inget underlag ännu.", both.join(" och "))),
    }
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "avdelning" => Sort::Department,
        "status" => Sort::Status,
        "galler" => Sort::ValidTo,
        "andrad" => Sort::Changed,
        _ => Sort::Subject,
    }
}

/// What the list tells of a brief: what is on its way, else what holds, else how it ended.
fn status_of(row: &Listed) -> Status {
    match (row.open, row.held) {
        (Some((_, status)), _) => status,
        (None, Some(_)) => Status::Approved,
        (None, None) => row.newest,
    }
}

fn in_words(row: Listed, today: Date) -> ListRow {
    let status = status_of(&row);
    ListRow {
        url: crate::domain::brief::url(row.id),
        scope: row.of.scope().label(),
        status: status.label(),
        tone: tone(status),
        held: row
            .held
            .map_or("–".to_owned(), |number| format!("Version {number}")),
        validity: Validity::of(row.valid_from, row.valid_to, today),
        ready: row.ready,
        sections: row.sections,
        underway: row.open.is_some(),
        subject: row.subject,
        department: row.department,
        changed_on: row.changed_on,
        marked: row.secrecy.is_some(),
    }
}

fn table(rows: Vec<Listed>) -> Table {
    let columns = [
        ("Underlag", Kind::Text),
        ("Omfattning", Kind::Text),
        ("Avdelning", Kind::Text),
        ("Status", Kind::Text),
        ("Gällande version", Kind::Number),
        ("Gäller från", Kind::Date),
        ("Gäller till och med", Kind::Date),
        ("Inaktuellt", Kind::Text),
        ("Klara avsnitt", Kind::Number),
        ("Avsnitt", Kind::Number),
        ("Ändrat", Kind::Date),
        ("Sekretess", Kind::Text),
    ];
    let cells = |row: Listed| -> Vec<Cell> {
        let underway = row.open.is_some();
        vec![
            row.subject.clone().into(),
            row.of.scope().label().into(),
            row.department.clone().into(),
            status_of(&row).label().into(),
            row.held.into(),
            row.valid_from.into(),
            row.valid_to.into(),
            row.stale.then_some("ja").into(),
            underway.then_some(row.ready).into(),
            underway.then_some(row.sections).into(),
            row.changed_on.into(),
            row.secrecy.unwrap_or_default().into(),
        ]
    };
    Table::new("Underlag", &columns, rows.into_iter().map(cells))
}

fn statuses() -> Vec<Choice> {
    Status::ALL
        .iter()
        .filter(|status| **status != Status::Superseded)
        .map(|status| Choice::new(status.code(), status.label()))
        .collect()
}
