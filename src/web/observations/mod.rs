//! Omvärldsnotiser: the list, whose filter is its address, and who may do what with a note.

pub mod assess;
pub mod capture;
pub mod card;
pub mod digest;
pub mod edit;
mod fields;
pub mod follows;
pub mod log;
mod meeting;
pub mod remove;
pub mod settle;
pub mod show;
pub mod spots;
pub mod start;
pub mod uses;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::secrecy::sight;
use super::text::{counted, first_upper, to_stockholm_date};
use super::{actions::choices, page};
use crate::App;
use crate::domain::access::{Act, Ask, Permit, Place};
use crate::domain::observation::{Level, Status, Step, places};
use crate::domain::transition_case::Industry;
use crate::error::Result;
use crate::store::Page;
use crate::store::observations::{self, Filter, Row, Shown, Sort};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const SORTS: [&str; 4] = ["datum", "titel", "status", "steg"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    niva: String,
    team: String,
    lan: String,
    sakfraga: String,
    bransch: String,
    status: String,
    steg: String,
    visa: String,
    sortera: String,
    sida: String,
    format: String,
}

/// Parts of the list under a name of their own.
const VIEWS: [(&str, &str); 3] = [
    ("mina", "Skrivna av mig"),
    ("bevakat", "Det jag bevakar"),
    ("oanvanda", "Inte använda på ett år"),
];

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 9] {
        [
            ("q", &self.q),
            ("niva", &self.niva),
            ("team", &self.team),
            ("lan", &self.lan),
            ("sakfraga", &self.sakfraga),
            ("bransch", &self.bransch),
            ("status", &self.status),
            ("steg", &self.steg),
            ("visa", &self.visa),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, me: &Me, holders: &Holders) -> Filter {
        Filter {
            words: self.q.clone(),
            level: self.niva.parse().ok(),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            issue_area: list::id(&self.sakfraga),
            industry: self.bransch.parse().ok(),
            status: self.status.parse().ok(),
            step: self.steg.parse().ok(),
            author: (self.visa == "mina").then(|| me.id()),
            followed_by: (self.visa == "bevakat").then(|| me.id()),
            unused: self.visa == "oanvanda",
        }
    }
}

#[derive(Template)]
#[template(path = "observations/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
    count: String,
    found: Page<Row>,
    filtered: bool,
    /// The name of the län that the list is narrowed to.
    county: String,
}

impl IndexPage {
    fn levels(&self) -> Vec<Choice> {
        Choice::of_codes(Level::ALL, Level::label)
    }

    fn statuses(&self) -> Vec<Choice> {
        Choice::of_codes(Status::ALL, Status::label)
    }

    fn steps(&self) -> Vec<Choice> {
        Choice::of_codes(Step::ALL, Step::label)
    }

    fn industries(&self) -> Vec<Choice> {
        Choice::of_codes(Industry::ALL, Industry::label)
    }

    fn views(&self) -> Vec<Choice> {
        VIEWS
            .map(|(value, label)| Choice::new(value, label))
            .to_vec()
    }

    fn new_url(&self) -> String {
        let asked = [
            ("lan", self.query.lan.as_str()),
            ("sakfraga", &self.query.sakfraga),
        ];
        match list::query(&asked) {
            asked if asked.is_empty() => "/omvarld/ny".to_owned(),
            asked => format!("/omvarld/ny?{asked}"),
        }
    }

    fn nothing(&self) -> String {
        match self.county.is_empty() {
            true => "Inga omvärldsnotiser ännu. Lägg till en omvärldsnotis.".to_owned(),
            false => format!(
                "Inga omvärldsnotiser för {} ännu. Lägg till en omvärldsnotis.",
                self.county
            ),
        }
    }

    /// Whether the list is narrowed by anything but a län.
    fn narrowed(&self) -> bool {
        let pairs = self.query.pairs();
        let mut others = pairs.iter().filter(|(name, _)| *name != "lan");
        others.any(|(_, value)| !value.is_empty()) || (self.filtered && self.county.is_empty())
    }
}

impl Row {
    pub fn tone(&self) -> &'static str {
        tone(self.status)
    }

    pub fn step_tone(&self) -> &'static str {
        step_tone(self.step)
    }

    pub fn day(&self) -> String {
        to_stockholm_date(self.created_at).to_string()
    }
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let filter = query.filter(&me, &holders);
    let order = Order::read(&query.sortera, &SORTS, "-datum");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let sight = sight(&app, &me).await?;
    let by = (sort_of(&order), order.descending);
    let found = observations::list(db, &sight, &filter, by, part, today).await?;
    if let Some(format) = format {
        let name = file_name("omvarldsnotiser", today);
        return export::respond(table(found.rows), format, &name).await;
    }
    let pairs = query.pairs();
    let named = filter
        .county
        .as_deref()
        .and_then(|code| holders.county(code));
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&pairs),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
        count: first_upper(&counted(found.total, "omvärldsnotis", "omvärldsnotiser")),
        filtered: pairs.iter().any(|(_, value)| !value.is_empty()),
        county: named.map_or(String::new(), |county| county.name.clone()),
        order,
        query,
        found,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "titel" => Sort::Title,
        "status" => Sort::Status,
        "steg" => Sort::Step,
        _ => Sort::Written,
    }
}

/// The list as a file.
fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Nummer", Kind::Number),
        ("Vad har hänt", Kind::Text),
        ("Vad betyder det", Kind::Text),
        ("Nivå", Kind::Text),
        ("Län", Kind::Text),
        ("Kommun", Kind::Text),
        ("Sakfrågor", Kind::Text),
        ("Bransch", Kind::Text),
        ("Källa", Kind::Text),
        ("Länk", Kind::Text),
        ("Källans datum", Kind::Date),
        ("Skriven", Kind::Date),
        ("Skriven av", Kind::Text),
        ("Status", Kind::Text),
        ("Steg", Kind::Text),
        ("Använd, antal gånger", Kind::Number),
        ("Sekretess", Kind::Text),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.id.into(),
            row.title.clone().into(),
            row.meaning.clone().into(),
            row.level().label().into(),
            row.where_to().into(),
            row.municipality.clone().into(),
            row.issue_areas.join(", ").into(),
            row.industry.map_or("", Industry::label).into(),
            row.source.clone().into(),
            row.link.clone().into(),
            row.source_on.into(),
            to_stockholm_date(row.created_at).into(),
            row.author.clone().into(),
            row.status.label().into(),
            row.step.label().into(),
            row.uses.into(),
            row.marked.unwrap_or_default().into(),
        ]
    };
    Table::new("Omvärldsnotiser", &columns, rows.into_iter().map(cells))
}

/// The colour of a status's tag.
pub fn tone(status: Status) -> &'static str {
    match status {
        Status::New => "amber",
        Status::Used => "green",
        Status::Watched => "pine",
        Status::Dismissed => "struck",
    }
}

pub fn step_tone(step: Step) -> &'static str {
    match step {
        Step::Signal => "",
        Step::Pattern => "pine",
        Step::Trend => "solid",
    }
}

/// The permit to decide about a note: at one of its län, or for the whole country.
pub(super) fn may_decide(me: &Me, place: &Place) -> Result<Permit> {
    let places = places(place);
    let hers = places
        .iter()
        .find(|each| me.can(Act::TriageObservation, each));
    me.may(
        Act::TriageObservation,
        hers.or(places.first()).unwrap_or(place),
    )
}

const PHRASE: &str = "ändra den här omvärldsnotisen";

/// The permit to change a note: its author's, and theirs who decide about it.
pub(super) fn may_change(me: &Me, of: &Shown, place: &Place) -> Result<Permit> {
    let hers = of.author_id == Some(me.id());
    match may_decide(me, place) {
        Ok(permit) => Ok(permit),
        Err(crate::error::Error::Denied(denied)) => {
            let ask: Ask = denied.ask;
            let own = me
                .standing
                .may_own(Act::CaptureObservation, hers, ask, Some(PHRASE));
            Ok(own?)
        }
        Err(error) => Err(error),
    }
}

/// A note, with where it lies; for those who may read it, and found as if it did not exist by others.
pub(super) async fn read(app: &App, me: &Me, id: i64) -> Result<(Shown, Place)> {
    super::secrecy::guard(app, me, &observations::subject(id)).await?;
    let of = observations::find(app.db.read(), id).await?;
    let place = place_of(app, &of).await?;
    Ok((of, place))
}

pub(super) async fn place_of(app: &App, of: &Shown) -> Result<Place> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    Ok(fields::place(&holders, &of.note.counties))
}
