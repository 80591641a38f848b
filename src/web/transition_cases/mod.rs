//! Varsel, omställning and establishments: the register, whose filter is its address. Every route of one case
//! begins with the guard of `web::secrecy`.

mod check;
pub mod close;
pub mod edit;
mod form;
pub mod judge;
pub mod mine;
pub mod show;
pub mod steps;
pub mod yearly;

use super::export::{self, Cell, Format, Kind as Column, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::text::{counted, first_upper};
use super::{page, secrecy};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::judgement::Answer;
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::domain::transition_case::{Kind, Phase, Size, Status, Threshold, TransitionCase};
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::transition_cases::{self, Filter, Row, Sort};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat ärendet medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

const SORTS: [&str; 5] = ["rapporterat", "lan", "berorda", "status", "fas"];

/// A case that the one who asks may read, and its län.
async fn load(app: &App, me: &Me, id: i64) -> Result<(TransitionCase, County)> {
    secrecy::guard(app, me, &transition_cases::subject(id)).await?;
    let case = transition_cases::find(app.db.read(), id).await?;
    let county = county_of(app, &case.facts.county).await?;
    Ok((case, county))
}

/// The same inside a write: somebody may just have moved it, or taken the right to read it away.
async fn again(tx: &mut Write, app: &App, me: &Me, id: i64) -> Result<(TransitionCase, County)> {
    secrecy::guard_in(tx.conn(), app, me, &transition_cases::subject(id)).await?;
    let case = transition_cases::find(tx.conn(), id).await?;
    let county = county_of(app, &case.facts.county).await?;
    Ok((case, county))
}

async fn county_of(app: &App, code: &str) -> Result<County> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    holders.county(code).cloned().ok_or(Error::NotFound)
}

fn may(me: &Me, act: Act, county: &County) -> Result<Permit> {
    me.may(act, &county.place())
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    slag: String,
    status: String,
    fas: String,
    team: String,
    lan: String,
    ar: String,
    storre: String,
    visa: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 9] {
        [
            ("q", &self.q),
            ("slag", &self.slag),
            ("status", &self.status),
            ("fas", &self.fas),
            ("team", &self.team),
            ("lan", &self.lan),
            ("ar", &self.ar),
            ("storre", &self.storre),
            ("visa", &self.visa),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            words: self.q.clone(),
            kind: self.slag.parse().ok(),
            status: self.status.parse().ok(),
            phase: self.fas.parse().ok(),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            year: (!self.ar.is_empty()).then(|| self.ar.parse().unwrap_or(-1)),
            large: !self.storre.is_empty(),
            closed: self.visa == "alla",
            waiting: self.visa == "att-bedoma",
        }
    }
}

struct ListRow {
    row: Row,
    large: bool,
    contact: String,
}

#[derive(Template)]
#[template(path = "transition_cases/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    choices: Choices,
    years: Vec<Choice>,
    count: String,
    rows: Vec<ListRow>,
    number: i64,
    pages: i64,
    filtered: bool,
    can_add: bool,
    /// "minst 50 personer, eller …"
    larger: String,
    year: i16,
}

impl IndexPage {
    fn tone(&self, of: &Status) -> &'static str {
        tone(*of)
    }
}

/// What the filter offers.
struct Choices {
    kinds: Vec<Choice>,
    statuses: Vec<Choice>,
    phases: Vec<Choice>,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    shown: Vec<Choice>,
}

impl Choices {
    fn of(holders: &Holders, asked: &str) -> Choices {
        Choices {
            kinds: Choice::of_codes(Kind::ALL, Kind::label),
            statuses: Choice::of_codes(Status::ALL, Status::label),
            phases: Choice::of_codes(Phase::ALL, Phase::label),
            teams: holders.team_choices(),
            counties: holders.county_choices(asked),
            shown: vec![
                Choice::new("att-bedoma", "Väntar på bedömning"),
                Choice::new("alla", "Även avslutade"),
            ],
        }
    }
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let (threshold, sight) = (
        transition_cases::threshold(db).await?,
        secrecy::sight(&app, &me).await?,
    );
    let filter = query.filter(&holders);
    let order = Order::read(&query.sortera, &SORTS, "-rapporterat");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let by = (sort_of(&order), order.descending);
    let found = transition_cases::list(db, (&filter, threshold, &sight), by, part, today).await?;
    if let Some(format) = format {
        let table = table(found.rows, &holders, threshold);
        return export::respond(table, format, &file_name("varsel", today)).await;
    }
    let years = transition_cases::years(db, &sight).await?;
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        choices: Choices::of(&holders, &query.lan),
        years: years.iter().map(|year| Choice::new(year, year)).collect(),
        count: first_upper(&counted(found.total, "ärende", "ärenden")),
        number: found.number,
        pages: found.pages(),
        rows: in_words(found.rows, &holders, threshold),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_add: me.can_somewhere(Act::KeepTransitionCase),
        larger: threshold.words(),
        year: today.year(),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "lan" => Sort::County,
        "berorda" => Sort::Affected,
        "status" => Sort::Status,
        "fas" => Sort::Phase,
        _ => Sort::Reported,
    }
}

fn in_words(rows: Vec<Row>, holders: &Holders, threshold: Threshold) -> Vec<ListRow> {
    let each = |row: Row| ListRow {
        large: threshold.is_large(row.affected, &row.county_code),
        contact: contact_of(&row, holders),
        row,
    };
    rows.into_iter().map(each).collect()
}

/// Who is contact person of a case in a list; empty where none is needed or named yet.
fn contact_of(row: &Row, holders: &Holders) -> String {
    match (row.answer, &row.contact_person) {
        (Some(Answer::Needed), Some(name)) => name.clone(),
        (Some(Answer::Needed), None) => holders.of(&Seat::Lead(row.team_id)).name_in_full(),
        _ => String::new(),
    }
}

fn yes(yes: bool) -> &'static str {
    if yes { "ja" } else { "nej" }
}

/// The list as a file: facts and how far it has come, never a company.
fn table(rows: Vec<Row>, holders: &Holders, threshold: Threshold) -> Table {
    let columns = [
        ("Ärende", Column::Text),
        ("Slag", Column::Text),
        ("Län", Column::Text),
        ("Kommun", Column::Text),
        ("Bransch", Column::Text),
        ("Antal berörda", Column::Number),
        ("Storleksklass", Column::Text),
        ("Större", Column::Text),
        ("Fick veta", Column::Date),
        ("Varslets datum", Column::Date),
        ("Första dag", Column::Date),
        ("Status", Column::Text),
        ("Fas", Column::Text),
        ("Bedömning", Column::Text),
        ("Bedömt", Column::Date),
        ("Kontaktperson", Column::Text),
        ("Avslutat", Column::Date),
        ("Sekretess", Column::Text),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        let contact = contact_of(&row, holders);
        vec![
            row.title().into(),
            row.kind.label().into(),
            row.county.into(),
            row.municipality.into(),
            row.industry.map_or("", |each| each.label()).into(),
            row.affected.into(),
            row.affected
                .map_or("", |each| Size::of(each).label())
                .into(),
            yes(threshold.is_large(row.affected, &row.county_code)).into(),
            row.reported_on.into(),
            row.notice_on.into(),
            row.begins_on.into(),
            row.status.label().into(),
            row.phase.label().into(),
            row.answer.map_or("", Answer::label).into(),
            row.judged_on.into(),
            contact.into(),
            row.closed_on.into(),
            row.secrecy.into(),
        ]
    };
    Table::new(
        "Varsel och etablering",
        &columns,
        rows.into_iter().map(cells),
    )
}

/// The tone of a status's tag.
pub fn tone(status: Status) -> &'static str {
    match status {
        Status::Reported | Status::Assessing => "amber",
        Status::ContactNamed => "pine",
        Status::NoAction | Status::Closed => "",
    }
}
